-- turno: one writer at a time, until its transaction ends.
SELECT pg_advisory_xact_lock(hashtext('asistente.auditoria'));

-- ultima: the link to go on from.
SELECT cadena FROM asistente.ultimo_eslabon();

-- anotar: one line more.
INSERT INTO asistente.auditoria (usuario_id, accion, objeto, detalle, ocurrido_en, cadena)
VALUES (%(usuario_id)s, %(accion)s, %(objeto)s, %(detalle)s::jsonb, %(now)s, %(cadena)s);

-- consta: whether somebody did something to something since then.
SELECT EXISTS (SELECT FROM asistente.auditoria WHERE objeto = %(objeto)s AND usuario_id = %(usuario_id)s
               AND accion = %(accion)s AND ocurrido_en >= %(desde)s) AS hay;

-- eslabones: some lines in their order, after a given one.
SELECT id, usuario_id, accion, objeto, detalle, ocurrido_en, cadena
FROM asistente.auditoria WHERE id > %(desde)s ORDER BY id LIMIT %(cuantos)s;

-- buscar: lines that fit, the newest first; a filter that is null does not filter.
SELECT a.id, a.accion, a.objeto, a.detalle, a.ocurrido_en, u.nombre
FROM asistente.auditoria AS a LEFT JOIN asistente.usuarios AS u ON u.id = a.usuario_id
WHERE (%(usuario_id)s::bigint IS NULL OR a.usuario_id = %(usuario_id)s)
  AND (%(accion)s::text IS NULL OR a.accion = %(accion)s)
  AND (%(objeto)s::text IS NULL OR a.objeto = %(objeto)s)
  AND (%(desde)s::timestamptz IS NULL OR a.ocurrido_en >= %(desde)s)
  AND (%(hasta)s::timestamptz IS NULL OR a.ocurrido_en < %(hasta)s)
  AND (%(antes_de)s::bigint IS NULL OR a.id < %(antes_de)s)
ORDER BY a.id DESC LIMIT %(cuantas)s;

-- acciones: every kind of line there is.
SELECT DISTINCT accion FROM asistente.auditoria ORDER BY accion;
