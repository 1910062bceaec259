-- apartar: a message whose date cannot be true is a dead letter, which only a person may bring back.
UPDATE asistente.mensajes_entrantes SET estado = 'fallido', cuarentena = %(motivo)s, atendido_en = now()
WHERE wamid = %(wamid)s;
