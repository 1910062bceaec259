-- cola: what waits for an answer from here on, in the order of arrival; a bubble shares the fate of the one it joined.
SELECT wamid, tipo, cuerpo, recibido_en FROM asistente.mensajes_entrantes
WHERE contacto_id = %(contacto_id)s AND estado = 'pendiente' AND tipo <> 'interno' AND orden >= %(desde)s
  AND unido_a IS NULL ORDER BY orden LIMIT 500;

-- limitar: these get no turn.
UPDATE asistente.mensajes_entrantes SET estado = 'limitado', atendido_en = now()
WHERE (wamid = ANY(%(wamids)s) OR unido_a = ANY(%(wamids)s)) AND estado = 'pendiente';
