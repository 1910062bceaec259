-- permitir: until this transaction ends, rows of an erased contact may be written: those that a law keeps are sealed anew.
SELECT set_config('asistente.borrando', 'si', true);

-- pedir: an erasure, once for each contact.
INSERT INTO asistente.borrados (folio, contacto_id, parte_de, huellas, cedula_hmac, motivo, pedido_en)
VALUES (%(folio)s, %(contacto_id)s, %(parte_de)s, %(huellas)s::bytea[], %(cedula_hmac)s, %(motivo)s, %(now)s)
ON CONFLICT (contacto_id) DO NOTHING;

-- de_contacto: the erasure of a contact.
SELECT folio FROM asistente.borrados WHERE contacto_id = %(contacto_id)s;

-- ver: an erasure and how far it has come.
SELECT folio, contacto_id, parte_de, huellas, cedula_hmac, motivo, estado, hechos, conteos, conservado, pedido_en,
       terminado_en, sha256
FROM asistente.borrados WHERE folio = %(folio)s;

-- bloquear: the same, held until the transaction ends.
SELECT folio, contacto_id, parte_de, huellas, cedula_hmac, motivo, estado, hechos, conteos, conservado, pedido_en,
       terminado_en, sha256
FROM asistente.borrados WHERE folio = %(folio)s FOR UPDATE;

-- anotar_paso: a step is done, with how many rows it took.
UPDATE asistente.borrados SET estado = 'en_curso', hechos = hechos || %(paso)s::text, conteos = conteos || %(conteos)s::jsonb
WHERE folio = %(folio)s;

-- anotar_deberes: what a law keeps.
UPDATE asistente.borrados SET conservado = %(conservado)s::jsonb, en_custodia = %(en_custodia)s WHERE folio = %(folio)s;

-- terminar: the proof is whole.
UPDATE asistente.borrados SET estado = 'hecho', terminado_en = %(now)s, sha256 = %(sha256)s WHERE folio = %(folio)s;

-- partes: the erasures of the same person's other chats that are not done.
SELECT folio FROM asistente.borrados WHERE parte_de = %(folio)s AND estado <> 'hecho' ORDER BY folio;

-- conteos_de_partes: the proofs of the same person's other chats.
SELECT folio, conteos, conservado FROM asistente.borrados WHERE parte_de = %(folio)s ORDER BY folio;

-- por_hacer: erasures to do or to go on with: those that were asked for, once the contact has read what was said last.
SELECT b.folio FROM asistente.borrados AS b
WHERE b.estado = 'en_curso' AND b.parte_de IS NULL
   OR b.estado = 'pedido' AND b.parte_de IS NULL AND (b.pedido_en < %(antes_de)s OR b.pedido_en < %(calma)s
       AND NOT EXISTS (SELECT FROM asistente.mensajes_salientes AS s WHERE s.contacto_id = b.contacto_id
                       AND s.estado IN ('pendiente', 'enviando', 'incierto'))
       AND NOT EXISTS (SELECT FROM asistente.mensajes_entrantes AS e WHERE e.contacto_id = b.contacto_id
                       AND e.estado = 'pendiente'))
ORDER BY b.pedido_en LIMIT 20;

-- contacto: a contact, that nobody can write to or about until the transaction ends.
SELECT id, telefono, bsuid, creado_en, borrado_en FROM asistente.contactos WHERE id = %(contacto_id)s FOR UPDATE;

-- cerrar_contacto: nobody is behind this number any more.
UPDATE asistente.contactos SET telefono = NULL, bsuid = NULL, clave_local = NULL,
    llave_identidad_hmac = NULL, borrado_en = coalesce(borrado_en, %(now)s)
WHERE id = %(contacto_id)s;

-- otros_chats: contacts where this person proved who they are, and nothing was left by anybody else or by nobody knows whom.
SELECT contacto.id, contacto.telefono, contacto.bsuid FROM asistente.contactos AS contacto
WHERE contacto.id <> %(contacto_id)s AND contacto.borrado_en IS NULL
  AND contacto.id IN (SELECT contacto_id FROM asistente.sesiones WHERE cedula_hmac = %(cedula_hmac)s AND nivel >= 2)
  AND NOT EXISTS (
    SELECT FROM (
        SELECT contacto_id, cedula_hmac FROM asistente.sesiones
        UNION ALL SELECT contacto_id, cedula_hmac FROM asistente.casos
        UNION ALL SELECT contacto_id, cedula_hmac FROM asistente.solicitudes_de_datos
        UNION ALL SELECT contacto_id, cedula_hmac FROM asistente.certificados
        UNION ALL SELECT contacto_id, cedula_hmac FROM asistente.suscripciones
    ) AS dejado
    WHERE dejado.contacto_id = contacto.id AND dejado.cedula_hmac IS DISTINCT FROM %(cedula_hmac)s)
ORDER BY contacto.id;

-- tramites_de_otro_chat: what tells whose the applications of a contact are.
SELECT estado, datos FROM asistente.tramites WHERE contacto_id = %(contacto_id)s ORDER BY id;

-- archivos_entrantes: messages with a file that Meta may still hold.
SELECT cuerpo FROM asistente.mensajes_entrantes
WHERE contacto_id = %(contacto_id)s AND tipo IN ('image', 'document', 'audio', 'video', 'sticker')
  AND recibido_en > %(desde)s;

-- archivos_nuestros: forget under which ids Meta holds this contact's certificates.
DELETE FROM asistente.documentos_subidos WHERE documento IN (
    SELECT 'certificado:' || folio FROM asistente.certificados WHERE contacto_id = %(contacto_id)s)
RETURNING media_id;

-- trabajos: wake-up calls; what runs right now ends by itself.
DELETE FROM asistente.procrastinate_jobs WHERE status <> 'doing' AND (
    args ->> 'contacto_id' = (%(contacto_id)s::bigint)::text
    OR args ->> 'wamid' IN (SELECT wamid FROM asistente.mensajes_entrantes WHERE contacto_id = %(contacto_id)s)
    OR args ->> 'documento_id' IN (SELECT id::text FROM asistente.documentos WHERE contacto_id = %(contacto_id)s));

-- vaciar_pruebas: that the authorization was shown, and arrived, is proof: those rows stay, without their words.
UPDATE asistente.mensajes_salientes AS m SET cuerpo = NULL, destino = NULL
WHERE contacto_id = %(contacto_id)s AND asistente.prueba_lo_mostrado(m);

-- estados_entrega: delivery statuses of what was sent and is deleted.
DELETE FROM asistente.estados_entrega AS e USING asistente.mensajes_salientes AS m
WHERE m.contacto_id = %(contacto_id)s AND (e.saliente_id = m.id OR e.wamid = m.wamid) AND NOT asistente.prueba_lo_mostrado(m);

-- opciones: what buttons and rows meant.
DELETE FROM asistente.opciones WHERE contacto_id = %(contacto_id)s;

-- mensajes_salientes: the outbox, but the proof that the authorization was shown.
DELETE FROM asistente.mensajes_salientes AS m
WHERE contacto_id = %(contacto_id)s AND NOT asistente.prueba_lo_mostrado(m);

-- turnos: Rasa's memory.
DELETE FROM asistente.turnos WHERE contacto_id = %(contacto_id)s;

-- mensajes_entrantes: the inbox.
DELETE FROM asistente.mensajes_entrantes WHERE contacto_id = %(contacto_id)s;

-- ritmos: the pace of the pair.
DELETE FROM asistente.ritmos WHERE nombre = 'par:' || %(contacto_id)s::text;

-- sesiones: who this contact proved to be; and wherever this person did.
DELETE FROM asistente.sesiones WHERE contacto_id = %(contacto_id)s OR cedula_hmac = %(cedula_hmac)s;

-- desafios: codes that were asked for.
DELETE FROM asistente.desafios WHERE contacto_id = %(contacto_id)s OR cedula_hmac = %(cedula_hmac)s;

-- suscripciones: applications that were followed.
DELETE FROM asistente.suscripciones WHERE contacto_id = %(contacto_id)s OR cedula_hmac = %(cedula_hmac)s;

-- intentos_identidad: tries go on counting against whoever guesses; the message they came with is forgotten.
UPDATE asistente.intentos_identidad SET wamid_origen = 'borrado:' || id
WHERE contacto_id = %(contacto_id)s AND wamid_origen NOT LIKE 'borrado:%%';

-- certificados: what was issued stays; the message that asked for it is forgotten.
UPDATE asistente.certificados SET wamid_origen = 'borrado:' || folio
WHERE contacto_id = %(contacto_id)s AND wamid_origen NOT LIKE 'borrado:%%';

-- tramites: applications, held until the transaction ends.
SELECT id, estado, datos, evidencia FROM asistente.tramites WHERE contacto_id = %(contacto_id)s ORDER BY id FOR UPDATE;

-- guardar_tramite: what is kept of one that was filed.
UPDATE asistente.tramites SET datos = %(datos)s, evidencia = %(evidencia)s, wamid_origen = 'borrado:' || id,
    wamid_radicado = NULL
WHERE id = %(id)s;

-- borrar_tramite: one that was not filed.
DELETE FROM asistente.tramites WHERE id = %(id)s;

-- documentos: files, held until the transaction ends.
SELECT id, tramite_id, contenido, creado_en FROM asistente.documentos WHERE contacto_id = %(contacto_id)s
ORDER BY id FOR UPDATE;

-- guardar_documento: a file that is kept, without the message that brought it.
UPDATE asistente.documentos SET contenido = %(contenido)s, wamid_origen = 'borrado:' || id, grupo = 'borrado:' || id
WHERE id = %(id)s;

-- borrar_documento: a file that is not.
DELETE FROM asistente.documentos WHERE id = %(id)s;

-- omitidos: what the customer had not got, of an application that is kept.
SELECT requisito, razon FROM asistente.documentos_omitidos WHERE tramite_id = %(id)s;

-- guardar_omitido: the reason, sealed anew.
UPDATE asistente.documentos_omitidos SET razon = %(razon)s, wamid_origen = 'borrado'
WHERE tramite_id = %(id)s AND requisito = %(requisito)s;

-- borrar_omitidos: reasons of an application whose files go.
DELETE FROM asistente.documentos_omitidos WHERE tramite_id = %(id)s;

-- casos: this contact's cases and, wherever they were opened, this person's; held until the transaction ends.
SELECT id, folio, contacto_id, tipo, estado, creado_en, cerrado_en, transcripcion, cedula,
       (SELECT d.estado FROM asistente.solicitudes_de_datos d WHERE d.caso_id = casos.id) AS derecho FROM asistente.casos
WHERE contacto_id = %(contacto_id)s OR cedula_hmac = %(cedula_hmac)s ORDER BY id FOR NO KEY UPDATE;

-- guardar_caso: one that a law keeps.
UPDATE asistente.casos SET transcripcion = %(transcripcion)s, cedula = %(cedula)s, wamid_origen = 'borrado:' || id
WHERE id = %(id)s;

-- notas: what colleagues wrote on a case.
SELECT id, texto FROM asistente.notas WHERE caso_id = %(caso_id)s ORDER BY id FOR UPDATE;

-- guardar_nota: sealed anew.
UPDATE asistente.notas SET texto = %(texto)s WHERE id = %(id)s;

-- borrar_notas: of a case that is nobody's any more.
DELETE FROM asistente.notas WHERE caso_id = %(caso_id)s;

-- anonimizar_caso: a case goes on counting, but nobody is behind it.
UPDATE asistente.casos SET contacto_id = %(nadie)s, transcripcion = %(transcripcion)s, cedula = NULL, cedula_hmac = NULL,
    radicado = NULL, zona = NULL, segmento = NULL, wamid_origen = 'borrado:' || id,
    estado = 'cerrado', cerrado_en = coalesce(cerrado_en, %(now)s), causa = coalesce(causa, 'datos_supresion')
WHERE id = %(id)s;

-- cumplir_relojes: nobody waits for this case any more.
UPDATE asistente.relojes SET cumplido_en = %(now)s, corre_desde = NULL, avisa_50_en = NULL, avisa_80_en = NULL, vence_en = NULL
WHERE caso_id = %(id)s AND cumplido_en IS NULL;

-- ver_alertas: nobody need look at it.
UPDATE asistente.alertas SET vista_en = %(now)s WHERE caso_id = %(id)s AND vista_en IS NULL;

-- hay_eventos: whether anything was recorded of a contact.
SELECT EXISTS (SELECT FROM asistente.eventos WHERE contacto_id = %(contacto_id)s) AS hay;

-- nadie: a contact behind whom nobody is, for what goes on counting.
INSERT INTO asistente.contactos (creado_en, borrado_en) VALUES ('epoch', 'epoch') RETURNING id;

-- eventos: what happened goes on counting, but no longer for whom.
UPDATE asistente.eventos SET contacto_id = %(nadie)s, clave = 'anonimo:' || md5(clave) WHERE contacto_id = %(contacto_id)s;

-- encuestas: opinions.
DELETE FROM asistente.encuestas WHERE contacto_id = %(contacto_id)s;

-- conversaciones: who spoke with them.
DELETE FROM asistente.conversaciones WHERE contacto_id = %(contacto_id)s;

-- huellas_de_vivos: phones and BSUIDs of the contacts that there are, to find in a restored copy those that were erased.
SELECT id, telefono, bsuid, creado_en FROM asistente.contactos
WHERE borrado_en IS NULL AND creado_en <= %(hasta)s AND id > %(desde)s AND (telefono IS NOT NULL OR bsuid IS NOT NULL)
ORDER BY id LIMIT %(cuantos)s;

-- por_anotar: proofs that are not in the journal yet.
SELECT folio, contacto_id, huellas, cedula_hmac, motivo, pedido_en, terminado_en, sha256 FROM asistente.borrados
WHERE estado = 'hecho' AND anotado_en IS NULL ORDER BY terminado_en LIMIT 500;

-- anotados: these are.
UPDATE asistente.borrados SET anotado_en = %(now)s WHERE folio = ANY(%(folios)s);

-- intentos_de_contacto: tries to reach them; the week's count begins anew with whoever writes from there.
DELETE FROM asistente.intentos_de_contacto WHERE persona = 'contacto:' || %(contacto_id)s::text
   OR saliente_id IN (SELECT id FROM asistente.mensajes_salientes WHERE contacto_id = %(contacto_id)s::bigint);

-- exportes_de_datos: what was handed over.
DELETE FROM asistente.exportes_de_datos WHERE folio IN (
    SELECT folio FROM asistente.solicitudes_de_datos WHERE contacto_id = %(contacto_id)s);

-- solicitudes_de_datos: what was asked for stays as proof; the message that asked is forgotten.
UPDATE asistente.solicitudes_de_datos SET wamid_origen = 'borrado:' || id
WHERE contacto_id = %(contacto_id)s AND wamid_origen NOT LIKE 'borrado:%%';

-- canales_autorizados: channels they agreed to.
DELETE FROM asistente.canales_autorizados WHERE contacto_id = %(contacto_id)s OR cedula_hmac = %(cedula_hmac)s;

-- horarios_pactados: hours they agreed to.
DELETE FROM asistente.horarios_pactados WHERE contacto_id = %(contacto_id)s OR cedula_hmac = %(cedula_hmac)s;

-- preferencias_de_contacto: hours they prefer.
DELETE FROM asistente.preferencias_de_contacto WHERE contacto_id = %(contacto_id)s;

-- celulares_vistos: the mobile that a code proved.
DELETE FROM asistente.celulares_vistos WHERE contacto_id = %(contacto_id)s OR cedula_hmac = %(cedula_hmac)s;

-- parejas: chats that a code let in.
DELETE FROM asistente.parejas WHERE contacto_id = %(contacto_id)s OR cedula_hmac = %(cedula_hmac)s;

-- senales_identidad: a sign goes on protecting the person, and no longer says from which chat it came.
UPDATE asistente.senales_identidad SET contacto_id = NULL, clave = 'borrado:' || id WHERE contacto_id = %(contacto_id)s;

-- avisos_de_seguridad: what they were told for their own safety.
DELETE FROM asistente.avisos_de_seguridad WHERE contacto_id = %(contacto_id)s OR cedula_hmac = %(cedula_hmac)s;
