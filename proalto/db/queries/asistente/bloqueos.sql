-- bloquear: no message of this class leaves for this contact, nor for whoever they are, from now on.
INSERT INTO asistente.bloqueos (contacto_id, cedula_hmac, clase, motivo, caso_id, desde)
VALUES (%(contacto_id)s, %(cedula_hmac)s, %(clase)s, %(motivo)s, %(caso_id)s, %(now)s)
ON CONFLICT (contacto_id, clase, motivo) WHERE hasta IS NULL
DO UPDATE SET cedula_hmac = coalesce(bloqueos.cedula_hmac, excluded.cedula_hmac);

-- vigente: whether a class is stopped for this contact, or for a person whom it has proved to be.
SELECT EXISTS (
    SELECT FROM asistente.bloqueos WHERE clase = %(clase)s AND hasta IS NULL AND (
        contacto_id = %(contacto_id)s OR cedula_hmac IN (
            SELECT cedula_hmac FROM asistente.sesiones WHERE contacto_id = %(contacto_id)s
            UNION SELECT cedula_hmac FROM asistente.casos WHERE contacto_id = %(contacto_id)s))
) AS bloqueada;
