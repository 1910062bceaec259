-- caso: whose case it is.
SELECT folio, contacto_id, cedula_hmac, creado_en, wamid_origen FROM asistente.casos WHERE id = %(caso_id)s;

-- contactos: the chats that a case of impersonation is about: the one that reported, those in which the same cédula was
-- proved, and the one of the application that is named.
SELECT contacto_id FROM asistente.casos WHERE id = %(caso_id)s
UNION SELECT contacto_id FROM asistente.sesiones WHERE cedula_hmac = %(cedula_hmac)s
UNION SELECT contacto_id FROM asistente.tramites WHERE radicado = %(radicado)s
ORDER BY contacto_id;

-- tramites: their applications, with the evidence that was sealed when each was filed. A chat may be of several people:
-- `datos` says whose each one is.
SELECT id, contacto_id, producto, estado, radicado, wamid_origen, wamid_radicado, creado_en, radicado_en, evidencia,
       evidencia_sha256, datos
FROM asistente.tramites WHERE contacto_id = ANY(%(contactos)s) AND estado <> 'abandonado' ORDER BY id;

-- recibidos: what they wrote.
SELECT contacto_id, wamid, tipo, enviado_en, recibido_en, cuerpo FROM asistente.mensajes_entrantes
WHERE contacto_id = ANY(%(contactos)s) AND tipo <> 'interno' ORDER BY orden;

-- enviados: what they were sent; codes are gone from here.
SELECT contacto_id, wamid, clase, canal, estado, creado_en, actualizado_en, cuerpo FROM asistente.mensajes_salientes
WHERE contacto_id = ANY(%(contactos)s) ORDER BY id;

-- codigos: the one-time codes and how each ended; never the codes.
SELECT contacto_id, wamid_origen, estado, intentos, creado_en, expira_en FROM asistente.desafios
WHERE contacto_id = ANY(%(contactos)s) AND cedula_hmac = %(cedula_hmac)s ORDER BY id;

-- intentos: the steps of identity and how each went.
SELECT contacto_id, wamid_origen, paso, bien, ocurrido_en FROM asistente.intentos_identidad
WHERE contacto_id = ANY(%(contactos)s) AND cedula_hmac = %(cedula_hmac)s ORDER BY id;

-- sesiones: to which level somebody proved who they are, from when until when.
SELECT contacto_id, nivel, iniciada_en, usada_en, cerrada_en FROM asistente.sesiones
WHERE contacto_id = ANY(%(contactos)s) AND cedula_hmac = %(cedula_hmac)s ORDER BY id;

-- autorizaciones: what they were shown and what they answered.
SELECT contacto_id, evento, version, sha256, wamid_origen, ocurrido_en, cadena FROM asistente.autorizaciones
WHERE contacto_id = ANY(%(contactos)s) ORDER BY id;

-- documentos: the files of those applications. One of no application may be anybody's who has the chat.
SELECT id, contacto_id, tramite_id, wamid_origen, requisito, estado, formato, sha256, creado_en, revisado_en, contenido
FROM asistente.documentos WHERE tramite_id = ANY(%(tramites)s) ORDER BY id;
