-- admitidos: what a contact was admitted in the day before one of its messages, the oldest first.
SELECT antes.tipo, antes.recibido_en
FROM asistente.mensajes_entrantes AS uno JOIN asistente.mensajes_entrantes AS antes USING (contacto_id)
WHERE contacto_id = %(contacto_id)s AND uno.orden = %(orden)s AND antes.orden < uno.orden
  AND antes.recibido_en > uno.recibido_en - interval '1 day'
  AND antes.estado NOT IN ('limitado', 'ignorado') AND antes.tipo <> 'interno' ORDER BY antes.orden;

-- ya_avisado: whether the contact was asked for calm a while ago.
SELECT EXISTS (
    SELECT FROM asistente.mensajes_salientes WHERE contacto_id = %(contacto_id)s AND clase = 'limite' AND ordinal = 0
      AND creado_en > now() - make_interval(mins => %(minutos)s)) AS ya;

-- en_fila: how many contacts have waited for so long.
SELECT count(DISTINCT contacto_id) AS cuantos FROM asistente.mensajes_entrantes
WHERE estado = 'pendiente' AND tipo <> 'interno' AND recibido_en < now() - make_interval(secs => %(segundos)s);

-- recien_llegados: who came lately and waits, and has heard nothing of it since the last answer. A few at a time, those
-- whom we know longest first: telling all of a flood would cost as much as answering it.
SELECT DISTINCT ON (contacto_id) contacto_id, wamid FROM asistente.mensajes_entrantes AS e
WHERE estado = 'pendiente' AND tipo <> 'interno'
  AND recibido_en <= now() - make_interval(secs => %(segundos)s) AND recibido_en > now() - interval '1 minute'
  AND NOT EXISTS (SELECT FROM asistente.conversaciones AS c WHERE c.contacto_id = e.contacto_id AND habla = 'persona')
  AND coalesce((SELECT clase FROM asistente.mensajes_salientes AS s
                WHERE s.contacto_id = e.contacto_id
                  AND (clase IN ('respuesta', 'limite') OR clase = 'menu_fijo' AND ordinal = 0)
                ORDER BY id DESC LIMIT 1), 'respuesta') = 'respuesta'
ORDER BY contacto_id, orden LIMIT 10;
