-- filas: every row that is kept about a contact and about a cédula, in whatever table.
SELECT tabla, dueno, huella, fila FROM asistente.filas_de_persona(%(contacto_id)s, %(cedula_hmac)s);

-- momentos: when anybody proved in this chat who they are, and the tries that led to it.
SELECT cedula_hmac, iniciada_en AS desde, coalesce(cerrada_en, 'infinity') AS hasta, usada_en, contacto_id
FROM asistente.sesiones WHERE contacto_id = ANY (%(contactos)s) ORDER BY iniciada_en;

-- intentos: what was typed to prove it.
SELECT cedula_hmac, ocurrido_en, contacto_id FROM asistente.intentos_identidad
WHERE contacto_id = ANY (%(contactos)s) ORDER BY ocurrido_en;

-- guardar: what is given to whoever asked for it.
INSERT INTO asistente.exportes_de_datos (folio, contenido, creado_en)
VALUES (%(folio)s, %(contenido)s, %(now)s) ON CONFLICT (folio) DO NOTHING;

-- abrir: what was given.
SELECT contenido, creado_en FROM asistente.exportes_de_datos WHERE folio = %(folio)s;
