-- anotar: one try at one step; a repeated message does not count again.
INSERT INTO asistente.intentos_identidad (contacto_id, cedula_hmac, paso, bien, senuelo, wamid_origen, ocurrido_en)
VALUES (%(contacto_id)s, %(cedula_hmac)s, %(paso)s, %(bien)s, %(senuelo)s, %(wamid)s, %(now)s)
ON CONFLICT (wamid_origen, paso) DO NOTHING;

-- anotado: how a message fared at a step, if it was counted.
SELECT bien FROM asistente.intentos_identidad WHERE wamid_origen = %(wamid)s AND paso = %(paso)s;

-- bloquear_cedula: one at a time for each cédula, so that parallel tries cannot slip between count and record.
SELECT pg_advisory_xact_lock(hashtextextended(encode(%(cedula_hmac)s, 'hex'), 0));

-- bloquear_desafio: the same, for whoever the newest challenge of a contact is about.
SELECT pg_advisory_xact_lock(hashtextextended(encode(cedula_hmac, 'hex'), 0)) FROM asistente.desafios
WHERE id = (SELECT max(id) FROM asistente.desafios WHERE contacto_id = %(contacto_id)s);

-- cuentas_contacto: what this contact has tried. Until a code proves it, a right datum counts like a wrong one:
-- otherwise the pause itself would tell which was right.
SELECT
    count(DISTINCT cedula_hmac) FILTER (WHERE paso = 'cedula' AND ocurrido_en > %(now)s - interval '24 hours'
        AND cedula_hmac <> %(cedula_hmac)s) AS otras_cedulas_24h,
    count(DISTINCT cedula_hmac) FILTER (WHERE paso = 'cedula' AND cedula_hmac <> %(cedula_hmac)s) AS otras_cedulas_30d,
    count(*) FILTER (WHERE paso = 'dato' AND ocurrido_en > probado.en AND ocurrido_en > %(now)s - %(pausa)s)
        AS datos_malos_pausa,
    count(*) FILTER (WHERE paso = 'dato' AND ocurrido_en > probado.en
        AND ocurrido_en > %(now)s - interval '24 hours') AS datos_malos_24h,
    count(*) FILTER (WHERE paso = 'envio' AND ocurrido_en > %(now)s - interval '24 hours') AS envios_24h
FROM asistente.intentos_identidad, (
    SELECT coalesce(max(ocurrido_en), '-infinity') AS en FROM asistente.intentos_identidad
    WHERE contacto_id = %(contacto_id)s AND paso = 'codigo' AND bien) AS probado
WHERE contacto_id = %(contacto_id)s AND ocurrido_en > %(now)s - interval '30 days';

-- cuentas_cedula: what has been tried on this cédula, by whomever; a person who confirmed who they are ends a lock, and
-- the count that led to it.
SELECT
    count(*) FILTER (WHERE paso = 'envio' AND bien AND ocurrido_en > %(now)s - interval '30 minutes') AS envios_30min,
    count(*) FILTER (WHERE paso = 'envio' AND bien AND ocurrido_en > %(now)s - interval '24 hours') AS envios_24h,
    count(DISTINCT contacto_id) FILTER (WHERE paso = 'cedula' AND contacto_id <> %(contacto_id)s
        AND ocurrido_en > %(now)s - interval '24 hours') AS otros_contactos_24h,
    count(*) FILTER (WHERE paso = 'codigo' AND NOT bien AND NOT senuelo AND ocurrido_en > greatest(coalesce(
        (SELECT max(ocurrido_en) FROM asistente.intentos_de(%(cedula_hmac)s)
         WHERE paso = 'codigo' AND bien), '-infinity'),
        (SELECT confirmada_en FROM asistente.bloqueo_de(%(cedula_hmac)s)))) AS codigos_malos_seguidos,
    (SELECT bloqueada FROM asistente.bloqueo_de(%(cedula_hmac)s)) AS bloqueada
FROM asistente.intentos_de(%(cedula_hmac)s);

-- errados: whether the whole system has seen this many wrong codes within a day.
SELECT asistente.codigos_errados(%(now)s::timestamptz - interval '24 hours', %(maximo)s) AS agotado;

-- pasos_de: whether a message was a step of identity.
SELECT EXISTS (SELECT FROM asistente.intentos_identidad WHERE wamid_origen = %(wamid)s) AS es_paso;

-- desafio_de: the challenge that a message made.
SELECT id FROM asistente.desafios WHERE wamid_origen = %(wamid)s;

-- matar_desafios: only the newest challenge of a contact lives.
UPDATE asistente.desafios SET estado = 'muerto' WHERE contacto_id = %(contacto_id)s AND estado = 'vivo';

-- anular_desafios: other hands may have the chat: what was asked for before is neither good nor sent again.
UPDATE asistente.desafios SET estado = 'anulado'
WHERE contacto_id = %(contacto_id)s AND estado <> 'usado'
  AND id = (SELECT max(id) FROM asistente.desafios WHERE contacto_id = %(contacto_id)s);

-- anular_de_celular: no code that left for this mobile is good any more; nothing of it shows.
UPDATE asistente.desafios SET senuelo = true WHERE celular_hmac = %(celular_hmac)s AND estado = 'vivo';

-- anular_de_cedula: no code of this person is good any more; nothing of it shows.
SELECT asistente.anular_desafios_de(%(cedula_hmac)s);

-- crear_desafio: a challenge; its hash comes once its id is known.
INSERT INTO asistente.desafios
    (contacto_id, cedula, cedula_hmac, senuelo, hmac, creado_en, expira_en, wamid_origen, celular, celular_hmac, digitos,
     propio, compartido)
VALUES (%(contacto_id)s, %(cedula)s, %(cedula_hmac)s, %(senuelo)s, '', %(now)s, %(expira_en)s, %(wamid)s, %(celular)s,
        %(celular_hmac)s, %(digitos)s, %(propio)s, %(compartido)s)
RETURNING id;

-- poner_hmac: the keyed hash of the code.
UPDATE asistente.desafios SET hmac = %(hmac)s WHERE id = %(id)s;

-- gastar_intento: one try at the living challenge, taken before the code is compared.
UPDATE asistente.desafios SET intentos = intentos + 1
WHERE id = (SELECT max(id) FROM asistente.desafios WHERE contacto_id = %(contacto_id)s)
  AND estado = 'vivo' AND expira_en > %(now)s AND intentos < %(maximo)s
RETURNING id, hmac, cedula, cedula_hmac, senuelo, intentos, celular, celular_hmac, propio, compartido;

-- cerrar_desafio: a challenge is used, or has no tries left.
UPDATE asistente.desafios SET estado = %(estado)s WHERE id = %(id)s;

-- usado: the newest challenge that a code answered.
SELECT cedula_hmac, celular_hmac FROM asistente.desafios WHERE contacto_id = %(contacto_id)s AND estado = 'usado'
ORDER BY id DESC LIMIT 1;

-- ultimo_desafio: the newest challenge of a contact, with how many it had in the last half hour.
SELECT cedula, cedula_hmac, senuelo, intentos, estado, creado_en, expira_en, digitos, (
    SELECT count(*) FROM asistente.desafios AS otros
    WHERE otros.contacto_id = %(contacto_id)s AND otros.creado_en > %(now)s - interval '30 minutes') AS recientes
FROM asistente.desafios WHERE contacto_id = %(contacto_id)s ORDER BY id DESC LIMIT 1;

-- emparejar: a chat that is not the registered number got in; after a long absence it begins anew.
INSERT INTO asistente.parejas AS pareja (contacto_id, cedula_hmac, primera_en, ultima_en)
VALUES (%(contacto_id)s, %(cedula_hmac)s, %(now)s, %(now)s)
ON CONFLICT (contacto_id, cedula_hmac) DO UPDATE SET ultima_en = excluded.ultima_en, primera_en =
    CASE WHEN pareja.ultima_en < excluded.ultima_en - %(recordada)s::interval THEN excluded.primera_en ELSE pareja.primera_en END
RETURNING primera_en;
