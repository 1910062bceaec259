-- abrir: a new door.
INSERT INTO asistente.sesiones_mesa (huella, usuario_id, completa, creada_en, usada_en)
VALUES (%(huella)s, %(usuario_id)s, %(completa)s, %(now)s, %(now)s);

-- viva: an open door and who came through it.
SELECT s.completa, s.usada_en, u.clave_temporal, u.totp_paso IS NOT NULL AS inscrito,
       u.id, u.usuario, u.nombre, u.rol, u.equipos, u.zonas, u.turno, u.capacidad, u.activo, u.disponible
FROM asistente.sesiones_mesa AS s JOIN asistente.usuarios AS u ON u.id = s.usuario_id
WHERE s.huella = %(huella)s AND s.cerrada_en IS NULL AND u.activo
  AND s.usada_en > %(now)s::timestamptz - %(ocio)s::interval
  AND s.creada_en > %(now)s::timestamptz - %(total)s::interval;

-- usar: they are still there.
WITH puerta AS (
    UPDATE asistente.sesiones_mesa SET usada_en = %(now)s
    WHERE huella = %(huella)s AND cerrada_en IS NULL RETURNING usuario_id
)
UPDATE asistente.usuarios SET visto_en = %(now)s FROM puerta WHERE id = puerta.usuario_id;

-- cerrar: this door.
UPDATE asistente.sesiones_mesa SET cerrada_en = %(now)s
WHERE huella = %(huella)s AND cerrada_en IS NULL RETURNING usuario_id;

-- cerrar_de_usuario: every door of one person.
UPDATE asistente.sesiones_mesa SET cerrada_en = %(now)s WHERE usuario_id = %(usuario_id)s AND cerrada_en IS NULL;

-- olvidar: doors that have been shut for long.
DELETE FROM asistente.sesiones_mesa WHERE creada_en < %(now)s - interval '2 days';
