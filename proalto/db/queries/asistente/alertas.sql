-- alertar: what somebody must look at, once.
INSERT INTO asistente.alertas (caso_id, clase, usuario_id, creada_en)
VALUES (%(caso_id)s, %(clase)s, %(usuario_id)s, %(now)s) ON CONFLICT (caso_id, clase) DO NOTHING;

-- cuantas: how many of a kind a case has had.
SELECT count(*) AS cuantas FROM asistente.alertas
WHERE caso_id = %(caso_id)s AND clase LIKE %(principio)s || '%%';

-- vivas: what this person has not seen: their own, and for a supervisor those of nobody; the newest first.
SELECT alertas.id, clase, folio, tipo, prioridad, alertas.usuario_id, creada_en FROM asistente.alertas
JOIN asistente.casos ON casos.id = alertas.caso_id
WHERE vista_en IS NULL AND estado <> 'cerrado'
  AND (alertas.usuario_id = %(usuario_id)s OR (%(supervisa)s AND alertas.usuario_id IS NULL))
ORDER BY alertas.id DESC LIMIT %(cuantas)s;

-- vista: somebody for whom it is looked at it.
UPDATE asistente.alertas SET vista_en = %(now)s
WHERE id = %(id)s AND vista_en IS NULL
  AND (usuario_id = %(usuario_id)s OR (%(supervisa)s AND usuario_id IS NULL));

-- supervisores: who is alerted by WhatsApp.
SELECT id, usuario, celular FROM asistente.usuarios
WHERE rol = 'supervisor' AND activo AND celular IS NOT NULL ORDER BY id;
