-- caso: one case with its contact, its owner and who closed it.
SELECT caso.id, caso.folio, caso.contacto_id, caso.tipo, caso.estado, caso.equipo, caso.zona, caso.segmento, caso.dano,
       caso.puntos, caso.prioridad, caso.gestion, caso.radicado, caso.cedula, caso.nivel, caso.reincidencias,
       caso.usuario_id, caso.asignado_en, caso.prometido_para, caso.creado_en, caso.respondido_en, caso.cerrado_en,
       caso.causa, caso.reaperturas, caso.transcripcion, contacto.telefono, dueno.nombre AS dueno,
       quien_cerro.nombre AS cerrado_por
FROM asistente.casos AS caso
JOIN asistente.contactos AS contacto ON contacto.id = caso.contacto_id
LEFT JOIN asistente.usuarios AS dueno ON dueno.id = caso.usuario_id
LEFT JOIN asistente.usuarios AS quien_cerro ON quien_cerro.id = caso.cerrado_por
WHERE caso.folio = %(folio)s;

-- relojes: both clocks of a case, side by side.
SELECT respuesta.minutos AS respuesta_minutos, respuesta.avisado AS respuesta_avisado,
       respuesta.turno AS respuesta_turno, respuesta.consumido AS respuesta_consumido,
       respuesta.corre_desde AS respuesta_corre_desde, respuesta.vence_en AS respuesta_vence_en,
       respuesta.cumplido_en AS respuesta_cumplido_en, respuesta.a_tiempo AS respuesta_a_tiempo,
       solucion.minutos AS solucion_minutos, solucion.avisado AS solucion_avisado,
       solucion.turno AS solucion_turno, solucion.consumido AS solucion_consumido,
       solucion.corre_desde AS solucion_corre_desde, solucion.vence_en AS solucion_vence_en,
       solucion.cumplido_en AS solucion_cumplido_en, solucion.a_tiempo AS solucion_a_tiempo
FROM (SELECT %(caso_id)s::bigint AS id) AS caso
LEFT JOIN asistente.relojes AS respuesta ON respuesta.caso_id = caso.id AND respuesta.reloj = 'respuesta'
LEFT JOIN asistente.relojes AS solucion ON solucion.caso_id = caso.id AND solucion.reloj = 'solucion';

-- casos: a contact's other cases, the newest first.
SELECT folio, tipo, estado, prioridad, creado_en FROM asistente.casos
WHERE contacto_id = %(contacto_id)s AND folio <> %(folio)s ORDER BY id DESC LIMIT 20;

-- sesion: what a contact has proved and is still good.
SELECT cedula, nivel FROM asistente.sesiones
WHERE contacto_id = %(contacto_id)s AND cerrada_en IS NULL AND usada_en > %(ocio)s AND iniciada_en > %(total)s;

-- charla: what the assistant knows of the conversation.
SELECT estado FROM asistente.turnos WHERE contacto_id = %(contacto_id)s ORDER BY n DESC LIMIT 1;

-- tramite: the application that the contact touched last.
SELECT producto, estado, datos, radicado FROM asistente.tramites
WHERE contacto_id = %(contacto_id)s AND estado <> 'abandonado' ORDER BY actualizado_en DESC, id DESC LIMIT 1;

-- documentos: the files of a contact, the newest first.
SELECT id, requisito, estado, motivo, coalesce(paginas, 0) AS paginas, contenido IS NOT NULL AS guardado, creado_en
FROM asistente.documentos WHERE contacto_id = %(contacto_id)s ORDER BY id DESC LIMIT 30;

-- fallas: what the assistant could not do for a contact lately: messages that were given up, and those not delivered.
(SELECT 'sin_respuesta' AS clase, recibido_en AS cuando, NULL::integer AS codigo FROM asistente.mensajes_entrantes
 WHERE contacto_id = %(contacto_id)s AND estado = 'fallido' AND recibido_en > %(desde)s
 ORDER BY orden DESC LIMIT 5)
UNION ALL
(SELECT 'sin_entregar', actualizado_en, error_codigo FROM asistente.mensajes_salientes
 WHERE contacto_id = %(contacto_id)s AND estado = 'fallido' AND clase <> 'alerta' AND actualizado_en > %(desde)s
 ORDER BY id DESC LIMIT 5)
UNION ALL
(SELECT tipo, creado_en, NULL FROM asistente.casos
 WHERE contacto_id = %(contacto_id)s AND tipo IN ('falla', 'no_entendido') AND creado_en > %(desde)s
 ORDER BY id DESC LIMIT 5)
ORDER BY cuando DESC LIMIT 5;

-- turnos: the newest turns of a conversation, to find what was not understood.
SELECT eventos, creado_en FROM asistente.turnos WHERE contacto_id = %(contacto_id)s ORDER BY n DESC LIMIT 12;

-- contacto: one contact.
SELECT id, telefono FROM asistente.contactos WHERE id = %(contacto_id)s;

-- archivo: one kept file, with its owner and the name that its owner gave it, while the message that brought it is there:
-- the file may outlive it by years.
SELECT documento.id, documento.contacto_id, documento.contenido, documento.formato, documento.paginas,
       documento.requisito, entrante.cuerpo
FROM asistente.documentos AS documento
LEFT JOIN asistente.mensajes_entrantes AS entrante ON entrante.wamid = documento.wamid_origen
WHERE documento.id = %(id)s;

-- puede_ver: whether a contact has a case that a team, or an advisor, has or had.
SELECT EXISTS (
    SELECT 1 FROM asistente.casos
    WHERE contacto_id = %(contacto_id)s AND (equipo = ANY(%(equipos)s::text[]) OR usuario_id = %(usuario_id)s)
) AS bien;
