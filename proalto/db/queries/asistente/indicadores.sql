-- gestiones: the facts of errands of a period, and those after it that may end them, with who took over, in order.
SELECT evento.tipo, evento.ocurrido_en, evento.contacto_id, evento.gestion, evento.datos ->> 'paso' AS paso,
       evento.datos ->> 'motivo' AS motivo
FROM asistente.eventos AS evento JOIN asistente.contactos AS contacto ON contacto.id = evento.contacto_id
WHERE evento.tipo IN ('gestion_iniciada', 'gestion_paso', 'gestion_resuelta', 'gestion_dejada', 'persona_toma')
  AND evento.ocurrido_en >= %(desde)s AND evento.ocurrido_en < %(hasta_el_fin)s
  AND (%(canal)s = '' OR (contacto.clave_local IS NULL) = (%(canal)s = 'whatsapp'))
ORDER BY evento.contacto_id, evento.ocurrido_en, evento.id;

-- sueltos: the facts of a period that stand alone.
SELECT evento.tipo, evento.ocurrido_en, evento.gestion, evento.usuario_id, evento.caso_id,
       (evento.datos ->> 'segundos')::float AS segundos, (evento.datos ->> 'puntaje')::int AS puntaje,
       (evento.datos ->> 'recomienda')::int AS recomienda
FROM asistente.eventos AS evento
JOIN asistente.contactos AS contacto ON contacto.id = evento.contacto_id
LEFT JOIN asistente.casos AS caso ON caso.id = evento.caso_id
WHERE evento.tipo IN ('turno', 'no_entendido', 'encuesta_enviada', 'encuesta_respondida', 'encuesta_recomienda')
  AND evento.ocurrido_en >= %(desde)s AND evento.ocurrido_en < %(hasta)s
  AND (%(canal)s = '' OR (contacto.clave_local IS NULL) = (%(canal)s = 'whatsapp'))
  AND (%(gestion)s = '' OR evento.gestion = %(gestion)s OR evento.tipo = 'turno')
  AND (%(usuario_id)s::bigint IS NULL OR evento.usuario_id = %(usuario_id)s)
  AND (%(equipo)s = '' OR caso.equipo = %(equipo)s)
ORDER BY evento.ocurrido_en;

-- casos: each case opened in a period, with the moments of its facts.
SELECT caso.id, caso.tipo, caso.equipo, caso.zona, caso.usuario_id, abierto.ocurrido_en AS abierto,
       caso.contacto_id, caso.gestion, caso.anterior_id IS NOT NULL AS reincide, pidio.ocurrido_en AS pidio,
       hechos.respondido, hechos.cerrado, hechos.transferencias, hechos.reaperturas
FROM asistente.eventos AS abierto
JOIN asistente.casos AS caso ON caso.id = abierto.caso_id
JOIN asistente.contactos AS contacto ON contacto.id = caso.contacto_id
CROSS JOIN LATERAL (
    SELECT min(ocurrido_en) FILTER (WHERE tipo IN ('caso_respondido', 'lead_contactado')) AS respondido,
           min(ocurrido_en) FILTER (WHERE tipo = 'caso_cerrado') AS cerrado,
           count(*) FILTER (WHERE tipo = 'caso_transferido') AS transferencias,
           count(*) FILTER (WHERE tipo = 'caso_reabierto') AS reaperturas
    FROM asistente.eventos WHERE caso_id = caso.id) AS hechos
LEFT JOIN LATERAL (
    SELECT ocurrido_en FROM asistente.eventos
    WHERE contacto_id = caso.contacto_id AND tipo = 'gestion_iniciada' AND gestion = 'pedir_' || caso.tipo
      AND ocurrido_en <= abierto.ocurrido_en
    ORDER BY ocurrido_en DESC LIMIT 1) AS pidio ON true
WHERE abierto.tipo = 'caso_abierto' AND abierto.ocurrido_en >= %(desde)s AND abierto.ocurrido_en < %(hasta)s
  AND (%(canal)s = '' OR (contacto.clave_local IS NULL) = (%(canal)s = 'whatsapp'))
  AND (%(gestion)s = '' OR caso.gestion = %(gestion)s)
  AND (%(usuario_id)s::bigint IS NULL OR caso.usuario_id = %(usuario_id)s)
  AND (%(equipo)s = '' OR caso.equipo = %(equipo)s)
ORDER BY abierto.ocurrido_en, caso.id;

-- relojes: the clocks of these cases; `a_tiempo` is null while it can still be kept.
SELECT caso_id, reloj, CASE WHEN cumplido_en IS NOT NULL THEN a_tiempo WHEN vence_en < %(now)s THEN false END AS a_tiempo
FROM asistente.relojes WHERE caso_id = ANY(%(casos)s::bigint[]);
