-- candado: one try at a time for this person, until the transaction ends.
SELECT pg_advisory_xact_lock(hashtextextended(%(persona)s, 2300));

-- cedulas: who this contact is known to be: by proof, or because they authorised a channel for what is theirs.
SELECT cedula_hmac FROM asistente.sesiones WHERE contacto_id = %(contacto_id)s
UNION SELECT cedula_hmac FROM asistente.canales_autorizados WHERE contacto_id = %(contacto_id)s;

-- ocupado: whether somebody was tried today with another message, or by another channel within the week.
SELECT EXISTS (
    SELECT FROM asistente.intentos_de_contacto
    WHERE persona = ANY(%(personas)s) AND (
        (dia = %(dia)s AND saliente_id <> %(saliente_id)s) OR (dia > %(dia)s - 7 AND canal <> %(canal)s))
) AS ocupado;

-- anotar: a try, once a day for each person.
INSERT INTO asistente.intentos_de_contacto (persona, dia, canal, clase, saliente_id, ocurrido_en)
SELECT persona, %(dia)s, %(canal)s, %(clase)s, %(saliente_id)s, %(now)s FROM unnest(%(personas)s::text[]) AS persona
ON CONFLICT (persona, dia) DO NOTHING;
