-- encolar: one outbound message; what one inbound message causes is written once.
INSERT INTO asistente.mensajes_salientes
    (contacto_id, wamid_origen, clase, ordinal, canal, destino, cuerpo, usuario_id, proposito, cedula_hmac,
     proximo_intento)
SELECT %(contacto_id)s::bigint, %(wamid_origen)s::text, %(clase)s::text, %(ordinal)s::integer, %(canal)s::text,
       %(destino)s::bytea, %(cuerpo)s::bytea, %(usuario_id)s::bigint, %(proposito)s::text, %(cedula_hmac)s::bytea,
       CASE WHEN %(segundos)s::float > 0
           THEN clock_timestamp() + make_interval(secs => %(segundos)s::float) ELSE now() END
WHERE %(de_veras)s::boolean
ON CONFLICT (wamid_origen, clase, ordinal) DO NOTHING;

-- soltar_codigo: a code leaves once the reply that announces it has.
UPDATE asistente.mensajes_salientes SET proximo_intento = clock_timestamp() + make_interval(secs => %(segundos)s)
WHERE wamid_origen = %(wamid)s AND clase = 'codigo' AND estado = 'pendiente' AND intentos = 0;

-- siguiente: the oldest unsent message of a contact, held until this transaction ends; `faltan` seconds until it is due.
-- A code comes after the words of its own message: a slow SMS must not hold up what is the same whether or not one was
-- sent. Until it is due, all others pass it; then no later words do.
-- What may have reached Meta is not due before a status of it had time to come; what the law holds back lets others by.
SELECT id, clase, canal, proposito, cedula_hmac, destino, cuerpo, estado, intentos, wamid_origen, ordinal, creado_en, reenviado,
       extract(epoch FROM greatest(proximo_intento, CASE WHEN estado <> 'pendiente'
           THEN actualizado_en + make_interval(secs => %(espera_incierto)s) END) - clock_timestamp())::float AS faltan
FROM asistente.mensajes_salientes AS suyo
WHERE contacto_id = %(contacto_id)s AND estado IN ('pendiente', 'enviando', 'incierto')
  AND (retenido_hasta IS NULL OR retenido_hasta <= now())
ORDER BY clase = 'codigo' AND proximo_intento > clock_timestamp(),
         CASE WHEN clase <> 'codigo' THEN id
              ELSE greatest(id, (SELECT max(id) FROM asistente.mensajes_salientes AS palabras
                                 WHERE palabras.wamid_origen = suyo.wamid_origen AND palabras.clase <> 'codigo')) END,
         clase = 'codigo', id
LIMIT 1 FOR UPDATE;

-- tomar: it leaves now. If its worker dies, nobody looks at it before a status of it had time to come.
UPDATE asistente.mensajes_salientes
SET estado = 'enviando', actualizado_en = now(), error_codigo = NULL, intentos = intentos + 1,
    reenviado = reenviado OR %(dudoso)s, proximo_intento = now() + make_interval(secs => %(espera_incierto)s)
WHERE id = %(id)s;

-- aplazar: it has not been tried, and will not be for so many seconds.
UPDATE asistente.mensajes_salientes SET proximo_intento = now() + make_interval(secs => %(segundos)s)
WHERE id = %(id)s AND estado IN ('pendiente', 'enviando', 'incierto');

-- retener: the law of contact lets it leave in so many seconds, and not before; it has not been tried, and others pass.
UPDATE asistente.mensajes_salientes
SET estado = 'pendiente', intentos = %(intentos)s, retenido_hasta = now() + make_interval(secs => %(segundos)s),
    proximo_intento = now() + make_interval(secs => %(segundos)s)
WHERE id = %(id)s AND estado IN ('pendiente', 'enviando') AND intentos BETWEEN %(intentos)s AND %(intentos)s + 1;

-- soltar: what was refused with a code that stands for everybody may leave at once again.
UPDATE asistente.mensajes_salientes SET proximo_intento = now() WHERE estado = 'pendiente' AND error_codigo = %(codigo)s;

-- marcar: how a try ended, unless a status has gone further meanwhile, or somebody else has tried since. A code that
-- failed is forgotten too.
UPDATE asistente.mensajes_salientes
SET estado = %(estado)s, actualizado_en = now(), error_codigo = %(error_codigo)s, motivo = %(motivo)s,
    proximo_intento = now() + make_interval(secs => %(segundos)s),
    cuerpo = CASE WHEN clase = 'codigo' AND %(estado)s = 'fallido' THEN NULL ELSE cuerpo END
WHERE id = %(id)s AND estado IN ('pendiente', 'enviando', 'incierto') AND intentos = %(intentos)s;

-- sigue: whether a try that takes long is still the only one; then others wait again from now on.
UPDATE asistente.mensajes_salientes
SET actualizado_en = now(), proximo_intento = now() + make_interval(secs => %(espera_incierto)s)
WHERE id = %(id)s AND estado = 'enviando' AND intentos = %(intentos)s;

-- aceptar: Meta (or the SMS provider) took the message. A code is forgotten once it is on its way.
UPDATE asistente.mensajes_salientes
SET estado = CASE WHEN estado IN ('pendiente', 'enviando', 'incierto') THEN 'aceptado' ELSE estado END,
    wamid = coalesce(wamid, %(wamid)s), actualizado_en = now(),
    error_codigo = CASE WHEN estado = 'fallido' THEN error_codigo END,
    cuerpo = CASE WHEN clase = 'codigo' THEN NULL ELSE cuerpo END
WHERE id = %(id)s;

-- avanzar: what a status says, never backwards. What was sent twice has two wamids of Meta's: news of either is good
-- news, and only when neither arrived has it failed.
UPDATE asistente.mensajes_salientes AS saliente
SET estado = %(estado)s, wamid = coalesce(wamid, %(wamid)s), error_codigo = %(error_codigo)s, motivo = %(motivo)s,
    actualizado_en = now(), cuerpo = CASE WHEN clase = 'codigo' THEN NULL ELSE cuerpo END
WHERE (wamid = %(wamid)s
       OR (id = %(saliente_id)s AND (wamid IS NULL OR (reenviado AND %(estado)s <> 'fallido'))))
  AND estado <> 'fallido'
  AND NOT (%(estado)s = 'fallido' AND (estado IN ('entregado', 'leido') OR (reenviado AND EXISTS (
      SELECT FROM asistente.estados_entrega AS otro
      WHERE otro.saliente_id = saliente.id AND otro.wamid <> %(wamid)s AND otro.estado <> 'failed'))))
  AND array_position(ARRAY['pendiente', 'enviando', 'incierto', 'aceptado', 'entregado', 'leido', 'fallido'], estado)
    < array_position(ARRAY['pendiente', 'enviando', 'incierto', 'aceptado', 'entregado', 'leido', 'fallido'], %(estado)s)
RETURNING id;

-- reintentar: the same message again, as a new row at the end of its contact's line; once for each that failed. Codes
-- are never sent again, and Meta's cause stays the one of the first.
INSERT INTO asistente.mensajes_salientes
    (contacto_id, wamid_origen, clase, ordinal, canal, destino, cuerpo, usuario_id, proposito, cedula_hmac, reintenta_a,
     proximo_intento)
SELECT contacto_id, wamid_origen, clase, ordinal + 1000, canal, destino, cuerpo, usuario_id, proposito, cedula_hmac, id,
       now() + make_interval(secs => %(segundos)s)
FROM asistente.mensajes_salientes
WHERE id = %(id)s AND estado = 'fallido' AND clase <> 'codigo' AND cuerpo IS NOT NULL
ON CONFLICT DO NOTHING RETURNING id, contacto_id;

-- por_si_solo: whether a message that Meta failed for a passing reason may be sent again without asking anybody: it is
-- young, and no retry itself.
SELECT id FROM asistente.mensajes_salientes
WHERE id = %(id)s AND reintenta_a IS NULL AND creado_en > now() - interval '1 hour';

-- olvidados: contacts whose next message is due and that no job waits to send. While sending stands still only one
-- message may probe, now and then; what goes by SMS is not concerned.
WITH cabezas AS (
    SELECT DISTINCT ON (contacto_id) contacto_id, canal, proximo_intento, actualizado_en
    FROM asistente.mensajes_salientes
    WHERE estado IN ('pendiente', 'enviando', 'incierto') AND (retenido_hasta IS NULL OR retenido_hasta <= now())
    ORDER BY contacto_id, clase = 'codigo', id
), detenidos AS (
    SELECT proximo_sondeo <= now() AS toca_sondear FROM asistente.interruptores WHERE nombre = 'envios'
)
SELECT contacto_id FROM cabezas
WHERE proximo_intento <= now() AND actualizado_en < now() - interval '1 second'
  AND (canal = 'sms' OR NOT EXISTS (SELECT FROM detenidos WHERE NOT toca_sondear))
  AND NOT EXISTS (SELECT FROM asistente.procrastinate_jobs
                  WHERE status = 'todo' AND queueing_lock = 'enviar:' || contacto_id)
ORDER BY proximo_intento LIMIT (SELECT CASE WHEN EXISTS (SELECT FROM detenidos) THEN 20 ELSE 500 END);

-- dudosos: of the messages since a moment, how many were sent a second time without knowing what became of the first, and
-- how many ended without it ever being known.
SELECT count(*) AS mensajes, count(*) FILTER (WHERE reenviado) AS reenviados,
       count(*) FILTER (WHERE motivo = 'incierto') AS sin_saber
FROM asistente.mensajes_salientes WHERE creado_en >= %(desde)s;

-- recientes: what was sent to a contact lately, the newest first; codes are gone from here.
SELECT cuerpo, creado_en FROM asistente.mensajes_salientes
WHERE contacto_id = %(contacto_id)s AND canal = 'whatsapp' AND clase <> 'codigo' AND cuerpo IS NOT NULL
ORDER BY id DESC LIMIT %(cuantos)s;
