-- recordar: what may not be sent to this phone or BSUID, whoever its contact comes to be.
INSERT INTO asistente.bloqueos_de_borrados (huella, clase, motivo, cedula_hmac, desde)
SELECT DISTINCT ON (huella, clase, motivo) huella, clase, motivo, cedula_hmac, desde
FROM asistente.bloqueos, unnest(%(huellas)s::bytea[]) AS huella
WHERE contacto_id = %(contacto_id)s AND hasta IS NULL ORDER BY huella, clase, motivo, desde
ON CONFLICT DO NOTHING;

-- heredar: the same, for whoever writes from there now.
INSERT INTO asistente.bloqueos (contacto_id, cedula_hmac, clase, motivo, desde)
SELECT DISTINCT ON (clase, motivo) %(contacto_id)s::bigint, cedula_hmac, clase, motivo, desde
FROM asistente.bloqueos_de_borrados WHERE huella = ANY(%(huellas)s::bytea[]) ORDER BY clase, motivo, desde
ON CONFLICT DO NOTHING;

-- heredar_intentos: tries at an identity from there, as far back as they are counted; not the messages they came with.
UPDATE asistente.intentos_identidad AS intento
SET contacto_id = %(contacto_id)s, wamid_origen = 'borrado:' || intento.id
FROM asistente.borrados AS borrado
WHERE borrado.huellas && %(huellas)s::bytea[] AND intento.contacto_id = borrado.contacto_id
  AND intento.ocurrido_en > borrado.pedido_en - interval '30 days';
