-- llave: what a contact's identity key was before this one, if it was another; the first is no change.
UPDATE asistente.contactos AS ahora SET llave_identidad_hmac = %(llave)s
FROM asistente.contactos AS antes
WHERE ahora.id = %(contacto_id)s AND antes.id = ahora.id AND ahora.llave_identidad_hmac IS DISTINCT FROM %(llave)s
RETURNING antes.llave_identidad_hmac IS NOT NULL AS cambio;

-- del_numero: the contact that had this number, when somebody else writes from it.
SELECT id FROM asistente.contactos
WHERE telefono = %(telefono)s AND bsuid IS NOT NULL AND bsuid <> %(bsuid)s;

-- anotar_senal: something hints at other hands; the same hint counts once.
SELECT id FROM asistente.anotar_senal(
    %(clave)s, %(clase)s, %(contacto_id)s, %(telefono_hmac)s, %(cedula_hmac)s, %(now)s);

-- ultima_senal: the newest hint about this chat, this mobile or this person.
SELECT asistente.ultima_senal(%(contacto_id)s, %(telefono_hmac)s, %(cedula_hmac)s, %(desde)s) AS en;

-- olvidar_parejas: a chat in other hands is nobody's chat.
DELETE FROM asistente.parejas WHERE contacto_id = %(contacto_id)s;

-- visto: the mobile that a code proved last, and when.
SELECT celular_hmac, visto_en FROM asistente.celular_visto(%(cedula_hmac)s);

-- ver: a code proved this mobile.
SELECT asistente.ver_celular(%(cedula_hmac)s, %(contacto_id)s, %(celular)s, %(celular_hmac)s, %(now)s);

-- avisar: a registered mobile must be told; the same `clave` once.
INSERT INTO asistente.avisos_de_seguridad (clave, clase, contacto_id, cedula, cedula_hmac, celular, creado_en)
VALUES (%(clave)s, %(clase)s, %(contacto_id)s, %(cedula)s, %(cedula_hmac)s, %(celular)s, %(now)s)
ON CONFLICT (clave) DO NOTHING;

-- avisar_del_cambio: tell the mobiles that were last seen with this number, this chat or this person.
SELECT asistente.avisar_del_cambio(%(senal_id)s, %(contacto_id)s, %(telefono_hmac)s, %(cedula_hmac)s, %(now)s);

-- avisar_de_muchos: too many chats present one cédula; once in 24 hours, whether or not a customer has it.
INSERT INTO asistente.avisos_de_seguridad (clave, clase, contacto_id, cedula, cedula_hmac, creado_en)
SELECT %(clave)s::text, 'muchos_chats', %(contacto_id)s::bigint, %(cedula)s::bytea, %(cedula_hmac)s::bytea,
       %(now)s::timestamptz
WHERE asistente.muchos_chats(%(cedula_hmac)s, %(now)s::timestamptz - interval '24 hours', %(maximo)s)
ON CONFLICT (clave) DO NOTHING;

-- ajenos: how many chats that are not this number presented a cédula within a day.
SELECT count(DISTINCT intento.contacto_id) AS cuantos
FROM asistente.intentos_identidad AS intento JOIN asistente.contactos AS contacto ON contacto.id = intento.contacto_id
WHERE intento.cedula_hmac = %(cedula_hmac)s AND intento.paso = 'cedula'
  AND intento.ocurrido_en > %(creado_en)s::timestamptz - interval '24 hours' AND contacto.telefono IS DISTINCT FROM %(telefono)s;

-- pendientes: what nobody has been told yet.
SELECT id, clave, clase, contacto_id, cedula, cedula_hmac, celular, creado_en FROM asistente.avisos_de_seguridad
WHERE atendido_en IS NULL ORDER BY id LIMIT %(cuantos)s;

-- tomar: it is told now, or needs no telling.
UPDATE asistente.avisos_de_seguridad SET atendido_en = %(now)s WHERE id = %(id)s AND atendido_en IS NULL RETURNING id;

-- descartar: it was not so; the next chat asks again.
DELETE FROM asistente.avisos_de_seguridad WHERE id = %(id)s AND atendido_en IS NULL;

-- caso_abierto: the case of a lock that is open for this contact.
SELECT id FROM asistente.casos WHERE contacto_id = %(contacto_id)s AND tipo = %(tipo)s AND estado <> 'cerrado'
ORDER BY id DESC LIMIT 1;

-- caso_de: whose case it is, for whoever attends it.
UPDATE asistente.casos SET cedula = %(cedula)s, cedula_hmac = %(cedula_hmac)s
WHERE id = %(caso_id)s AND cedula_hmac IS DISTINCT FROM %(cedula_hmac)s;

-- bloquear: until a person confirms who they are.
INSERT INTO asistente.bloqueos_identidad (cedula_hmac, motivo, caso_id, desde)
VALUES (%(cedula_hmac)s, %(motivo)s, %(caso_id)s, %(now)s) ON CONFLICT (cedula_hmac, caso_id) DO NOTHING;

-- levantar: who a case is about was confirmed, and so are their older locks, whose cases nobody can close any more.
UPDATE asistente.bloqueos_identidad AS bloqueo SET levantado_en = %(now)s
WHERE levantado_en IS NULL AND (caso_id = %(caso_id)s OR cedula_hmac IN (
    SELECT cedula_hmac FROM asistente.bloqueos_identidad WHERE caso_id = %(caso_id)s)
  AND NOT EXISTS (SELECT FROM asistente.casos WHERE id = bloqueo.caso_id AND estado <> 'cerrado'));

-- volver_a_bloquear: the case was not over.
UPDATE asistente.bloqueos_identidad SET levantado_en = NULL WHERE caso_id = %(caso_id)s;

-- ya_bloqueado: whether a message locked somebody already.
SELECT EXISTS (SELECT FROM asistente.casos WHERE wamid_origen = %(wamid)s AND tipo = %(tipo)s) AS ya;
