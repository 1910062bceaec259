-- todos: everybody who has ever worked at the desk, by name.
SELECT id, usuario, nombre, rol, equipos, zonas, turno, capacidad, activo, disponible, visto_en, clave_temporal,
       totp_paso IS NOT NULL AS inscrito, bloqueado_hasta
FROM asistente.usuarios ORDER BY activo DESC, nombre, id;

-- por_id: one of them.
SELECT id, usuario, nombre, rol, equipos, zonas, turno, capacidad, activo, disponible, celular
FROM asistente.usuarios WHERE id = %(usuario_id)s;

-- crear: somebody new, with a password that must be changed; no row when the name is taken.
INSERT INTO asistente.usuarios
    (usuario, nombre, rol, equipos, zonas, turno, capacidad, celular, clave, clave_temporal, creado_en)
VALUES (%(usuario)s, %(nombre)s, %(rol)s, %(equipos)s, %(zonas)s, %(turno)s, %(capacidad)s, %(celular)s, %(clave)s,
        true, %(now)s)
ON CONFLICT (usuario) DO NOTHING RETURNING id;

-- editar: what a supervisor decides about them.
UPDATE asistente.usuarios
SET nombre = %(nombre)s, rol = %(rol)s, equipos = %(equipos)s, zonas = %(zonas)s, turno = %(turno)s,
    capacidad = %(capacidad)s, celular = %(celular)s
WHERE id = %(usuario_id)s;

-- activar: they work here, or no longer; who left takes no cases.
UPDATE asistente.usuarios SET activo = %(activo)s, disponible = disponible AND %(activo)s WHERE id = %(usuario_id)s;

-- ponerse: they take cases from now on, or stop taking them.
UPDATE asistente.usuarios SET disponible = %(disponible)s, visto_en = %(now)s WHERE id = %(usuario_id)s;

-- supervisores: those who can let others in, held until this transaction ends; what points at them may be written.
SELECT id FROM asistente.usuarios WHERE rol = 'supervisor' AND activo ORDER BY id FOR NO KEY UPDATE;

-- hay_supervisor: whether anybody can let others in.
SELECT EXISTS (SELECT FROM asistente.usuarios WHERE rol = 'supervisor' AND activo) AS hay;

-- bloquear: one of them, held until this transaction ends.
SELECT id, usuario, clave FROM asistente.usuarios WHERE id = %(usuario_id)s FOR NO KEY UPDATE;

-- poner_clave: a new password, chosen by them or temporary; failures are forgotten.
UPDATE asistente.usuarios
SET clave = %(clave)s, clave_temporal = %(temporal)s, fallos = 0, bloqueado_hasta = NULL WHERE id = %(usuario_id)s;

-- cargar_demo: an account of the demonstration, ready to enter; unless the name is taken.
INSERT INTO asistente.usuarios
    (usuario, nombre, rol, equipos, clave, totp, totp_paso, disponible, creado_en)
VALUES (%(usuario)s, %(nombre)s, %(rol)s, %(equipos)s, %(clave)s, %(totp)s, 0, %(disponible)s, %(now)s)
ON CONFLICT (usuario) DO NOTHING;
