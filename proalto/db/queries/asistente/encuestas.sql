-- programar_por_gestion: unless the contact was asked about an errand lately, or is about to be.
INSERT INTO asistente.encuestas (contacto_id, clave, gestion, enviar_en, creada_en)
SELECT %(contacto_id)s, %(clave)s, %(gestion)s, %(enviar_en)s, %(now)s
WHERE NOT EXISTS (
    SELECT FROM asistente.encuestas
    WHERE contacto_id = %(contacto_id)s
      AND (estado = 'programada' OR enviada_en > %(desde)s))
ON CONFLICT (clave) DO NOTHING;

-- programar_por_caso: once for a case, at its last close if it was not asked before, with whoever had it; not for the
-- types that are never asked about.
INSERT INTO asistente.encuestas (contacto_id, clave, gestion, caso_id, usuario_id, enviar_en, creada_en)
SELECT contacto_id, %(clave)s, gestion, id, usuario_id, %(enviar_en)s, %(now)s
FROM asistente.casos WHERE id = %(caso_id)s AND tipo <> ALL(%(sin_encuesta)s)
ON CONFLICT (clave) DO UPDATE SET estado = 'programada', usuario_id = excluded.usuario_id,
    enviar_en = excluded.enviar_en, creada_en = excluded.creada_en
WHERE encuestas.estado IN ('programada', 'omitida') AND encuestas.enviada_en IS NULL;

-- retirar_de_caso: it was reopened before anybody was asked.
UPDATE asistente.encuestas SET estado = 'omitida' WHERE caso_id = %(caso_id)s AND estado = 'programada';

-- mover: the contact has just written.
UPDATE asistente.encuestas SET enviar_en = %(enviar_en)s
WHERE contacto_id = %(contacto_id)s AND estado = 'programada';

-- reprogramar: this was no good moment.
UPDATE asistente.encuestas SET estado = 'programada', enviar_en = %(enviar_en)s, enviada_en = NULL
WHERE id = %(id)s AND contacto_id = %(contacto_id)s AND estado IN ('programada', 'enviada');

-- pendientes: those that are due.
SELECT id, contacto_id FROM asistente.encuestas
WHERE estado = 'programada' AND enviar_en <= %(now)s ORDER BY enviar_en LIMIT 200;

-- tomar: one that is due, for this worker only.
SELECT encuesta.id, encuesta.contacto_id, encuesta.gestion, encuesta.caso_id, encuesta.usuario_id, encuesta.creada_en,
       caso.folio
FROM asistente.encuestas AS encuesta LEFT JOIN asistente.casos AS caso ON caso.id = encuesta.caso_id
WHERE encuesta.id = %(id)s AND encuesta.estado = 'programada' AND encuesta.enviar_en <= %(now)s
FOR UPDATE OF encuesta SKIP LOCKED;

-- momento: what speaks against asking this contact now.
SELECT EXISTS (SELECT FROM asistente.mensajes_entrantes
               WHERE contacto_id = %(contacto_id)s AND estado = 'pendiente') AS por_contestar,
       EXISTS (SELECT FROM asistente.casos
               WHERE contacto_id = %(contacto_id)s AND tipo = ANY(%(delicados)s)
                 AND (estado <> 'cerrado' OR coalesce(cerrado_en, creado_en) > %(delicado_desde)s)) AS delicado,
       EXISTS (SELECT FROM asistente.encuestas
               WHERE contacto_id = %(contacto_id)s AND id <> %(id)s AND enviada_en > %(preguntado_desde)s) AS preguntado;

-- omitir: it will not be asked.
UPDATE asistente.encuestas SET estado = 'omitida' WHERE id = %(id)s;

-- enviar: it is being asked.
UPDATE asistente.encuestas SET estado = 'enviada', enviada_en = %(now)s WHERE id = %(id)s;

-- vencer: nobody answered in time.
UPDATE asistente.encuestas SET estado = 'vencida' WHERE estado = 'enviada' AND enviada_en < %(antes_de)s;

-- rescatar: a person took over before the question was asked, so that nobody has seen it.
UPDATE asistente.encuestas AS encuesta SET estado = 'programada', enviar_en = %(enviar_en)s, enviada_en = NULL
WHERE estado = 'enviada' AND EXISTS (
    SELECT FROM asistente.mensajes_entrantes
    WHERE wamid = 'encuesta:' || encuesta.id || ':' || floor(extract(epoch FROM encuesta.enviada_en))::bigint
      AND estado = 'a_persona');

-- por_id: a survey of this very contact.
SELECT encuesta.id, encuesta.gestion, encuesta.caso_id, encuesta.usuario_id, encuesta.estado, caso.folio
FROM asistente.encuestas AS encuesta LEFT JOIN asistente.casos AS caso ON caso.id = encuesta.caso_id
WHERE encuesta.id = %(id)s AND encuesta.contacto_id = %(contacto_id)s;

-- bloquear: the same, to be answered; `mensaje` stands for the message that answered it.
SELECT id, contacto_id, gestion, caso_id, usuario_id, puntaje, recomienda, enviada_en,
       (SELECT datos ->> 'mensaje' FROM asistente.eventos WHERE clave = 'encuesta_respondida:' || encuesta.id) AS mensaje
FROM asistente.encuestas AS encuesta
WHERE id = %(id)s AND contacto_id = %(contacto_id)s FOR UPDATE OF encuesta;

-- responder: the first answer.
UPDATE asistente.encuestas SET puntaje = %(puntaje)s, respondida_en = %(now)s, estado = 'respondida' WHERE id = %(id)s;

-- respondida: the contact's survey, if it was answered lately.
SELECT id FROM asistente.encuestas
WHERE id = %(id)s AND contacto_id = %(contacto_id)s AND respondida_en > %(desde)s;

-- comentar: the first comment on an answer.
UPDATE asistente.encuestas SET comentario = %(comentario)s
WHERE id = %(id)s AND contacto_id = %(contacto_id)s AND estado = 'respondida' AND comentario IS NULL;

-- recomendar: how likely they are to recommend us.
UPDATE asistente.encuestas SET recomienda = %(recomienda)s WHERE id = %(id)s;

-- recomendacion: whether it is about a case, and whether the contact was asked lately for a recommendation.
SELECT coalesce((SELECT caso_id IS NOT NULL FROM asistente.encuestas
                 WHERE id = %(id)s AND contacto_id = %(contacto_id)s), false) AS de_caso,
       EXISTS (SELECT FROM asistente.encuestas
               WHERE contacto_id = %(contacto_id)s AND recomienda IS NOT NULL AND respondida_en > %(desde)s) AS reciente;

-- con_comentario: the newest answers for the panel, those of 1 and 2 too when they say nothing.
SELECT encuesta.id, encuesta.puntaje, encuesta.recomienda, encuesta.comentario, encuesta.respondida_en,
       encuesta.gestion, encuesta.usuario_id, caso.folio
FROM asistente.encuestas AS encuesta LEFT JOIN asistente.casos AS caso ON caso.id = encuesta.caso_id
WHERE encuesta.respondida_en >= %(desde)s AND encuesta.respondida_en < %(hasta)s
  AND (encuesta.comentario IS NOT NULL OR encuesta.puntaje <= 2)
  AND (%(usuario_id)s::bigint IS NULL OR encuesta.usuario_id = %(usuario_id)s)
ORDER BY encuesta.respondida_en DESC LIMIT 100;

-- malas: how many low scores there are.
SELECT count(*) AS cuantas FROM asistente.encuestas
WHERE respondida_en >= %(desde)s AND respondida_en < %(hasta)s AND puntaje <= %(mala)s
  AND (%(usuario_id)s::bigint IS NULL OR usuario_id = %(usuario_id)s);
