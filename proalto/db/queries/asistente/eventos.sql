-- anotar: one fact, once.
INSERT INTO asistente.eventos (clave, tipo, ocurrido_en, contacto_id, caso_id, usuario_id, gestion, datos)
VALUES (%(clave)s, %(tipo)s, %(now)s, %(contacto_id)s, %(caso_id)s, %(usuario_id)s, %(gestion)s, %(datos)s::jsonb)
ON CONFLICT (clave) DO NOTHING;
