-- bloquear: no message of this class leaves for this contact, nor for whoever they are, from now on.
INSERT INTO asistente.bloqueos (contacto_id, cedula_hmac, clase, motivo, caso_id, desde)
VALUES (%(contacto_id)s, %(cedula_hmac)s, %(clase)s, %(motivo)s, %(caso_id)s, %(now)s)
ON CONFLICT (contacto_id, clase, motivo) WHERE hasta IS NULL
DO UPDATE SET cedula_hmac = coalesce(bloqueos.cedula_hmac, excluded.cedula_hmac);

-- levantar: what was stopped for this reason is not any more.
UPDATE asistente.bloqueos SET hasta = %(now)s
WHERE contacto_id = %(contacto_id)s AND motivo = %(motivo)s AND hasta IS NULL;

-- vigente: whether a class is stopped for this contact, for a person whom it has proved to be or whose obligation the
-- message speaks of, or by another chat of that person's.
WITH personas AS (
    SELECT cedula_hmac FROM asistente.sesiones WHERE contacto_id = %(contacto_id)s
    UNION SELECT cedula_hmac FROM asistente.casos WHERE contacto_id = %(contacto_id)s AND cedula_hmac IS NOT NULL
    UNION SELECT %(cedula_hmac)s::bytea WHERE %(cedula_hmac)s::bytea IS NOT NULL
)
SELECT EXISTS (
    SELECT FROM asistente.bloqueos AS bloqueo WHERE clase = %(clase)s AND hasta IS NULL AND (
        contacto_id = %(contacto_id)s OR cedula_hmac IN (SELECT cedula_hmac FROM personas)
        OR EXISTS (SELECT FROM asistente.sesiones AS sesion JOIN personas USING (cedula_hmac)
                   WHERE sesion.contacto_id = bloqueo.contacto_id))
) AS bloqueada;
