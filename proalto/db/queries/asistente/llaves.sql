-- leer: the key of an owner
SELECT envuelta FROM asistente.llaves_de_datos WHERE clase = %(clase)s AND dueno = %(dueno)s;

-- crear: the key of an owner; the one that is offered if they never had any. No row: another process was quicker.
WITH guardada AS (
    SELECT envuelta FROM asistente.llaves_de_datos WHERE clase = %(clase)s AND dueno = %(dueno)s
), nueva AS (
    INSERT INTO asistente.llaves_de_datos (clase, dueno, envuelta)
    SELECT %(clase)s, %(dueno)s, %(envuelta)s WHERE NOT EXISTS (SELECT FROM guardada)
    ON CONFLICT DO NOTHING RETURNING envuelta
)
SELECT envuelta FROM guardada UNION ALL SELECT envuelta FROM nueva;

-- todas: every key that was not destroyed
SELECT clase, dueno, envuelta FROM asistente.llaves_de_datos WHERE envuelta IS NOT NULL;

-- de_una_vez: what follows waits for the disk, whatever this connection is set to.
SELECT set_config('synchronous_commit', 'on', true);

-- cambiar: a new wrapping, unless the key was destroyed or wrapped anew meanwhile
UPDATE asistente.llaves_de_datos SET envuelta = %(envuelta)s
WHERE clase = %(clase)s AND dueno = %(dueno)s AND envuelta = %(antes)s;

-- destruir: nothing that this key encrypted can be read again, here or in any copy; the place stays taken
INSERT INTO asistente.llaves_de_datos (clase, dueno, envuelta, destruida_en) VALUES (%(clase)s, %(dueno)s, NULL, %(now)s)
ON CONFLICT (clase, dueno) DO UPDATE SET envuelta = NULL, destruida_en = %(now)s
    WHERE llaves_de_datos.envuelta IS NOT NULL;

-- por_maestras: what master keys encrypted themselves, so that they cannot be retired
SELECT tabla, columna, maestra, cuantas FROM asistente.cifrado_por_maestras();
