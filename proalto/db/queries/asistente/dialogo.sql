-- entrantes: what a contact wrote before a moment, the newest first, with the file that came, if it is kept. What was
-- read again is theirs only once.
SELECT entrante.orden, entrante.tipo, entrante.cuerpo, entrante.recibido_en AS cuando, entrante.estado,
       documento.id AS documento_id, documento.estado AS documento_estado, documento.paginas,
       documento.contenido IS NOT NULL AS guardado
FROM asistente.mensajes_entrantes AS entrante
LEFT JOIN asistente.documentos AS documento ON documento.wamid_origen = entrante.wamid
WHERE entrante.contacto_id = %(contacto_id)s AND entrante.tipo <> 'interno' AND entrante.reintenta_a IS NULL
  AND entrante.recibido_en < %(antes)s
ORDER BY entrante.orden DESC LIMIT %(cuantos)s;

-- salientes: what was sent to a contact before a moment, the newest first; alerts go to people of ours.
SELECT saliente.id, saliente.clase, saliente.canal, saliente.estado, saliente.error_codigo,
       saliente.creado_en AS cuando, autor.nombre AS autor,
       CASE WHEN saliente.clase <> 'codigo' THEN saliente.cuerpo END AS cuerpo
FROM asistente.mensajes_salientes AS saliente
LEFT JOIN asistente.usuarios AS autor ON autor.id = saliente.usuario_id
WHERE saliente.contacto_id = %(contacto_id)s AND saliente.clase <> 'alerta' AND saliente.creado_en < %(antes)s
ORDER BY saliente.id DESC LIMIT %(cuantos)s;

-- notas: what colleagues noted in this contact's cases before a moment, the newest first.
SELECT nota.id, nota.texto, nota.creada_en AS cuando, nota.caso_id, autor.nombre AS autor, caso.folio
FROM asistente.notas AS nota
JOIN asistente.casos AS caso ON caso.id = nota.caso_id
JOIN asistente.usuarios AS autor ON autor.id = nota.usuario_id
WHERE caso.contacto_id = %(contacto_id)s AND nota.creada_en < %(antes)s
ORDER BY nota.id DESC LIMIT %(cuantos)s;

-- sucesos: what happened to the cases of a contact before a moment, the newest first.
SELECT evento.id, evento.tipo, evento.ocurrido_en AS cuando, evento.datos, autor.nombre AS autor, caso.folio
FROM asistente.eventos AS evento
LEFT JOIN asistente.usuarios AS autor ON autor.id = evento.usuario_id
LEFT JOIN asistente.casos AS caso ON caso.id = evento.caso_id
WHERE evento.contacto_id = %(contacto_id)s AND evento.tipo = ANY(%(tipos)s::text[]) AND evento.ocurrido_en < %(antes)s
ORDER BY evento.ocurrido_en DESC, evento.id DESC LIMIT %(cuantos)s;

-- codigos: when a one-time code was alive, so that what was typed then is not shown. It ends when it opens a session:
-- what has six digits after that is an address or an amount.
SELECT creado_en, expira_en,
       (SELECT min(iniciada_en) FROM asistente.sesiones AS s
        WHERE d.estado = 'usado' AND s.contacto_id = d.contacto_id AND s.cedula_hmac = d.cedula_hmac
          AND s.iniciada_en >= d.creado_en) AS usado_en
FROM asistente.desafios AS d WHERE contacto_id = %(contacto_id)s AND creado_en < %(antes)s;

-- cedulas: keyed hashes of every cédula that this contact has named or proved.
SELECT cedula_hmac FROM asistente.intentos_identidad WHERE contacto_id = %(contacto_id)s
UNION SELECT cedula_hmac FROM asistente.sesiones WHERE contacto_id = %(contacto_id)s
UNION SELECT cedula_hmac FROM asistente.casos WHERE contacto_id = %(contacto_id)s AND cedula_hmac IS NOT NULL;

-- version: changes whenever what `dialogo.ver` shows of a contact does.
SELECT (SELECT count(*)::text || coalesce(max(orden), 0) FROM asistente.mensajes_entrantes
        WHERE contacto_id = %(contacto_id)s AND tipo <> 'interno')
    || '.' || (SELECT count(*)::text || coalesce(max(actualizado_en)::text, '') FROM asistente.mensajes_salientes
        WHERE contacto_id = %(contacto_id)s)
    || '.' || (SELECT coalesce(max(nota.id), 0) FROM asistente.notas AS nota
        JOIN asistente.casos AS caso ON caso.id = nota.caso_id WHERE caso.contacto_id = %(contacto_id)s)
    || '.' || (SELECT coalesce(max(id), 0) FROM asistente.eventos
        WHERE contacto_id = %(contacto_id)s AND tipo = ANY(%(tipos)s::text[]))
    || '.' || (SELECT count(*)::text || coalesce(max(revisado_en)::text, '') FROM asistente.documentos
        WHERE contacto_id = %(contacto_id)s) AS version;

-- tramites: what a contact answered in its applications.
SELECT datos FROM asistente.tramites WHERE contacto_id = %(contacto_id)s;
