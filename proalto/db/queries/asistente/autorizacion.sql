-- guardar_texto: the exact words, once.
INSERT INTO asistente.textos_mostrados (sha256, documento, version, texto)
VALUES (%(sha256)s, %(documento)s, %(version)s, %(texto)s) ON CONFLICT DO NOTHING;

-- ultima: the contact's newest entry of the ledger.
SELECT evento, version, sha256, cadena FROM asistente.autorizaciones
WHERE contacto_id = %(contacto_id)s ORDER BY id DESC LIMIT 1;

-- decision: the contact's newest answer.
SELECT evento, version, sha256 FROM asistente.autorizaciones
WHERE contacto_id = %(contacto_id)s AND evento <> 'mostrada' ORDER BY id DESC LIMIT 1;

-- anotar: one entry of the ledger; a repeated message adds none.
INSERT INTO asistente.autorizaciones
    (contacto_id, evento, version, sha256, wamid_origen, respuesta, ocurrido_en, cadena)
VALUES (%(contacto_id)s, %(evento)s, %(version)s, %(sha256)s, %(wamid)s, %(respuesta)s, %(now)s, %(cadena)s)
ON CONFLICT (wamid_origen, evento) DO NOTHING;

-- una_a_la_vez: a chain grows at one end only.
SELECT pg_advisory_xact_lock(%(contacto_id)s);

-- libro: the whole ledger of a contact, the oldest entry first.
SELECT evento, version, sha256, wamid_origen, respuesta, ocurrido_en, cadena
FROM asistente.autorizaciones WHERE contacto_id = %(contacto_id)s ORDER BY id;
