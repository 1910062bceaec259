-- apartar_intento: take one of the tries of this person before their password is looked at; no row: none is left.
UPDATE asistente.usuarios
SET fallos = CASE WHEN bloqueado_hasta IS NULL THEN fallos + 1 ELSE 1 END,
    bloqueado_hasta = CASE WHEN bloqueado_hasta IS NULL AND fallos + 1 >= %(maximo)s THEN %(hasta)s::timestamptz END
WHERE (usuario = %(usuario)s OR id = %(usuario_id)s) AND activo
  AND (bloqueado_hasta IS NULL OR bloqueado_hasta <= %(now)s)
RETURNING id, usuario, clave, clave_temporal, totp, totp_paso;

-- devolver_intento: what was tried was right, so it does not count; what others got wrong does.
UPDATE asistente.usuarios SET fallos = greatest(fallos - 1, 0), bloqueado_hasta = NULL WHERE id = %(usuario_id)s;

-- de_usuario: what the second factor is checked against.
SELECT id, usuario, totp, totp_paso FROM asistente.usuarios WHERE id = %(usuario_id)s;

-- ofrecer_secreto: a secret for who has none that was confirmed.
UPDATE asistente.usuarios SET totp = %(totp)s WHERE id = %(usuario_id)s AND totp_paso IS NULL;

-- gastar_paso: this step of the clock is used up; no row touched: it was already, or the secret is another one by now.
UPDATE asistente.usuarios SET totp_paso = %(paso)s, fallos = 0, bloqueado_hasta = NULL
WHERE id = %(usuario_id)s AND totp = %(totp)s AND (totp_paso IS NULL OR totp_paso < %(paso)s);

-- quitar_segundo: they will enrol a new telephone.
UPDATE asistente.usuarios SET totp = NULL, totp_paso = NULL WHERE id = %(usuario_id)s;

-- desbloquear: they may try again now.
UPDATE asistente.usuarios SET fallos = 0, bloqueado_hasta = NULL WHERE id = %(usuario_id)s;
