-- abierto: the contact's open case of this type, if it is recent, or the one that this message opened.
SELECT folio, prometido_para, wamid_origen FROM asistente.casos
WHERE contacto_id = %(contacto_id)s AND tipo = %(tipo)s
  AND (wamid_origen = %(wamid)s OR (estado = 'abierto' AND creado_en > %(now)s - interval '24 hours'))
ORDER BY id DESC LIMIT 1;

-- abrir: a case with its transcript.
INSERT INTO asistente.casos (folio, contacto_id, tipo, transcripcion, prometido_para, wamid_origen, creado_en)
VALUES (%(folio)s, %(contacto_id)s, %(tipo)s, %(transcripcion)s, %(prometido_para)s, %(wamid)s, %(now)s)
ON CONFLICT DO NOTHING RETURNING folio, prometido_para;

-- por_folio: one case.
SELECT contacto_id, tipo, estado, transcripcion, prometido_para, creado_en FROM asistente.casos WHERE folio = %(folio)s;
