-- uno_a_la_vez: one at a time for each customer, so that two requests give one certificate.
SELECT pg_advisory_xact_lock(hashtextextended('certificado:' || encode(%(cedula_hmac)s, 'hex'), 0));

-- del_dia: the valid certificate that says this of this customer, issued this day.
SELECT folio, wamid_origen FROM asistente.certificados
WHERE cedula_hmac = %(cedula_hmac)s AND dia = %(dia)s AND estado_hmac = %(estado_hmac)s AND estado = 'vigente';

-- guardar: a certificate as it was issued.
INSERT INTO asistente.certificados (folio, contacto_id, cedula, cedula_hmac, estado_hmac, dia, contenido, pdf, sha256,
                                    emitido_en, corte_en, wamid_origen)
VALUES (%(folio)s, %(contacto_id)s, %(cedula)s, %(cedula_hmac)s, %(estado_hmac)s, %(dia)s, %(contenido)s, %(pdf)s,
        %(sha256)s, %(emitido_en)s, %(corte_en)s, %(wamid)s);

-- por_folio: what the public page tells of a valid certificate; no row for any other.
SELECT folio, contenido, sha256, emitido_en, corte_en FROM asistente.certificados
WHERE folio = %(folio)s AND estado = 'vigente';

-- pdf: the document itself, for the customer. A revoked one is not sent any more.
SELECT pdf FROM asistente.certificados WHERE folio = %(folio)s AND estado = 'vigente';

-- revocar: a certificate is no longer valid; nothing when it was not.
UPDATE asistente.certificados SET estado = 'revocado', revocado_en = %(now)s, motivo = %(motivo)s
WHERE folio = %(folio)s AND estado = 'vigente' RETURNING folio;

-- revocar_de: every valid certificate of a customer is no longer valid.
UPDATE asistente.certificados SET estado = 'revocado', revocado_en = %(now)s, motivo = %(motivo)s
WHERE cedula_hmac = %(cedula_hmac)s AND estado = 'vigente' RETURNING folio;
