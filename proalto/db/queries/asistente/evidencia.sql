-- sesion: what the contact has proved, if the proof still stands.
SELECT nivel, iniciada_en FROM asistente.sesiones
WHERE contacto_id = %(contacto_id)s AND cerrada_en IS NULL AND usada_en > %(now)s - interval '30 minutes';

-- mensajes: what the contact wrote since the application began, and the message that began it.
SELECT wamid, tipo, recibido_en, cuerpo FROM asistente.mensajes_entrantes AS entrante
WHERE contacto_id = %(contacto_id)s AND tipo <> 'interno' AND orden >= coalesce((
    SELECT primero.orden FROM asistente.mensajes_entrantes AS primero
    JOIN asistente.tramites ON primero.wamid = tramites.wamid_origen WHERE tramites.id = %(tramite_id)s), 0)
ORDER BY orden;

-- codigos: the one-time codes of the last day and how each ended; never the codes.
SELECT wamid_origen, estado, intentos, creado_en FROM asistente.desafios
WHERE contacto_id = %(contacto_id)s AND creado_en > %(now)s - interval '1 day' ORDER BY id;

-- documentos: the files of an application.
SELECT wamid_origen, requisito, estado, formato, sha256, revisado_en FROM asistente.documentos
WHERE tramite_id = %(tramite_id)s ORDER BY id;
