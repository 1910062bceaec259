-- del_contacto: open cases, and the last one that was closed since then.
(SELECT casos.id, folio, estado, casos.creado_en, prometido_para, respondido_en, cerrado_en,
        asistente.nombre_de(usuario_id) AS asesor
 FROM asistente.casos
 WHERE contacto_id = %(contacto_id)s AND estado <> 'cerrado' ORDER BY casos.id)
UNION ALL
(SELECT casos.id, folio, estado, casos.creado_en, prometido_para, respondido_en, cerrado_en,
        asistente.nombre_de(usuario_id)
 FROM asistente.casos
 WHERE contacto_id = %(contacto_id)s AND estado = 'cerrado' AND cerrado_en > %(desde)s
 ORDER BY cerrado_en DESC LIMIT 1);
