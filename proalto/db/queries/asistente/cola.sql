-- casos: those that are not closed, or else those that lately were, of what somebody may see; the most pressing first,
-- the latest closed first; with clocks, owner and last message.
SELECT caso.id, caso.folio, caso.contacto_id, caso.tipo, caso.equipo, caso.prioridad, caso.estado, caso.gestion,
       caso.cedula, caso.nivel, caso.usuario_id, caso.creado_en, caso.reincidencias, caso.respondido_en,
       dueno.nombre AS dueno, contacto.telefono,
       respuesta.minutos AS respuesta_minutos, respuesta.avisado AS respuesta_avisado,
       respuesta.turno AS respuesta_turno, respuesta.consumido AS respuesta_consumido,
       respuesta.corre_desde AS respuesta_corre_desde, respuesta.vence_en AS respuesta_vence_en,
       respuesta.cumplido_en AS respuesta_cumplido_en, respuesta.a_tiempo AS respuesta_a_tiempo,
       solucion.minutos AS solucion_minutos, solucion.avisado AS solucion_avisado,
       solucion.turno AS solucion_turno, solucion.consumido AS solucion_consumido,
       solucion.corre_desde AS solucion_corre_desde, solucion.vence_en AS solucion_vence_en,
       solucion.cumplido_en AS solucion_cumplido_en, solucion.a_tiempo AS solucion_a_tiempo,
       suyo.recibido_en AS suyo_en, nuestro.creado_en AS nuestro_en,
       coalesce(charla.habla = 'persona' AND charla.espera = 'asesor', leido.recibido_en > dicho.creado_en, false)
           AND caso.estado <> 'cerrado' AS espera_respuesta
FROM asistente.casos AS caso
JOIN asistente.contactos AS contacto ON contacto.id = caso.contacto_id
LEFT JOIN asistente.usuarios AS dueno ON dueno.id = caso.usuario_id
LEFT JOIN asistente.conversaciones AS charla ON charla.contacto_id = caso.contacto_id AND charla.caso_id = caso.id
LEFT JOIN asistente.relojes AS respuesta ON respuesta.caso_id = caso.id AND respuesta.reloj = 'respuesta'
LEFT JOIN asistente.relojes AS solucion ON solucion.caso_id = caso.id AND solucion.reloj = 'solucion'
LEFT JOIN LATERAL (
    SELECT recibido_en FROM asistente.mensajes_entrantes
    WHERE contacto_id = caso.contacto_id AND tipo <> 'interno' ORDER BY orden DESC LIMIT 1) AS suyo ON true
LEFT JOIN LATERAL (
    SELECT creado_en FROM asistente.mensajes_salientes
    WHERE contacto_id = caso.contacto_id AND clase <> 'alerta' ORDER BY id DESC LIMIT 1) AS nuestro ON true
LEFT JOIN LATERAL (  -- what the customer last wrote to a person, and a person to them
    SELECT recibido_en FROM asistente.mensajes_entrantes
    WHERE contacto_id = caso.contacto_id AND estado = 'a_persona' AND tipo <> 'interno'
      AND caso.respondido_en IS NOT NULL ORDER BY orden DESC LIMIT 1) AS leido ON true
LEFT JOIN LATERAL (
    SELECT creado_en FROM asistente.mensajes_salientes
    WHERE contacto_id = caso.contacto_id AND usuario_id IS NOT NULL
      AND caso.respondido_en IS NOT NULL ORDER BY id DESC LIMIT 1) AS dicho ON true
WHERE (NOT %(cerrados)s AND caso.estado <> 'cerrado'
       OR %(cerrados)s AND caso.estado = 'cerrado' AND caso.cerrado_en > %(cerrados_desde)s)
  AND (%(todo)s OR caso.equipo = ANY(%(equipos)s::text[]) OR caso.usuario_id = %(usuario_id)s)
  AND (%(quien)s <> 'mios' OR caso.usuario_id = %(usuario_id)s)
  AND (%(quien)s <> 'sin_asignar' OR caso.usuario_id IS NULL)
  AND (%(quien)s <> 'equipos' OR caso.equipo = ANY(%(equipos)s::text[]))
  AND (%(tipo)s::text IS NULL OR caso.tipo = %(tipo)s)
  AND (%(prioridad)s::integer IS NULL OR caso.prioridad = %(prioridad)s)
  AND (%(estado)s::text IS NULL OR caso.estado = %(estado)s)
  AND (NOT %(vencidos)s OR least(respuesta.vence_en, solucion.vence_en) <= %(now)s)
ORDER BY caso.cerrado_en DESC NULLS LAST, caso.prioridad, least(respuesta.vence_en, solucion.vence_en) NULLS LAST, caso.creado_en, caso.id
LIMIT %(cuantos)s;

-- del_asistente: conversations that the assistant has now: contacts that wrote since, the latest first.
SELECT contacto.id AS contacto_id, contacto.telefono, reciente.desde, reciente.ultimo, reciente.mensajes,
       nuevo.cuerpo, nuevo.tipo, sesion.cedula, caso.folio, turno.estado AS estado_charla
FROM (
    SELECT contacto_id, min(recibido_en) AS desde, max(recibido_en) AS ultimo, count(*) AS mensajes
    FROM asistente.mensajes_entrantes
    WHERE recibido_en > %(desde)s AND tipo <> 'interno' AND estado <> 'ignorado' GROUP BY contacto_id
) AS reciente
JOIN asistente.contactos AS contacto ON contacto.id = reciente.contacto_id AND contacto.clave_local IS NULL
JOIN LATERAL (
    SELECT cuerpo, tipo FROM asistente.mensajes_entrantes
    WHERE contacto_id = contacto.id AND tipo <> 'interno' ORDER BY orden DESC LIMIT 1) AS nuevo ON true
LEFT JOIN LATERAL (
    SELECT estado FROM asistente.turnos WHERE contacto_id = contacto.id ORDER BY n DESC LIMIT 1) AS turno ON true
LEFT JOIN asistente.sesiones AS sesion ON sesion.contacto_id = contacto.id AND sesion.cerrada_en IS NULL
    AND sesion.usada_en > %(ocio)s AND sesion.iniciada_en > %(total)s
LEFT JOIN LATERAL (
    SELECT folio FROM asistente.casos
    WHERE contacto_id = contacto.id AND estado <> 'cerrado' ORDER BY id DESC LIMIT 1) AS caso ON true
LEFT JOIN asistente.conversaciones AS charla ON charla.contacto_id = contacto.id
WHERE coalesce(charla.habla, 'asistente') = 'asistente'
ORDER BY reciente.ultimo DESC LIMIT %(cuantos)s;

-- en_curso: whether the assistant has this conversation, in which the contact wrote since.
SELECT EXISTS (SELECT FROM asistente.mensajes_entrantes WHERE contacto_id = %(contacto_id)s
               AND recibido_en > %(desde)s AND tipo <> 'interno' AND estado <> 'ignorado')
   AND NOT EXISTS (SELECT FROM asistente.conversaciones
                   WHERE contacto_id = %(contacto_id)s AND habla = 'persona') AS hay;
