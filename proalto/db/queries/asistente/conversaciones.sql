-- crear: the row of a contact, which the assistant has until a person takes it.
INSERT INTO asistente.conversaciones (contacto_id) VALUES (%(contacto_id)s) ON CONFLICT DO NOTHING;

-- bloquear: who speaks with a contact, held until the transaction ends.
SELECT habla, caso_id, usuario_id, espera, desde, hablo_en, vence_en FROM asistente.conversaciones
WHERE contacto_id = %(contacto_id)s FOR UPDATE;

-- ver: who speaks with a contact.
SELECT habla, caso_id, usuario_id, espera, desde, hablo_en, vence_en FROM asistente.conversaciones
WHERE contacto_id = %(contacto_id)s;

-- tomar: a person speaks from now on, for a case.
UPDATE asistente.conversaciones SET habla = 'persona', caso_id = %(caso_id)s, usuario_id = %(usuario_id)s,
    espera = 'cliente', desde = CASE WHEN habla = 'persona' THEN desde ELSE %(now)s END, hablo_en = %(now)s,
    vence_en = %(vence_en)s
WHERE contacto_id = %(contacto_id)s;

-- esperar_asesor: the customer wrote last, and is answered before this.
UPDATE asistente.conversaciones SET espera = 'asesor', vence_en = %(vence_en)s
WHERE contacto_id = %(contacto_id)s AND habla = 'persona';

-- devolver: the assistant speaks from now on.
UPDATE asistente.conversaciones
SET habla = 'asistente', caso_id = NULL, usuario_id = NULL, espera = NULL, desde = %(now)s,
    hablo_en = NULL, vence_en = NULL
WHERE contacto_id = %(contacto_id)s AND habla = 'persona';

-- vencidas: conversations that a person has and that have stood still too long.
SELECT contacto_id FROM asistente.conversaciones WHERE habla = 'persona' AND vence_en <= %(now)s
ORDER BY vence_en LIMIT 100;

-- caso: the case for which a person speaks.
SELECT folio, equipo, tipo FROM asistente.casos WHERE id = %(caso_id)s;
