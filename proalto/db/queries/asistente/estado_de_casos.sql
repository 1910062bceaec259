-- del_contacto: open cases, and the last one that was closed since then.
(SELECT casos.id, folio, estado, casos.creado_en, prometido_para, respondido_en, cerrado_en, nombre AS asesor
 FROM asistente.casos LEFT JOIN asistente.usuarios ON usuarios.id = usuario_id
 WHERE contacto_id = %(contacto_id)s AND estado <> 'cerrado' ORDER BY casos.id)
UNION ALL
(SELECT casos.id, folio, estado, casos.creado_en, prometido_para, respondido_en, cerrado_en, nombre
 FROM asistente.casos LEFT JOIN asistente.usuarios ON usuarios.id = usuario_id
 WHERE contacto_id = %(contacto_id)s AND estado = 'cerrado' AND cerrado_en > %(desde)s
 ORDER BY cerrado_en DESC LIMIT 1);
