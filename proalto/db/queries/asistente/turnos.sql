-- ultimos: the newest turns of a conversation, the newest first.
SELECT n, eventos, estado FROM asistente.turnos WHERE contacto_id = %(contacto_id)s ORDER BY n DESC LIMIT %(cuantos)s;

-- guardar: one more turn. Fails when this turn, or this message, was stored by somebody else.
INSERT INTO asistente.turnos (contacto_id, n, wamid, eventos, estado)
VALUES (%(contacto_id)s, %(n)s, %(wamid)s, %(eventos)s, %(estado)s);

-- por_wamid: the turn that answered a message.
SELECT contacto_id, n, eventos FROM asistente.turnos WHERE wamid = %(wamid)s;
