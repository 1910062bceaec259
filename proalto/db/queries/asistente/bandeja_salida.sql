-- encolar: one outbound message; what one inbound message causes is written once.
INSERT INTO asistente.mensajes_salientes
    (contacto_id, wamid_origen, clase, ordinal, canal, destino, cuerpo, usuario_id)
VALUES (%(contacto_id)s, %(wamid_origen)s, %(clase)s, %(ordinal)s, %(canal)s, %(destino)s, %(cuerpo)s, %(usuario_id)s)
ON CONFLICT (wamid_origen, clase, ordinal) DO NOTHING;

-- siguiente: the oldest unsent message of a contact, if it is due.
SELECT id, clase, canal, destino, cuerpo, estado, intentos, wamid_origen, ordinal, proximo_intento <= now() AS vencido,
       actualizado_en < now() - make_interval(secs => %(espera_incierto)s) AS incierto_vencido, creado_en
FROM asistente.mensajes_salientes
WHERE contacto_id = %(contacto_id)s AND estado IN ('pendiente', 'enviando', 'incierto') ORDER BY id LIMIT 1;

-- marcar: a step of the sender's, unless a status has gone further meanwhile. A code that failed is forgotten too.
UPDATE asistente.mensajes_salientes
SET estado = %(estado)s, actualizado_en = now(), error_codigo = %(error_codigo)s,
    intentos = intentos + %(intento)s, proximo_intento = now() + make_interval(secs => %(segundos)s),
    cuerpo = CASE WHEN clase = 'codigo' AND %(estado)s = 'fallido' THEN NULL ELSE cuerpo END
WHERE id = %(id)s AND estado IN ('pendiente', 'enviando', 'incierto');

-- aceptar: Meta (or the SMS provider) took the message. A code is forgotten once it is on its way.
UPDATE asistente.mensajes_salientes
SET estado = CASE WHEN estado IN ('pendiente', 'enviando', 'incierto') THEN 'aceptado' ELSE estado END,
    wamid = coalesce(wamid, %(wamid)s), actualizado_en = now(), error_codigo = NULL,
    cuerpo = CASE WHEN clase = 'codigo' THEN NULL ELSE cuerpo END
WHERE id = %(id)s;

-- avanzar: what a status says, never backwards.
UPDATE asistente.mensajes_salientes
SET estado = %(estado)s, wamid = coalesce(wamid, %(wamid)s), error_codigo = %(error_codigo)s, actualizado_en = now(),
    cuerpo = CASE WHEN clase = 'codigo' THEN NULL ELSE cuerpo END
WHERE (wamid = %(wamid)s OR (id = %(saliente_id)s AND wamid IS NULL)) AND estado <> 'fallido'
  AND NOT (%(estado)s = 'fallido' AND estado IN ('entregado', 'leido'))
  AND array_position(ARRAY['pendiente', 'enviando', 'incierto', 'aceptado', 'entregado', 'leido', 'fallido'], estado)
    < array_position(ARRAY['pendiente', 'enviando', 'incierto', 'aceptado', 'entregado', 'leido', 'fallido'], %(estado)s);

-- olvidados: contacts with a due unsent message that no queued or running job will send.
SELECT DISTINCT contacto_id FROM asistente.mensajes_salientes
WHERE estado IN ('pendiente', 'enviando', 'incierto') AND proximo_intento <= now()
  AND actualizado_en < now() - interval '1 second';

-- recientes: what was sent to a contact lately, the newest first; codes are gone from here.
SELECT cuerpo, creado_en FROM asistente.mensajes_salientes
WHERE contacto_id = %(contacto_id)s AND canal = 'whatsapp' AND clase <> 'codigo' AND cuerpo IS NOT NULL
ORDER BY id DESC LIMIT %(cuantos)s;
