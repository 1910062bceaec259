-- guardar_texto: the exact words, once.
INSERT INTO asistente.textos_mostrados (sha256, documento, version, texto)
VALUES (%(sha256)s, %(documento)s, %(version)s, %(texto)s) ON CONFLICT DO NOTHING;

-- ultima: the contact's newest entry of the ledger, to which the next one is tied.
SELECT evento, version, sha256, cadena FROM asistente.autorizaciones
WHERE contacto_id = %(contacto_id)s ORDER BY id DESC LIMIT 1;

-- decision: the contact's newest answer about a purpose.
SELECT evento, version, sha256, ocurrido_en, cadena FROM asistente.autorizaciones
WHERE contacto_id = %(contacto_id)s AND finalidad = %(finalidad)s AND evento IN ('aceptada', 'rechazada', 'revocada')
ORDER BY id DESC LIMIT 1;

-- hubo: whether the contact ever accepted any purpose, whatever came of it later.
SELECT EXISTS (SELECT FROM asistente.autorizaciones WHERE contacto_id = %(contacto_id)s AND evento = 'aceptada') AS hubo;

-- texto_mostrado: the text about a purpose that the contact was shown last.
SELECT version, sha256, ocurrido_en FROM asistente.autorizaciones
WHERE contacto_id = %(contacto_id)s AND finalidad = %(finalidad)s AND evento IN ('mostrada', 'avisada')
ORDER BY id DESC LIMIT 1;

-- revocada_despues: whether a message that came after this one has taken the purpose back.
SELECT EXISTS (
    SELECT FROM asistente.autorizaciones AS entrada
    JOIN asistente.mensajes_entrantes AS despues ON despues.wamid = entrada.wamid_origen
    JOIN asistente.mensajes_entrantes AS este ON este.wamid = %(wamid)s
    WHERE entrada.contacto_id = %(contacto_id)s AND finalidad = %(finalidad)s AND evento = 'revocada'
      AND despues.orden > este.orden
) AS revocada;

-- avisada: whether the contact has read of a text that corrects the one they accepted.
SELECT EXISTS (SELECT FROM asistente.autorizaciones WHERE contacto_id = %(contacto_id)s AND evento = 'avisada'
               AND finalidad = %(finalidad)s AND sha256 = %(sha256)s) AS hay;

-- anotar: one entry of the ledger; a repeated message adds none.
INSERT INTO asistente.autorizaciones
    (contacto_id, finalidad, evento, version, sha256, wamid_origen, respuesta, quien_hmac, ocurrido_en, cadena)
VALUES (%(contacto_id)s, %(finalidad)s, %(evento)s, %(version)s, %(sha256)s, %(wamid_origen)s, %(respuesta)s,
        %(quien_hmac)s, %(ocurrido_en)s, %(cadena)s)
ON CONFLICT (contacto_id, wamid_origen, evento, finalidad) DO NOTHING;

-- una_a_la_vez: a chain grows at one end only.
SELECT pg_advisory_xact_lock(%(contacto_id)s);

-- libro: the whole ledger of a contact, the oldest entry first, with the words of each text.
SELECT entrada.id, contacto_id, finalidad, evento, entrada.version, entrada.sha256, documento, texto, wamid_origen,
       respuesta, quien_hmac, ocurrido_en, cadena
FROM asistente.autorizaciones AS entrada JOIN asistente.textos_mostrados USING (sha256)
WHERE contacto_id = %(contacto_id)s ORDER BY entrada.id;

-- eslabones: some entries of all contacts in the order of their chains, after a given one.
SELECT entrada.id, contacto_id, finalidad, evento, entrada.version, entrada.sha256, wamid_origen, respuesta, quien_hmac,
       ocurrido_en, cadena, textos.version AS version_del_texto
FROM asistente.autorizaciones AS entrada JOIN asistente.textos_mostrados AS textos USING (sha256)
WHERE (contacto_id, entrada.id) > (%(contacto_id)s, %(id)s)
ORDER BY contacto_id, entrada.id LIMIT %(cuantos)s;

-- cadenas: every link up to a moment of the ledger, in the order in which it was written.
SELECT id, cadena FROM asistente.autorizaciones WHERE id > %(desde)s AND id <= %(hasta)s ORDER BY id LIMIT %(cuantos)s;

-- ultimo: the newest entry of all.
SELECT coalesce(max(id), 0) AS id FROM asistente.autorizaciones;

-- textos: every text that was ever shown.
SELECT sha256, documento, version, texto FROM asistente.textos_mostrados ORDER BY documento, version, sha256;

-- enviados: the messages of ours that an entry's message caused, with what Meta reported of each.
SELECT saliente.wamid_origen, saliente.clase, saliente.ordinal, saliente.wamid, saliente.estado, saliente.cuerpo,
       min(entrega.ocurrido_en) FILTER (WHERE entrega.estado = 'sent') AS enviado_en,
       min(entrega.ocurrido_en) FILTER (WHERE entrega.estado = 'delivered') AS entregado_en,
       min(entrega.ocurrido_en) FILTER (WHERE entrega.estado = 'read') AS leido_en
FROM asistente.mensajes_salientes AS saliente
LEFT JOIN asistente.estados_entrega AS entrega ON entrega.wamid = saliente.wamid
WHERE saliente.contacto_id = %(contacto_id)s AND saliente.wamid_origen = ANY(%(origenes)s)
  AND saliente.clase IN ('respuesta', 'menu_fijo')
GROUP BY saliente.id ORDER BY saliente.id;
