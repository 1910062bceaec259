-- encargar: a file that Meta must delete.
INSERT INTO asistente.medios_por_borrar (media_id, pedido_en, proximo_intento) VALUES (%(media_id)s, %(now)s, %(now)s)
ON CONFLICT DO NOTHING;

-- vencidos: files whose turn it is.
SELECT media_id, intentos, pedido_en FROM asistente.medios_por_borrar WHERE proximo_intento <= %(now)s
ORDER BY proximo_intento LIMIT 50;

-- olvidar: Meta holds it no longer.
DELETE FROM asistente.medios_por_borrar WHERE media_id = %(media_id)s;

-- aplazar: try again later.
UPDATE asistente.medios_por_borrar SET intentos = intentos + 1, proximo_intento = %(proximo)s WHERE media_id = %(media_id)s;
