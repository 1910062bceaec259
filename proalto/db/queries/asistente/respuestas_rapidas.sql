-- todas: every canned reply, those in use first.
SELECT id, titulo, texto, equipos, activa FROM asistente.respuestas_rapidas ORDER BY activa DESC, titulo;

-- una: one of them.
SELECT id, titulo, texto, equipos, activa FROM asistente.respuestas_rapidas WHERE id = %(respuesta_id)s;

-- activas: those in use by all or by one of these teams.
SELECT id, titulo, texto, equipos, activa FROM asistente.respuestas_rapidas
WHERE activa AND (equipos = '{}' OR equipos && %(equipos)s) ORDER BY titulo;

-- hay: whether there is any.
SELECT EXISTS (SELECT FROM asistente.respuestas_rapidas) AS hay;

-- crear: a new one; no row when the title is taken.
INSERT INTO asistente.respuestas_rapidas (titulo, texto, equipos, activa, usuario_id, actualizada_en)
VALUES (%(titulo)s, %(texto)s, %(equipos)s, %(activa)s, %(usuario_id)s, %(now)s)
ON CONFLICT (titulo) DO NOTHING RETURNING id;

-- editar: other words; no row when it is gone or the title is another's.
UPDATE asistente.respuestas_rapidas AS r
SET titulo = %(titulo)s, texto = %(texto)s, equipos = %(equipos)s, activa = %(activa)s, usuario_id = %(usuario_id)s,
    actualizada_en = %(now)s
WHERE r.id = %(respuesta_id)s
  AND NOT EXISTS (SELECT FROM asistente.respuestas_rapidas AS o WHERE o.titulo = %(titulo)s AND o.id <> r.id)
RETURNING id;

-- borrar: for good.
DELETE FROM asistente.respuestas_rapidas WHERE id = %(respuesta_id)s;
