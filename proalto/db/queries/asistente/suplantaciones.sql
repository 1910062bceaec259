-- abrir: the terms of a report, once.
INSERT INTO asistente.suplantaciones (caso_id, reportada_en, responder_hasta, soportes_hasta)
VALUES (%(caso_id)s, %(now)s, %(responder_hasta)s, %(soportes_hasta)s) ON CONFLICT (caso_id) DO NOTHING;

-- de_caso: the report that opened a case.
SELECT caso_id, reportada_en, responder_hasta, soportes_hasta, marcada_en FROM asistente.suplantaciones
WHERE caso_id = %(caso_id)s;

-- marcar: "Víctima de Falsedad Personal", once.
UPDATE asistente.suplantaciones SET marcada_en = %(now)s, marcada_por = %(usuario_id)s
WHERE caso_id = %(caso_id)s AND marcada_en IS NULL;

-- en_disputa: whether somebody bears the mark, or has reported and not been answered.
SELECT EXISTS (
    SELECT FROM asistente.suplantaciones AS reporte JOIN asistente.casos AS caso ON caso.id = reporte.caso_id
    WHERE (reporte.marcada_en IS NOT NULL OR caso.estado <> 'cerrado') AND (
        caso.cedula_hmac = %(cedula_hmac)s OR caso.contacto_id IN (
            SELECT contacto_id FROM asistente.sesiones WHERE cedula_hmac = %(cedula_hmac)s))
) AS si;

-- pedir_entrega: somebody asks for the evidence of a case.
INSERT INTO asistente.entregas_de_evidencia (caso_id, radicado, pedida_por, pedida_en, vence_en)
VALUES (%(caso_id)s, %(radicado)s, %(usuario_id)s, %(now)s, %(vence_en)s) RETURNING id;

-- aprobar_entrega: another person agrees, while it waits.
UPDATE asistente.entregas_de_evidencia SET aprobada_por = %(usuario_id)s, aprobada_en = %(now)s, vence_en = %(vence_en)s
WHERE id = %(id)s AND aprobada_en IS NULL AND vence_en > %(now)s AND pedida_por <> %(usuario_id)s;

-- entrega: one request, held, with its case.
SELECT entrega.id, caso.folio, entrega.caso_id, radicado_pedido AS radicado, pedida_por, aprobada_por, vence_en
FROM (SELECT *, radicado AS radicado_pedido FROM asistente.entregas_de_evidencia WHERE id = %(id)s FOR UPDATE) AS entrega
JOIN asistente.casos AS caso ON caso.id = entrega.caso_id;

-- entregas_de: the requests of a case, the newest first, with who asked and who agreed.
SELECT entrega.id, entrega.radicado, pedida_por, pedida_en, vence_en, aprobada_por, aprobada_en,
       pidio.nombre AS pidio, aprobo.nombre AS aprobo
FROM asistente.entregas_de_evidencia AS entrega
JOIN asistente.usuarios AS pidio ON pidio.id = entrega.pedida_por
LEFT JOIN asistente.usuarios AS aprobo ON aprobo.id = entrega.aprobada_por
WHERE entrega.caso_id = %(caso_id)s ORDER BY entrega.id DESC LIMIT 10;

-- por_responder: reports without an answer whose term ends by this day.
SELECT reporte.caso_id, reporte.responder_hasta FROM asistente.suplantaciones AS reporte
JOIN asistente.casos AS caso ON caso.id = reporte.caso_id
WHERE caso.estado <> 'cerrado' AND reporte.responder_hasta <= %(hasta)s;
