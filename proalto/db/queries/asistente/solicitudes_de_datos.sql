-- viva: the contact's request of this right that is not answered, or the one that this message made.
SELECT id, folio, vence_el, wamid_origen, caso_id FROM asistente.solicitudes_de_datos
WHERE contacto_id = %(contacto_id)s AND derecho = %(derecho)s
  AND (cedula_hmac IS NULL OR cedula_hmac = %(cedula_hmac)s)
  AND (wamid_origen = %(wamid)s OR estado IN ('en_curso', 'incompleta', 'por_borrar', 'silencio'))
ORDER BY wamid_origen = %(wamid)s DESC, id DESC LIMIT 1;

-- abrir: a request as it came.
INSERT INTO asistente.solicitudes_de_datos
    (folio, contacto_id, caso_id, cedula_hmac, derecho, tramite, regimen, estado, nivel, recibida_en, completa_en,
     vence_el, marcada_en, respondida_en, revisar_en, wamid_origen)
VALUES (%(folio)s, %(contacto_id)s, %(caso_id)s, %(cedula_hmac)s, %(derecho)s, %(tramite)s, %(regimen)s, %(estado)s,
        %(nivel)s, %(now)s, %(now)s, %(vence_el)s, %(marcada_en)s, %(respondida_en)s, %(now)s, %(wamid)s)
ON CONFLICT (wamid_origen, derecho) DO NOTHING RETURNING id;

-- de_mensaje: the request that a message made.
SELECT id, folio, vence_el, wamid_origen FROM asistente.solicitudes_de_datos
WHERE wamid_origen = %(wamid)s AND derecho = %(derecho)s;

-- de_caso: the request that a case is about.
SELECT id, folio, contacto_id, caso_id, cedula_hmac, derecho, tramite, regimen, estado, nivel, recibida_en, completa_en,
       vence_el, falta_pedida_en, desiste_el, prorroga_id, prorroga_motivo, prorrogada_en, marcada_en, trasladada_en,
       fundamento, respondida_en, borrado_folio
FROM asistente.solicitudes_de_datos WHERE caso_id = %(caso_id)s;

-- bloquear: the request that a case is about, held until this transaction ends.
SELECT id, folio, contacto_id, caso_id, cedula_hmac, derecho, tramite, regimen, estado, nivel, recibida_en, completa_en,
       vence_el, falta_pedida_en, desiste_el, prorroga_id, prorroga_motivo, prorrogada_en, marcada_en, trasladada_en,
       fundamento, respondida_en, borrado_folio
FROM asistente.solicitudes_de_datos WHERE caso_id = %(caso_id)s FOR NO KEY UPDATE;

-- por_revisar: requests whose clock asks for something, held; what another holds waits for the next round.
SELECT id, folio, contacto_id, caso_id, cedula_hmac, derecho, tramite, regimen, estado, nivel, recibida_en, completa_en,
       vence_el, falta_pedida_en, desiste_el, prorroga_id, prorroga_motivo, prorrogada_en, marcada_en, trasladada_en,
       fundamento, respondida_en, borrado_folio
FROM asistente.solicitudes_de_datos
WHERE estado IN ('en_curso', 'incompleta') AND caso_id IS NOT NULL AND revisar_en <= %(now)s
ORDER BY revisar_en LIMIT %(cuantas)s FOR NO KEY UPDATE SKIP LOCKED;

-- revisar_luego: when its clock next asks for something.
UPDATE asistente.solicitudes_de_datos SET revisar_en = %(revisar_en)s WHERE id = %(id)s;

-- identificar: the person has proved who they are since, so their claim is marked beside their data.
UPDATE asistente.solicitudes_de_datos
SET nivel = greatest(nivel, %(nivel)s), cedula_hmac = %(cedula_hmac)s,
    marcada_en = CASE WHEN tramite = 'reclamo' THEN coalesce(marcada_en, %(now)s) END
WHERE id = %(id)s AND estado <> 'por_borrar';

-- identificar_caso: the case of a request tells too whom its contact has proved to be.
UPDATE asistente.casos SET cedula = s.cedula, cedula_hmac = s.cedula_hmac, nivel = s.nivel
FROM asistente.solicitudes_de_datos d, asistente.sesiones s
WHERE d.id = %(id)s AND casos.id = d.caso_id AND casos.cedula IS NULL
  AND s.contacto_id = %(contacto_id)s AND s.cerrada_en IS NULL;

-- pedir_falta: it waits for the person to complete it.
UPDATE asistente.solicitudes_de_datos
SET estado = 'incompleta', falta_pedida_en = %(now)s, desiste_el = %(desiste_el)s, revisar_en = %(now)s WHERE id = %(id)s;

-- pedido_de_falta: the newest message that asked for what is missing.
SELECT id FROM asistente.mensajes_salientes
WHERE contacto_id = %(contacto_id)s AND starts_with(wamid_origen, %(origen)s) ORDER BY id DESC LIMIT 1;

-- seguir: nobody was told that something is missing, so its clock never waited, and it may be asked for again.
UPDATE asistente.solicitudes_de_datos
SET estado = 'en_curso', falta_pedida_en = NULL, desiste_el = NULL WHERE id = %(id)s;

-- completar: it is complete, and its clock counts from then: an extension told the person a day of the clock before.
UPDATE asistente.solicitudes_de_datos
SET estado = 'en_curso', completa_en = %(completa_en)s, vence_el = %(vence_el)s, desiste_el = NULL,
    prorroga_id = NULL, prorroga_motivo = NULL, prorrogada_en = NULL WHERE id = %(id)s;

-- escrito_desde: when the person first wrote after a moment.
SELECT min(recibido_en) AS cuando FROM asistente.mensajes_entrantes
WHERE contacto_id = %(contacto_id)s AND recibido_en > %(desde)s AND tipo <> 'interno';

-- pedir_prorroga: its notice was queued; it counts once that was sent.
UPDATE asistente.solicitudes_de_datos
SET prorroga_id = %(saliente_id)s, prorroga_motivo = %(motivo)s, revisar_en = %(now)s WHERE id = %(id)s;

-- aviso: the message that a cause has queued.
SELECT id FROM asistente.mensajes_salientes WHERE wamid_origen = %(wamid_origen)s AND clase = %(clase)s AND ordinal = 0;

-- salida: when a message, or the one that took its place, left: Meta's own moment, or ours of its answer; its state.
SELECT s.estado, least(min(e.ocurrido_en), min(s.actualizado_en)) AS salio_en
FROM asistente.mensajes_salientes s LEFT JOIN asistente.estados_entrega e ON e.wamid = s.wamid AND e.estado <> 'failed'
WHERE (s.id = %(id)s OR s.reintenta_a = %(id)s)
GROUP BY s.id, s.estado ORDER BY s.estado IN ('aceptado', 'entregado', 'leido') DESC, s.id LIMIT 1;

-- prorrogar: its notice left in time.
UPDATE asistente.solicitudes_de_datos SET prorrogada_en = %(salio_en)s, vence_el = %(vence_el)s WHERE id = %(id)s;

-- marcar: "reclamo en trámite" stands beside the data.
UPDATE asistente.solicitudes_de_datos SET marcada_en = coalesce(marcada_en, %(now)s) WHERE id = %(id)s;

-- trasladar: it went to whom it concerns.
UPDATE asistente.solicitudes_de_datos SET estado = 'trasladada', trasladada_en = %(now)s WHERE id = %(id)s;

-- terminar: how it ended.
UPDATE asistente.solicitudes_de_datos
SET estado = %(estado)s, respondida_en = coalesce(respondida_en, %(respondida_en)s),
    fundamento = %(fundamento)s, autorizada_por = %(autorizada_por)s
WHERE folio = %(folio)s;

-- desistir: it was never completed.
UPDATE asistente.solicitudes_de_datos SET estado = 'desistida' WHERE id = %(id)s;

-- silencio: its time is up without an answer (Ley 1266 art. 16-II num. 8).
UPDATE asistente.solicitudes_de_datos SET estado = 'silencio' WHERE id = %(id)s AND estado = 'en_curso';

-- urgir: the first of the queue.
UPDATE asistente.casos SET prioridad = 1, puntos = greatest(puntos, 1000) WHERE id = %(caso_id)s AND prioridad > 1;

-- por_borrar: erasures that were authorized, whose contact has nothing left to be sent.
SELECT id, folio, contacto_id, cedula_hmac, caso_id, autorizada_por FROM asistente.solicitudes_de_datos d
WHERE estado = 'por_borrar' AND respondida_en < %(antes_de)s AND NOT EXISTS (
    SELECT FROM asistente.mensajes_salientes s WHERE s.contacto_id = d.contacto_id
    AND s.estado IN ('pendiente', 'enviando', 'incierto') AND d.respondida_en > %(paciencia)s)
ORDER BY id LIMIT 10;

-- borrada: with the proof of it.
UPDATE asistente.solicitudes_de_datos SET estado = 'favorable', borrado_folio = %(borrado_folio)s
WHERE id = %(id)s AND estado = 'por_borrar';

-- en_tramite: the claim of this person that is being looked at, from whatever chat of theirs it came.
SELECT folio FROM asistente.reclamo_de(%(cedula_hmac)s);

-- sesion_reciente: whether this level was proved in this chat not longer ago than that, and reaches to a person's data.
SELECT nivel FROM asistente.sesiones
WHERE contacto_id = %(contacto_id)s AND cerrada_en IS NULL AND iniciada_en >= %(desde)s AND cedula_hmac = %(cedula_hmac)s
  AND NOT compartida AND (restringida_hasta IS NULL OR restringida_hasta <= %(now)s);

-- se_identifico_alguien: whether anybody ever proved in this chat who they are, or filed an application in it.
SELECT EXISTS (SELECT FROM asistente.sesiones WHERE contacto_id = %(contacto_id)s)
    OR EXISTS (SELECT FROM asistente.tramites WHERE contacto_id = %(contacto_id)s AND estado = 'radicado')
    OR EXISTS (SELECT FROM asistente.casos WHERE contacto_id = %(contacto_id)s AND cedula IS NOT NULL) AS alguien;

-- contacto_de: who made a request, and when.
SELECT contacto_id, recibida_en FROM asistente.solicitudes_de_datos WHERE folio = %(folio)s;
