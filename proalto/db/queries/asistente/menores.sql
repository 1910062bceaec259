-- vaciar: nothing of a message, nor of the bubbles that were read with it, but that it came.
UPDATE asistente.mensajes_entrantes SET cuerpo = %(cuerpo)s
WHERE contacto_id = %(contacto_id)s AND (wamid = %(wamid)s OR unido_a = %(wamid)s);
