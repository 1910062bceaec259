-- vivas: erased contacts of whom something is kept only while a duty stands.
SELECT folio, contacto_id FROM asistente.borrados WHERE estado = 'hecho' AND en_custodia ORDER BY terminado_en;

-- terminada: no such duty is left.
UPDATE asistente.borrados SET en_custodia = false WHERE folio = %(folio)s;
