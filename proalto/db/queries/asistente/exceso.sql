-- cola: what waits for an answer from here on, in the order of arrival.
SELECT wamid, tipo, cuerpo, recibido_en FROM asistente.mensajes_entrantes
WHERE contacto_id = %(contacto_id)s AND estado = 'pendiente' AND tipo <> 'interno' AND orden >= %(desde)s
ORDER BY orden LIMIT 500;

-- limitar: these get no turn. What joined one of them stays, if it is not named itself.
UPDATE asistente.mensajes_entrantes SET estado = 'limitado', atendido_en = now()
WHERE wamid = ANY(%(wamids)s) AND estado = 'pendiente';
