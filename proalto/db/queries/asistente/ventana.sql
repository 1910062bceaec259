-- ultimo_suyo: when the contact wrote last, by the earlier of Meta's clock and ours; reactions and the like do not count.
-- Of the newest few: what Meta delivers late may have been written before what is known already.
SELECT max(least(enviado_en, recibido_en)) AS cuando FROM (
    SELECT enviado_en, recibido_en FROM asistente.mensajes_entrantes
    WHERE contacto_id = %(contacto_id)s AND estado <> 'ignorado' AND tipo <> 'interno'
    ORDER BY recibido_en DESC LIMIT 20) AS ultimos;
