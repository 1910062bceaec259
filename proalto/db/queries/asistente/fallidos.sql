-- sin_avisar: contacts who have not written since an answer of ours came too late for WhatsApp's window, and whom nobody
-- has told. `origen` is what one notice until they write is known by.
SELECT tarde.contacto_id, %(plantilla)s || ':' || tarde.contacto_id || ':' || ultimo.orden AS origen
FROM (SELECT contacto_id, max(actualizado_en) AS cuando FROM asistente.mensajes_salientes
      WHERE estado = 'fallido' AND motivo = 'ventana' AND actualizado_en > now() - interval '1 day'
        AND clase = ANY(%(clases)s::text[]) GROUP BY contacto_id) AS tarde
CROSS JOIN LATERAL (
    SELECT max(orden) AS orden, max(recibido_en) AS cuando FROM asistente.mensajes_entrantes
    WHERE contacto_id = tarde.contacto_id AND tipo <> 'interno' AND estado <> 'ignorado') AS ultimo
WHERE tarde.cuando > ultimo.cuando AND NOT EXISTS (
    SELECT FROM asistente.mensajes_salientes AS aviso
    WHERE aviso.wamid_origen = %(plantilla)s || ':' || tarde.contacto_id || ':' || ultimo.orden);
