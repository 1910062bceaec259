-- turno: one router at a time; the others leave it to that one.
SELECT pg_try_advisory_xact_lock(hashtext('asistente.enrutamiento')) AS suyo;

-- por_hacer: whether any case waits for somebody, or was given long ago to somebody who has not answered.
SELECT EXISTS (
    SELECT FROM asistente.casos WHERE estado <> 'cerrado' AND estado <> 'en_pausa'
      AND (usuario_id IS NULL OR (estado = 'abierto' AND asignado_en <= %(desde)s))
) AS hay;

-- esperan: cases of a team that nobody has, the first in the queue first; what a person is changing now waits for the next round.
SELECT casos.id, casos.equipo, casos.zona, casos.descartados, casos.prioridad, relojes.vence_en,
       antes.usuario_id AS conocido
FROM asistente.casos
LEFT JOIN asistente.relojes ON relojes.caso_id = casos.id
  AND reloj = CASE WHEN respondido_en IS NULL THEN 'respuesta' ELSE 'solucion' END
LEFT JOIN LATERAL (
    SELECT anterior.usuario_id FROM asistente.casos AS anterior
    WHERE anterior.contacto_id = casos.contacto_id AND anterior.id <> casos.id AND anterior.usuario_id IS NOT NULL
      AND anterior.creado_en > %(desde)s
    ORDER BY anterior.id DESC LIMIT 1
) AS antes ON true
WHERE casos.equipo = %(equipo)s AND casos.usuario_id IS NULL AND estado <> 'cerrado' AND estado <> 'en_pausa'
ORDER BY prioridad, relojes.vence_en, casos.id LIMIT %(cuantos)s FOR NO KEY UPDATE OF casos SKIP LOCKED;

-- de_servicio: advisors who take cases and are at the desk, with what they have and when they were last given one.
SELECT usuarios.id, equipos, zonas, turno, capacidad,
       count(casos.id) FILTER (WHERE estado <> 'en_pausa') AS carga, max(asignado_en) AS ultima
FROM asistente.usuarios LEFT JOIN asistente.casos ON casos.usuario_id = usuarios.id AND estado <> 'cerrado'
WHERE rol = 'asesor' AND activo AND disponible AND visto_en >= %(visto_desde)s
GROUP BY usuarios.id ORDER BY usuarios.id;

-- sin_respuesta: cases given before then to somebody who has not answered; held.
SELECT id, equipo, usuario_id, asignado_en, descartados FROM asistente.casos
WHERE usuario_id IS NOT NULL AND estado = 'abierto' AND asignado_en <= %(desde)s
ORDER BY asignado_en LIMIT %(cuantos)s FOR NO KEY UPDATE SKIP LOCKED;

-- delante: how many wait in the team's queue before a case that nobody has.
SELECT yo.equipo, (
    SELECT count(*) FROM asistente.casos AS otro
    JOIN asistente.relojes AS suyo ON suyo.caso_id = otro.id
      AND suyo.reloj = CASE WHEN otro.respondido_en IS NULL THEN 'respuesta' ELSE 'solucion' END
    WHERE otro.equipo = yo.equipo AND otro.usuario_id IS NULL AND otro.estado <> 'cerrado' AND otro.estado <> 'en_pausa'
      AND (otro.prioridad, suyo.vence_en, otro.id) < (yo.prioridad, mio.vence_en, yo.id)
) AS delante
FROM asistente.casos AS yo
JOIN asistente.relojes AS mio ON mio.caso_id = yo.id
  AND mio.reloj = CASE WHEN yo.respondido_en IS NULL THEN 'respuesta' ELSE 'solucion' END
WHERE yo.id = %(caso_id)s AND yo.usuario_id IS NULL AND yo.estado <> 'cerrado' AND yo.estado <> 'en_pausa';

-- atencion_media: how long a team's newest closed cases took from the first answer, in minutes of business time.
SELECT extract(epoch FROM avg(duro)) / 60 AS minutos, count(*) AS cuantos FROM (
    SELECT solucion.consumido - respuesta.consumido AS duro FROM asistente.casos
    JOIN asistente.relojes AS solucion ON solucion.caso_id = casos.id AND solucion.reloj = 'solucion'
    JOIN asistente.relojes AS respuesta ON respuesta.caso_id = casos.id AND respuesta.reloj = 'respuesta'
    WHERE equipo = %(equipo)s AND estado = 'cerrado' AND respondido_en IS NOT NULL AND cerrado_en > %(desde)s
    ORDER BY cerrado_en DESC LIMIT 50
) AS recientes;
