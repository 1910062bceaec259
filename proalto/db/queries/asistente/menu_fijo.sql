-- ya_avisado: whether the contact's newest answer is the fixed menu, as Rasa has not spoken since, or came just now.
SELECT coalesce((
    SELECT clase = 'menu_fijo' OR creado_en > now() - make_interval(secs => %(segundos)s) FROM asistente.mensajes_salientes
    WHERE contacto_id = %(contacto_id)s AND (clase = 'respuesta' OR clase = 'menu_fijo' AND ordinal = 0)
    ORDER BY id DESC LIMIT 1), false) AS ya;

-- recien_cumplida: whether an order was answered within the last minute.
SELECT EXISTS (
    SELECT FROM asistente.mensajes_salientes
    WHERE contacto_id = %(contacto_id)s AND clase = 'menu_fijo' AND ordinal BETWEEN %(desde)s AND %(hasta)s
      AND creado_en > now() - interval '1 minute') AS ya;

-- demorados: who has waited too long for an answer that could not be given (`sin_rasa`: none can), and has not had the
-- menu since the last one, which did not come just now. Whoever waits for more than a minute was told by an earlier
-- round, or is at the next try.
SELECT DISTINCT ON (contacto_id) contacto_id, wamid FROM asistente.mensajes_entrantes AS e
WHERE estado = 'pendiente' AND tipo <> 'interno'
  AND recibido_en <= now() - make_interval(secs => %(segundos)s) AND recibido_en > now() - interval '1 minute'
  AND (%(sin_rasa)s OR proximo_intento > recibido_en)
  AND NOT EXISTS (SELECT FROM asistente.conversaciones AS c WHERE c.contacto_id = e.contacto_id AND habla = 'persona')
  AND (SELECT clase = 'menu_fijo' OR creado_en > now() - make_interval(secs => %(segundos)s)
       FROM asistente.mensajes_salientes AS s
       WHERE s.contacto_id = e.contacto_id AND (clase = 'respuesta' OR clase = 'menu_fijo' AND ordinal = 0)
       ORDER BY id DESC LIMIT 1) IS NOT TRUE
ORDER BY contacto_id, orden LIMIT 100;
