-- sin_avisar: contacts who have not written since an answer of ours came too late for WhatsApp's window, and whom nobody
-- has told. `origen` is what one notice until they write is known by.
SELECT tarde.contacto_id, %(plantilla)s || ':' || tarde.contacto_id || ':' || ultimo.orden AS origen
FROM (SELECT contacto_id, max(actualizado_en) AS cuando FROM asistente.mensajes_salientes
      WHERE estado = 'fallido' AND motivo = 'ventana' AND actualizado_en > now() - interval '1 day'
        AND clase = ANY(%(clases)s::text[]) GROUP BY contacto_id) AS tarde
CROSS JOIN LATERAL (
    SELECT max(orden) AS orden, max(recibido_en) AS cuando FROM asistente.mensajes_entrantes
    WHERE contacto_id = tarde.contacto_id AND tipo <> 'interno' AND estado <> 'ignorado' AND reintenta_a IS NULL
) AS ultimo
WHERE tarde.cuando > ultimo.cuando AND NOT EXISTS (
    SELECT FROM asistente.mensajes_salientes AS aviso
    WHERE aviso.wamid_origen = %(plantilla)s || ':' || tarde.contacto_id || ':' || ultimo.orden);

-- ver: dead letters since a moment, the newest first, with the state of what took their place. Bubbles that shared one
-- answer are one. The last moment in which each contact wrote tells whether the window is open.
SELECT muerto.*, contacto.telefono, suyo.cuando AS ultimo_suyo
FROM (
    SELECT * FROM (
        SELECT 'saliente' AS sentido, viejo.id AS numero, viejo.contacto_id, viejo.clase, viejo.motivo,
               viejo.error_codigo, viejo.actualizado_en AS cuando, viejo.cuerpo IS NOT NULL AS con_cuerpo,
               nuevo.estado AS reintento
        FROM asistente.mensajes_salientes AS viejo
        LEFT JOIN asistente.mensajes_salientes AS nuevo ON nuevo.reintenta_a = viejo.id
        WHERE viejo.estado = 'fallido' AND viejo.actualizado_en > %(desde)s
        UNION ALL
        SELECT 'entrante', viejo.orden, viejo.contacto_id, viejo.tipo, viejo.cuarentena, NULL,
               coalesce(viejo.atendido_en, viejo.recibido_en), true, nuevo.estado
        FROM asistente.mensajes_entrantes AS viejo
        LEFT JOIN asistente.mensajes_entrantes AS nuevo ON nuevo.reintenta_a = viejo.wamid
        WHERE viejo.estado = 'fallido' AND viejo.unido_a IS NULL AND viejo.recibido_en > %(desde)s
    ) AS cada_uno
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT FROM asistente.auditoria
        WHERE objeto = sentido || ':' || numero AND accion = %(descartado)s) AS descartado) AS visto
    WHERE (%(sentido)s::text IS NULL OR sentido = %(sentido)s) AND (%(motivo)s::text IS NULL OR motivo = %(motivo)s)
      AND (%(todos)s OR (reintento IS NULL AND NOT descartado))
    ORDER BY cuando DESC, sentido, numero DESC LIMIT %(cuantos)s OFFSET %(salta)s
) AS muerto
JOIN asistente.contactos AS contacto ON contacto.id = muerto.contacto_id
CROSS JOIN LATERAL (
    SELECT max(least(enviado_en, recibido_en)) AS cuando FROM asistente.mensajes_entrantes AS entrante
    WHERE entrante.contacto_id = muerto.contacto_id AND estado <> 'ignorado' AND tipo <> 'interno') AS suyo
ORDER BY muerto.cuando DESC, sentido, numero DESC;

-- cuantos: dead letters since a moment about which nobody has done anything. A code that died is not among them: it was
-- asked for again, or is not needed any more.
SELECT (SELECT count(*) FROM asistente.mensajes_salientes AS viejo
        WHERE estado = 'fallido' AND actualizado_en > %(desde)s AND clase <> 'codigo'
          AND NOT EXISTS (SELECT FROM asistente.mensajes_salientes AS nuevo WHERE nuevo.reintenta_a = viejo.id)
          AND NOT EXISTS (SELECT FROM asistente.auditoria
                          WHERE objeto = 'saliente:' || viejo.id AND accion = %(descartado)s))
     + (SELECT count(*) FROM asistente.mensajes_entrantes AS viejo
        WHERE estado = 'fallido' AND recibido_en > %(desde)s AND unido_a IS NULL
          AND NOT EXISTS (SELECT FROM asistente.mensajes_entrantes AS nuevo WHERE nuevo.reintenta_a = viejo.wamid)
          AND NOT EXISTS (SELECT FROM asistente.auditoria
                          WHERE objeto = 'entrante:' || viejo.orden AND accion = %(descartado)s)) AS cuantos;

-- saliente: a dead letter of ours, as far as it decides whether it may be sent again.
SELECT contacto_id, clase, proposito, cedula_hmac, motivo, error_codigo, cuerpo, cuerpo IS NOT NULL AS con_cuerpo
FROM asistente.mensajes_salientes WHERE id = %(numero)s AND estado = 'fallido';

-- entrante: a dead letter of a customer's.
SELECT contacto_id, tipo FROM asistente.mensajes_entrantes
WHERE orden = %(numero)s AND estado = 'fallido' AND unido_a IS NULL;

-- leer_de_nuevo: what a customer wrote, as if it came now; the window stays the one that it opened then. Once for each.
INSERT INTO asistente.mensajes_entrantes (wamid, contacto_id, tipo, cuerpo, enviado_en, reintenta_a)
SELECT 'reintento:' || viejo.orden, viejo.contacto_id, viejo.tipo, viejo.cuerpo,
       least(viejo.enviado_en, viejo.recibido_en), viejo.wamid
FROM asistente.mensajes_entrantes AS viejo
JOIN asistente.mensajes_entrantes AS primero ON primero.orden = %(numero)s AND primero.estado = 'fallido'
WHERE viejo.wamid = primero.wamid OR viejo.unido_a = primero.wamid
ORDER BY viejo.orden
ON CONFLICT DO NOTHING;
