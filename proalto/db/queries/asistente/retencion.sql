-- empezar: this night's cleaning is mine, or goes on where a process died; no row when another has it or it is done.
INSERT INTO asistente.limpiezas AS esta (dia, empezada_en) VALUES (%(dia)s, %(now)s)
ON CONFLICT (dia) DO UPDATE SET empezada_en = %(now)s
    WHERE esta.terminada_en IS NULL AND esta.empezada_en < %(muerta)s
RETURNING id;

-- terminar: the report of a night.
UPDATE asistente.limpiezas SET terminada_en = %(now)s, conteos = %(conteos)s::jsonb WHERE id = %(id)s;

-- hecha: whether this night's cleaning was begun or done.
SELECT terminada_en IS NOT NULL AS hecha FROM asistente.limpiezas WHERE dia = %(dia)s;

-- mensajes_entrantes: what customers wrote, but that of whoever has a claim that goes on.
DELETE FROM asistente.mensajes_entrantes WHERE wamid IN (
    SELECT wamid FROM asistente.mensajes_entrantes AS m WHERE recibido_en < %(corte)s AND NOT EXISTS (
        SELECT FROM asistente.casos AS c WHERE c.contacto_id = m.contacto_id AND c.estado <> 'cerrado' AND c.tipo = ANY(%(reclamos)s))
    LIMIT %(cuantos)s);

-- vaciar_pruebas: that the authorization was shown, and arrived, is proof: those rows stay, without their words.
UPDATE asistente.mensajes_salientes SET cuerpo = NULL, destino = NULL WHERE id IN (
    SELECT id FROM asistente.mensajes_salientes AS m
    WHERE creado_en < %(corte)s AND (cuerpo IS NOT NULL OR destino IS NOT NULL) AND asistente.prueba_lo_mostrado(m)
    LIMIT %(cuantos)s);

-- mensajes_salientes: what was sent, likewise, but the proof that the authorization was shown.
DELETE FROM asistente.mensajes_salientes WHERE id IN (
    SELECT id FROM asistente.mensajes_salientes AS m WHERE creado_en < %(corte)s AND NOT EXISTS (
        SELECT FROM asistente.casos AS c WHERE c.contacto_id = m.contacto_id AND c.estado <> 'cerrado' AND c.tipo = ANY(%(reclamos)s))
      AND NOT asistente.prueba_lo_mostrado(m)
    LIMIT %(cuantos)s);

-- turnos: Rasa's memory, likewise.
DELETE FROM asistente.turnos WHERE (contacto_id, n) IN (
    SELECT contacto_id, n FROM asistente.turnos AS t WHERE creado_en < %(corte)s AND NOT EXISTS (
        SELECT FROM asistente.casos AS c WHERE c.contacto_id = t.contacto_id AND c.estado <> 'cerrado' AND c.tipo = ANY(%(reclamos)s))
    LIMIT %(cuantos)s);

-- encuestas: opinions.
DELETE FROM asistente.encuestas WHERE id IN (
    SELECT id FROM asistente.encuestas WHERE creada_en < %(corte)s LIMIT %(cuantos)s);

-- estados_entrega: what became of what was sent, but of that proof.
DELETE FROM asistente.estados_entrega WHERE (wamid, estado) IN (
    SELECT e.wamid, e.estado FROM asistente.estados_entrega AS e
    LEFT JOIN asistente.mensajes_salientes AS m ON m.id = e.saliente_id
    WHERE e.recibido_en < %(corte)s AND NOT (m.id IS NOT NULL AND asistente.prueba_lo_mostrado(m)) LIMIT %(cuantos)s);

-- opciones: what buttons meant.
DELETE FROM asistente.opciones WHERE id IN (
    SELECT id FROM asistente.opciones WHERE creado_en < %(corte)s LIMIT %(cuantos)s);

-- documentos_subidos: ids that Meta does not know any more.
DELETE FROM asistente.documentos_subidos WHERE documento IN (
    SELECT documento FROM asistente.documentos_subidos WHERE subido_en < %(corte)s LIMIT %(cuantos)s);

-- medios_por_borrar: files that Meta has let expire.
DELETE FROM asistente.medios_por_borrar WHERE media_id IN (
    SELECT media_id FROM asistente.medios_por_borrar WHERE pedido_en < %(corte)s LIMIT %(cuantos)s);

-- desafios: codes that were asked for.
DELETE FROM asistente.desafios WHERE id IN (
    SELECT id FROM asistente.desafios WHERE creado_en < %(corte)s LIMIT %(cuantos)s);

-- intentos_identidad: tries at an identity.
DELETE FROM asistente.intentos_identidad WHERE id IN (
    SELECT id FROM asistente.intentos_identidad WHERE ocurrido_en < %(corte)s LIMIT %(cuantos)s);

-- sesiones: who proved to be whom.
DELETE FROM asistente.sesiones WHERE id IN (
    SELECT id FROM asistente.sesiones WHERE usada_en < %(corte)s LIMIT %(cuantos)s);

-- documentos_sueltos: files of applications that were not filed, or of none; but those of whoever has a claim that goes on.
DELETE FROM asistente.documentos WHERE id IN (
    SELECT d.id FROM asistente.documentos AS d LEFT JOIN asistente.tramites AS t ON t.id = d.tramite_id
    WHERE coalesce(t.actualizado_en, d.creado_en) < %(corte)s AND t.estado IS DISTINCT FROM 'radicado' AND NOT EXISTS (
        SELECT FROM asistente.casos AS c WHERE c.contacto_id = d.contacto_id AND c.estado <> 'cerrado' AND c.tipo = ANY(%(reclamos)s))
    LIMIT %(cuantos)s);

-- borradores: applications that were not filed, once their files are gone.
DELETE FROM asistente.tramites WHERE id IN (
    SELECT t.id FROM asistente.tramites AS t WHERE t.actualizado_en < %(corte)s AND t.estado <> 'radicado'
      AND NOT EXISTS (SELECT FROM asistente.documentos AS d WHERE d.tramite_id = t.id) LIMIT %(cuantos)s);

-- solicitudes_viejas: filed applications that are due, with what tells whose they are.
SELECT id, datos FROM asistente.tramites WHERE radicado_en < %(corte)s AND estado = 'radicado' ORDER BY id;

-- documentos_de: the files of an application.
DELETE FROM asistente.documentos WHERE tramite_id = %(id)s;

-- solicitud: a filed application.
DELETE FROM asistente.tramites WHERE id = %(id)s;

-- certificados: certificates.
DELETE FROM asistente.certificados WHERE folio IN (
    SELECT folio FROM asistente.certificados WHERE emitido_en < %(corte)s LIMIT %(cuantos)s);

-- casos: closed cases that are no claims.
DELETE FROM asistente.casos WHERE id IN (
    SELECT id FROM asistente.casos AS c WHERE cerrado_en < %(corte)s AND tipo <> ALL(%(reclamos)s)
      AND NOT EXISTS (SELECT FROM asistente.conversaciones AS v WHERE v.caso_id = c.id) LIMIT %(cuantos)s);

-- reclamos: closed claims.
DELETE FROM asistente.casos WHERE id IN (
    SELECT id FROM asistente.casos AS c WHERE cerrado_en < %(corte)s AND tipo = ANY(%(reclamos)s)
      AND NOT EXISTS (SELECT FROM asistente.conversaciones AS v WHERE v.caso_id = c.id) LIMIT %(cuantos)s);

-- bloqueos_identidad: locks that a person lifted. One that nobody lifted stays.
DELETE FROM asistente.bloqueos_identidad WHERE id IN (
    SELECT id FROM asistente.bloqueos_identidad WHERE levantado_en < %(corte)s LIMIT %(cuantos)s);

-- suscripciones: notices that were asked for, and are over.
DELETE FROM asistente.suscripciones WHERE id IN (
    SELECT id FROM asistente.suscripciones WHERE terminada_en < %(corte)s LIMIT %(cuantos)s);

-- bloqueos: what may be sent again since long.
DELETE FROM asistente.bloqueos WHERE id IN (
    SELECT id FROM asistente.bloqueos WHERE hasta < %(corte)s LIMIT %(cuantos)s);

-- eventos: what happened.
DELETE FROM asistente.eventos WHERE id IN (
    SELECT id FROM asistente.eventos WHERE ocurrido_en < %(corte)s LIMIT %(cuantos)s);

-- sesiones_mesa: doors of the desk.
DELETE FROM asistente.sesiones_mesa WHERE huella IN (
    SELECT huella FROM asistente.sesiones_mesa WHERE usada_en < %(corte)s LIMIT %(cuantos)s);

-- limpiezas: old reports of this.
DELETE FROM asistente.limpiezas WHERE id IN (
    SELECT id FROM asistente.limpiezas WHERE empezada_en < %(corte)s LIMIT %(cuantos)s);

-- anuncios: announcements that were taken.
DELETE FROM asistente.anuncios WHERE id IN (
    SELECT id FROM asistente.anuncios WHERE recibido_en < %(corte)s LIMIT %(cuantos)s);

-- ritmos: buckets that are full again.
DELETE FROM asistente.ritmos WHERE nombre IN (
    SELECT nombre FROM asistente.ritmos WHERE en < %(corte)s LIMIT %(cuantos)s);

-- visitas: who asked the public page.
DELETE FROM asistente.visitas WHERE visitante IN (
    SELECT visitante FROM asistente.visitas
    WHERE coalesce((SELECT max(una) FROM unnest(llegadas) AS una), '-infinity') < %(corte)s LIMIT %(cuantos)s);

-- trabajos: wake-up calls that nobody ended.
DELETE FROM asistente.procrastinate_jobs WHERE id IN (
    SELECT job_id FROM asistente.procrastinate_events WHERE type = 'deferred' AND at < %(corte)s LIMIT %(cuantos)s);

-- inactivos: contacts of whom nothing was heard for so long.
SELECT contacto.id, contacto.telefono, contacto.bsuid FROM asistente.contactos AS contacto
WHERE contacto.borrado_en IS NULL AND contacto.creado_en < %(corte)s
  AND NOT EXISTS (SELECT FROM asistente.mensajes_entrantes AS m WHERE m.contacto_id = contacto.id)
  AND NOT EXISTS (SELECT FROM asistente.eventos AS e WHERE e.contacto_id = contacto.id AND e.ocurrido_en >= %(corte)s)
  AND NOT EXISTS (SELECT FROM asistente.autorizaciones AS a WHERE a.contacto_id = contacto.id AND a.ocurrido_en >= %(corte)s)
  AND NOT EXISTS (SELECT FROM asistente.casos AS c WHERE c.contacto_id = contacto.id AND c.estado <> 'cerrado')
ORDER BY contacto.id LIMIT %(cuantos)s;

-- exportes_de_datos: older than their class.
DELETE FROM asistente.exportes_de_datos WHERE folio IN (
    SELECT folio FROM asistente.exportes_de_datos WHERE creado_en < %(corte)s LIMIT %(cuantos)s);

-- intentos_de_contacto: older than their class.
DELETE FROM asistente.intentos_de_contacto WHERE (persona, dia) IN (
    SELECT persona, dia FROM asistente.intentos_de_contacto WHERE ocurrido_en < %(corte)s LIMIT %(cuantos)s);

-- avisos_de_seguridad: older than their class.
DELETE FROM asistente.avisos_de_seguridad WHERE id IN (
    SELECT id FROM asistente.avisos_de_seguridad WHERE creado_en < %(corte)s LIMIT %(cuantos)s);

-- celulares_vistos: older than their class.
DELETE FROM asistente.celulares_vistos WHERE cedula_hmac IN (
    SELECT cedula_hmac FROM asistente.celulares_vistos WHERE visto_en < %(corte)s LIMIT %(cuantos)s);

-- parejas: older than their class.
DELETE FROM asistente.parejas WHERE (contacto_id, cedula_hmac) IN (
    SELECT contacto_id, cedula_hmac FROM asistente.parejas WHERE ultima_en < %(corte)s LIMIT %(cuantos)s);

-- senales_identidad: older than their class.
DELETE FROM asistente.senales_identidad WHERE id IN (
    SELECT id FROM asistente.senales_identidad WHERE ocurrida_en < %(corte)s LIMIT %(cuantos)s);

-- canales_autorizados: older than their class.
DELETE FROM asistente.canales_autorizados WHERE id IN (
    SELECT id FROM asistente.canales_autorizados WHERE terminado_en < %(corte)s LIMIT %(cuantos)s);

-- horarios_pactados: older than their class.
DELETE FROM asistente.horarios_pactados WHERE id IN (
    SELECT id FROM asistente.horarios_pactados WHERE terminado_en < %(corte)s LIMIT %(cuantos)s);

-- solicitudes_de_datos: older than their class.
DELETE FROM asistente.solicitudes_de_datos WHERE id IN (
    SELECT id FROM asistente.solicitudes_de_datos WHERE respondida_en < %(corte)s LIMIT %(cuantos)s);
