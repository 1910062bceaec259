-- Hours are agreed by a person, not by a phone: where two share one, the evening of one is not the other's (Ley 2300
-- art. 3). Those of before are of whoever authorised that chat, if one person did; else the hours of the law hold again.
-- Who accepted offers in a chat is the chat, not a person.
ALTER TABLE asistente.horarios_pactados ADD COLUMN cedula_hmac bytea;
UPDATE asistente.horarios_pactados AS pactado SET cedula_hmac = quien.huellas[1]
FROM (
    SELECT contacto_id, array_agg(DISTINCT cedula_hmac) AS huellas
    FROM asistente.canales_autorizados WHERE terminado_en IS NULL AND documento NOT LIKE 'publicidad v%'
    GROUP BY contacto_id
) AS quien
WHERE quien.contacto_id = pactado.contacto_id AND cardinality(quien.huellas) = 1;
UPDATE asistente.horarios_pactados SET terminado_en = now() WHERE cedula_hmac IS NULL AND terminado_en IS NULL;
ALTER TABLE asistente.horarios_pactados
    ADD CONSTRAINT horarios_pactados_de_quien CHECK (cedula_hmac IS NOT NULL OR terminado_en IS NOT NULL);
DROP INDEX asistente.horarios_pactados_vivos;
CREATE UNIQUE INDEX horarios_pactados_vivos ON asistente.horarios_pactados (contacto_id, cedula_hmac)
    WHERE terminado_en IS NULL;
