-- guardar: one inbound message, once for ever; no row back when its wamid was known.
INSERT INTO asistente.mensajes_entrantes (wamid, contacto_id, tipo, cuerpo, enviado_en, estado)
VALUES (%(wamid)s, %(contacto_id)s, %(tipo)s, %(cuerpo)s, %(enviado_en)s, %(estado)s)
ON CONFLICT (wamid) DO NOTHING
RETURNING wamid;

-- guardar_estado: one delivery status, once; nothing about a message that was erased.
INSERT INTO asistente.estados_entrega (wamid, estado, ocurrido_en, error_codigo, saliente_id)
SELECT %(wamid)s::text, %(estado)s::text, %(ocurrido_en)s::timestamptz, %(error_codigo)s::int, %(saliente_id)s::bigint
WHERE %(saliente_id)s::bigint IS NULL OR EXISTS (SELECT FROM asistente.mensajes_salientes WHERE id = %(saliente_id)s)
ON CONFLICT DO NOTHING;

-- cola: the oldest unanswered messages of a contact. `vencido`: it need not wait for its next try; one that was never
-- tried waits for nothing but those before it.
SELECT wamid, tipo, cuerpo, intentos, unido_a, recibido_en, intentos = 0 OR proximo_intento <= now() AS vencido,
       extract(epoch FROM now() - recibido_en)::float AS edad
FROM asistente.mensajes_entrantes WHERE contacto_id = %(contacto_id)s AND estado = 'pendiente' ORDER BY orden LIMIT 12;

-- tomar: a message, counted as tried. `muchos`: its contact wrote more than that many within a day, so that the limits
-- must be looked at (services.mensajeria.limites_de_uso). Without a word on `orden`, which would lead past the
-- index on the time.
UPDATE asistente.mensajes_entrantes AS entrante SET intentos = intentos + 1
FROM asistente.contactos AS contacto
WHERE wamid = %(wamid)s AND contacto.id = entrante.contacto_id AND estado = 'pendiente'
RETURNING wamid, tipo, cuerpo, intentos, recibido_en, orden, telefono, bsuid, (
    SELECT count(*) FROM (
        SELECT FROM asistente.mensajes_entrantes AS suyo
        WHERE suyo.contacto_id = entrante.contacto_id AND suyo.recibido_en <= entrante.recibido_en
          AND suyo.recibido_en > entrante.recibido_en - interval '1 day' LIMIT %(muchos)s + 1
    ) AS suyos) > %(muchos)s AS muchos;

-- esperar_al_primero: what came after a message that must wait need not wake anybody before it.
UPDATE asistente.mensajes_entrantes AS otro SET proximo_intento = primero.proximo_intento
FROM asistente.mensajes_entrantes AS primero
WHERE primero.wamid = %(wamid)s AND otro.contacto_id = primero.contacto_id AND otro.orden > primero.orden
  AND otro.estado = 'pendiente' AND otro.proximo_intento < primero.proximo_intento;

-- soltar_aplazados: what waits for another try need wait no longer.
UPDATE asistente.mensajes_entrantes SET proximo_intento = now() WHERE estado = 'pendiente' AND proximo_intento > now();

-- unir: these finish the sentence of that one and share its answer.
UPDATE asistente.mensajes_entrantes SET unido_a = %(wamid)s WHERE wamid = ANY(%(unidos)s) AND estado = 'pendiente';

-- terminar: the message has its answer, or was given up; no row when somebody else was quicker.
UPDATE asistente.mensajes_entrantes SET estado = %(estado)s, atendido_en = now()
WHERE (wamid = %(wamid)s OR unido_a = %(wamid)s) AND estado = 'pendiente';

-- aplazar: try again later.
UPDATE asistente.mensajes_entrantes SET proximo_intento = now() + make_interval(secs => %(segundos)s)
WHERE wamid = %(wamid)s AND estado = 'pendiente';

-- estado: whether a message waits for its answer, whether a person gives it, and whether anything of ours may leave.
SELECT estado, EXISTS (SELECT FROM asistente.conversaciones AS c
                       WHERE c.contacto_id = e.contacto_id AND c.habla = 'persona') AS de_persona,
       EXISTS (SELECT FROM asistente.interruptores WHERE nombre = 'envios') AS envios_detenidos
FROM asistente.mensajes_entrantes AS e WHERE wamid = %(wamid)s;

-- olvidados: contacts whose oldest unanswered message is due and that no queued or running job will attend.
SELECT DISTINCT contacto_id FROM asistente.mensajes_entrantes
WHERE estado = 'pendiente' AND proximo_intento <= now() AND recibido_en < now() - interval '1 second';

-- guardar_interno: something of our own that the assistant must tell this contact, once, in its turn.
INSERT INTO asistente.mensajes_entrantes (wamid, contacto_id, tipo, cuerpo)
VALUES (%(clave)s, %(contacto_id)s, 'interno', %(cuerpo)s)
ON CONFLICT (wamid) DO NOTHING RETURNING wamid;

-- recientes: what a contact wrote lately, the newest first.
SELECT cuerpo, recibido_en FROM asistente.mensajes_entrantes
WHERE contacto_id = %(contacto_id)s AND tipo <> 'interno' ORDER BY orden DESC LIMIT %(cuantos)s;
