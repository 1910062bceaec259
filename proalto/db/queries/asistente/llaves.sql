-- leer: the key of an owner
SELECT envuelta FROM asistente.llaves_de_datos WHERE clase = %(clase)s AND dueno = %(dueno)s;

-- crear: keeps an owner's first key; nothing when there is one already
INSERT INTO asistente.llaves_de_datos (clase, dueno, envuelta) VALUES (%(clase)s, %(dueno)s, %(envuelta)s)
ON CONFLICT DO NOTHING;

-- todas: every key that was not destroyed
SELECT clase, dueno, envuelta FROM asistente.llaves_de_datos WHERE envuelta IS NOT NULL;

-- cambiar: a new wrapping, unless the key was destroyed or wrapped anew meanwhile
UPDATE asistente.llaves_de_datos SET envuelta = %(envuelta)s
WHERE clase = %(clase)s AND dueno = %(dueno)s AND envuelta = %(antes)s;

-- destruir: nothing that this key encrypted can be read again, here or in any copy; the place stays taken
INSERT INTO asistente.llaves_de_datos (clase, dueno, envuelta, destruida_en) VALUES (%(clase)s, %(dueno)s, NULL, %(now)s)
ON CONFLICT (clase, dueno) DO UPDATE SET envuelta = NULL, destruida_en = %(now)s
    WHERE llaves_de_datos.envuelta IS NOT NULL;

-- por_maestras: what master keys encrypted themselves, so that they cannot be retired
SELECT tabla, columna, maestra, cuantas FROM asistente.cifrado_por_maestras();
