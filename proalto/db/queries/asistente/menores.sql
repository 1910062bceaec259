-- vaciar: nothing of a message, nor of the bubbles that were read with it, but that it came.
SELECT asistente.vaciar_mensaje(%(contacto_id)s, %(wamid)s, %(cuerpo)s);
