-- del_mensaje: the files of a message and of those that came in the same breath.
SELECT wamid FROM asistente.mensajes_entrantes
WHERE (wamid = %(wamid)s OR unido_a = %(wamid)s) AND contacto_id = %(contacto_id)s AND tipo IN ('image', 'document')
ORDER BY orden;

-- cuentas: how much this contact has sent lately, this message apart.
SELECT count(*) FILTER (WHERE creado_en > now() - interval '1 hour') AS ultima_hora,
       coalesce(sum(bytes), 0) AS bytes_dia
FROM asistente.documentos
WHERE contacto_id = %(contacto_id)s AND grupo <> %(wamid)s AND creado_en > now() - interval '1 day';

-- recibir: one file, once.
INSERT INTO asistente.documentos (contacto_id, wamid_origen, grupo)
VALUES (%(contacto_id)s, %(wamid)s, %(grupo)s) ON CONFLICT (wamid_origen) DO NOTHING;

-- en_espera: files that no application claims.
SELECT count(*) AS cuantos FROM asistente.documentos
WHERE contacto_id = %(contacto_id)s AND estado = 'en_espera' AND creado_en > now() - %(desde)s::interval;

-- adoptar: give the files that wait to an application.
UPDATE asistente.documentos SET tramite_id = %(tramite_id)s, estado = 'por_revisar', proximo_intento = now()
WHERE contacto_id = %(contacto_id)s AND estado = 'en_espera' AND creado_en > now() - %(desde)s::interval
RETURNING id;

-- soltar: files that wait are no longer for any application to come.
UPDATE asistente.documentos SET estado = 'rechazado' WHERE contacto_id = %(contacto_id)s AND estado = 'en_espera';

-- tomar: a file to review, counted as tried, with its message and its application, if any; none while it must wait.
UPDATE asistente.documentos AS documento SET intentos = documento.intentos + 1
FROM asistente.documentos AS este
JOIN asistente.mensajes_entrantes AS mensaje ON mensaje.wamid = este.wamid_origen
LEFT JOIN asistente.tramites AS tramite ON tramite.id = este.tramite_id
WHERE este.id = %(id)s AND documento.id = este.id AND documento.estado = 'por_revisar'
  AND documento.proximo_intento <= now()
RETURNING documento.id, documento.contacto_id, documento.grupo, documento.intentos, documento.creado_en, mensaje.cuerpo,
          tramite.id AS tramite_id, tramite.producto, tramite.estado, tramite.datos,
          tramite.creado_en AS tramite_creado_en;

-- aplazar: look at it later.
UPDATE asistente.documentos SET proximo_intento = now() + make_interval(secs => %(segundos)s)
WHERE id = %(id)s AND estado = 'por_revisar';

-- repetido: whether this application, or else this contact without one, has these very bytes already.
SELECT id FROM asistente.documentos
WHERE contacto_id = %(contacto_id)s AND tramite_id IS NOT DISTINCT FROM %(tramite_id)s AND sha256 = %(sha256)s AND estado = 'aceptado';

-- aceptar: the verdict is good.
UPDATE asistente.documentos SET estado = 'aceptado', requisito = %(requisito)s, elegido = %(elegido)s,
    formato = %(formato)s, paginas = %(paginas)s, bytes = %(bytes)s, sha256 = %(sha256)s, contenido = %(contenido)s,
    revisado_en = now()
WHERE id = %(id)s AND estado = 'por_revisar';

-- rechazar: the verdict is bad (`rechazado`), or the file is there already (`repetido`).
UPDATE asistente.documentos SET estado = %(estado)s, motivo = %(motivo)s, bytes = %(bytes)s, sha256 = %(sha256)s,
    revisado_en = now()
WHERE id = %(id)s AND estado = 'por_revisar';

-- faltan_del_grupo: how many files of a group have no verdict yet.
SELECT count(*) AS cuantos FROM asistente.documentos WHERE grupo = %(grupo)s AND estado = 'por_revisar';

-- grupo: hold the verdicts of a group one after the other, so that the last one knows that it is the last.
SELECT id FROM asistente.documentos WHERE grupo = %(grupo)s ORDER BY id FOR UPDATE;

-- del_grupo: the files of a group and their verdicts.
SELECT id, estado, motivo, requisito, elegido FROM asistente.documentos
WHERE grupo = %(grupo)s AND tramite_id = %(tramite_id)s ORDER BY id;

-- paginas: how many pages of each document an application has.
SELECT requisito, sum(paginas) AS paginas FROM asistente.documentos
WHERE tramite_id = %(id)s AND estado = 'aceptado' GROUP BY requisito;

-- reclasificar: the customer says which document a file is.
UPDATE asistente.documentos SET requisito = %(requisito)s, elegido = true
WHERE id = %(id)s AND tramite_id = %(tramite_id)s AND estado = 'aceptado';

-- reemplazar: another file will take the place of these.
UPDATE asistente.documentos SET estado = 'reemplazado'
WHERE tramite_id = %(tramite_id)s AND requisito = %(requisito)s AND estado = 'aceptado';

-- omitir: the customer has not got it.
INSERT INTO asistente.documentos_omitidos (tramite_id, requisito, razon, wamid_origen, creado_en)
VALUES (%(tramite_id)s, %(requisito)s, %(razon)s, %(wamid)s, %(now)s)
ON CONFLICT (tramite_id, requisito) DO UPDATE SET razon = excluded.razon, wamid_origen = excluded.wamid_origen;

-- omitidos: what the customer has not got.
SELECT requisito FROM asistente.documentos_omitidos WHERE tramite_id = %(id)s;

-- olvidados: files to review that are due, for the sweep that re-issues what a crash forgot.
SELECT id FROM asistente.documentos
WHERE estado = 'por_revisar' AND proximo_intento <= now() AND creado_en < now() - interval '2 seconds';

-- sin_requisito: the accepted files of a group that nobody named.
SELECT id FROM asistente.documentos WHERE grupo = %(grupo)s AND estado = 'aceptado' AND requisito IS NULL ORDER BY id;

-- repartir: what such a file is taken for.
UPDATE asistente.documentos SET requisito = %(requisito)s WHERE id = %(id)s;

-- caso_que_pide_soportes: the contact's newest open case in which whoever writes exercises a right, and proves it.
SELECT folio FROM asistente.casos
WHERE contacto_id = %(contacto_id)s AND tipo = ANY(%(tipos)s) AND estado <> 'cerrado'
ORDER BY creado_en DESC, id DESC LIMIT 1;

-- recibir_para_persona: one file that an advisor reads, once, if its sender has authorized that data be processed or
-- sends it to exercise a right.
INSERT INTO asistente.documentos (contacto_id, wamid_origen, grupo, estado, tramite_id)
SELECT %(contacto_id)s, %(wamid)s, %(grupo)s, 'por_revisar',
       (SELECT id FROM asistente.tramites WHERE contacto_id = %(contacto_id)s AND estado = 'abierto'
        ORDER BY actualizado_en DESC, id DESC LIMIT 1)
WHERE %(por_derecho)s OR (SELECT evento FROM asistente.autorizaciones WHERE contacto_id = %(contacto_id)s AND finalidad = 'atencion'
         AND evento IN ('aceptada', 'rechazada', 'revocada')
       ORDER BY id DESC LIMIT 1) = 'aceptada'
ON CONFLICT (wamid_origen) DO NOTHING RETURNING id;
