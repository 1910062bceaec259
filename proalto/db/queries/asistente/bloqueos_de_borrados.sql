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
