-- suscribir: one living subscription for a contact and a radicado; tells whether this message made it.
INSERT INTO asistente.suscripciones (contacto_id, radicado, cedula_hmac, etapa, actualizada_en, wamid_origen, creada_en)
VALUES (%(contacto_id)s, %(radicado)s, %(cedula_hmac)s, %(etapa)s, %(actualizada_en)s, %(wamid)s, %(now)s)
ON CONFLICT (contacto_id, radicado) WHERE terminada_en IS NULL
DO UPDATE SET wamid_origen = suscripciones.wamid_origen RETURNING wamid_origen = %(wamid)s AS nueva;

-- viva: the contact's living subscription to an application.
SELECT id FROM asistente.suscripciones
WHERE contacto_id = %(contacto_id)s AND radicado = %(radicado)s AND terminada_en IS NULL;

-- cancelar: end all of a contact's.
UPDATE asistente.suscripciones SET terminada_en = %(now)s, motivo = %(motivo)s, wamid_fin = %(wamid)s
WHERE contacto_id = %(contacto_id)s AND terminada_en IS NULL;

-- canceladas: how many a message has ended.
SELECT count(*) AS cuantas FROM asistente.suscripciones
WHERE contacto_id = %(contacto_id)s AND wamid_fin = %(wamid)s;

-- vivas: every living subscription, or those to some applications, with what each contact knows.
SELECT id, contacto_id, radicado, cedula_hmac, etapa, actualizada_en, avisos FROM asistente.suscripciones
WHERE terminada_en IS NULL AND (%(radicados)s::text[] IS NULL OR radicado = ANY(%(radicados)s::text[]))
ORDER BY id;

-- avanzar: the contact is told one more change, unless somebody else was quicker or the subscription has ended.
UPDATE asistente.suscripciones
SET etapa = %(etapa)s, actualizada_en = %(actualizada_en)s, avisos = avisos + 1,
    terminada_en = CASE WHEN %(final)s THEN %(now)s END, motivo = CASE WHEN %(final)s THEN 'etapa_final' END
WHERE id = %(id)s AND avisos = %(avisos)s AND terminada_en IS NULL;

-- terminar: end one.
UPDATE asistente.suscripciones SET terminada_en = %(now)s, motivo = %(motivo)s
WHERE id = %(id)s AND terminada_en IS NULL;

-- fuera_de_ventana: newest notices whose free text came too late for WhatsApp's window, with no template yet.
SELECT suscripcion.contacto_id, suscripcion.radicado, suscripcion.etapa, saliente.wamid_origen
FROM asistente.mensajes_salientes AS saliente
JOIN asistente.suscripciones AS suscripcion ON suscripcion.id = split_part(saliente.wamid_origen, ':', 2)::bigint
WHERE saliente.clase = 'novedad' AND saliente.estado = 'fallido' AND saliente.ordinal = 0
  AND saliente.motivo = 'ventana'
  AND saliente.wamid_origen = 'novedad:' || suscripcion.id || ':' || suscripcion.avisos
  AND saliente.actualizado_en > now() - interval '1 day'
  AND coalesce(suscripcion.motivo, 'etapa_final') = 'etapa_final'
  AND NOT EXISTS (SELECT FROM asistente.mensajes_salientes AS otro
                  WHERE otro.wamid_origen = saliente.wamid_origen AND otro.clase = 'novedad' AND otro.ordinal = 1);

-- anunciar: an announcement of the lender's system, once.
INSERT INTO asistente.anuncios (id, recibido_en) VALUES (%(id)s, %(now)s) ON CONFLICT DO NOTHING;

-- olvidar_anuncios: those too old to be accepted again need not be remembered.
DELETE FROM asistente.anuncios WHERE recibido_en < %(now)s - interval '1 hour';
