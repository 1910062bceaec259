-- turno: one router at a time; the others leave it to that one.
SELECT pg_try_advisory_xact_lock(hashtext('asistente.enrutamiento')) AS suyo;

-- por_hacer: whether any case waits for somebody, or was given long ago to somebody who has perhaps not answered.
SELECT EXISTS (
    SELECT FROM asistente.casos WHERE estado <> 'cerrado' AND estado <> 'en_pausa'
      AND (usuario_id IS NULL
           OR (asignado_en <= %(desde)s AND (estado = 'abierto' OR asignado_en > respondido_en)))
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
SELECT id, equipos, zonas, turno, capacidad, carga, ultima FROM asistente.asesores_de_servicio(%(visto_desde)s);

-- sin_respuesta: cases given before then to somebody who has not answered; held. One that was answered before it came
-- to them counts too, unless they have done or written something in it since.
SELECT id, equipo, usuario_id, asignado_en, descartados FROM asistente.casos
WHERE usuario_id IS NOT NULL AND asignado_en <= %(desde)s
  AND (estado = 'abierto' OR (
    estado = 'en_atencion' AND asignado_en > respondido_en
    AND NOT EXISTS (
        SELECT FROM asistente.eventos WHERE eventos.caso_id = casos.id AND eventos.usuario_id = casos.usuario_id
          AND ocurrido_en >= casos.asignado_en AND eventos.tipo <> 'caso_asignado')
    AND NOT EXISTS (
        SELECT FROM asistente.notas WHERE notas.caso_id = casos.id AND notas.usuario_id = casos.usuario_id
          AND creada_en >= casos.asignado_en)))
ORDER BY asignado_en LIMIT %(cuantos)s FOR NO KEY UPDATE OF casos SKIP LOCKED;

-- delante: how many wait in the team's queue before a case that nobody has.
SELECT equipo, delante FROM asistente.casos_delante(%(caso_id)s);

-- atencion_media: how long a team's newest closed cases took from the first answer, in minutes of business time.
SELECT minutos, cuantos FROM asistente.atencion_media(%(equipo)s, %(desde)s);
