-- abrir: the one open session of a contact.
INSERT INTO asistente.sesiones
    (contacto_id, cedula, cedula_hmac, nivel, iniciada_en, usada_en, celular_hmac, restringida_hasta, compartida)
VALUES (%(contacto_id)s, %(cedula)s, %(cedula_hmac)s, %(nivel)s, %(now)s, %(now)s, %(celular_hmac)s,
        %(restringida_hasta)s, %(compartida)s);

-- usar: the open session of a contact within its limits, its idle clock started anew.
UPDATE asistente.sesiones SET usada_en = %(now)s
WHERE contacto_id = %(contacto_id)s AND cerrada_en IS NULL AND nivel >= %(nivel)s
  AND usada_en > %(now)s - make_interval(secs => %(ocio)s)
  AND iniciada_en > %(now)s - make_interval(secs => %(total)s)
RETURNING cedula, nivel, restringida_hasta, compartida;

-- cerrar: end the open session of a contact.
UPDATE asistente.sesiones SET cerrada_en = %(now)s WHERE contacto_id = %(contacto_id)s AND cerrada_en IS NULL;

-- cerrar_de_celular: end what a code to this mobile opened, in every chat.
UPDATE asistente.sesiones SET cerrada_en = %(now)s WHERE celular_hmac = %(celular_hmac)s AND cerrada_en IS NULL;

-- cerrar_de_cedula: end what is open of one person, in every chat.
SELECT asistente.cerrar_sesiones_de(%(cedula_hmac)s, %(now)s);

-- viva: who a contact has proved to be, without starting the idle clock anew.
SELECT cedula, cedula_hmac, nivel FROM asistente.sesiones
WHERE contacto_id = %(contacto_id)s AND cerrada_en IS NULL
  AND usada_en > %(now)s - make_interval(secs => %(ocio)s)
  AND iniciada_en > %(now)s - make_interval(secs => %(total)s);
