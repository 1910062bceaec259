-- filas: every row that is kept about a contact and about a cédula, in whatever table, as they came to be.
SELECT tabla, dueno, huella, fila FROM asistente.filas_propias(%(contacto_id)s, %(cedula_hmac)s)
ORDER BY tabla, coalesce(fila -> 'id', fila -> 'orden');

-- guardar: what is given to whoever asked for it.
INSERT INTO asistente.exportes_de_datos (folio, contenido, creado_en)
VALUES (%(folio)s, %(contenido)s, %(now)s) ON CONFLICT (folio) DO NOTHING;

-- abrir: what was given.
SELECT contenido, creado_en FROM asistente.exportes_de_datos WHERE folio = %(folio)s;
