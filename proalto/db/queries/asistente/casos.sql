-- abierto: the case that this message opened, or the contact's open one of this type; whoever asks for a person gets
-- back to the one that a person has answered already. What is of no type of its own is the same only if its errand is.
SELECT id, folio, prometido_para, wamid_origen FROM asistente.casos
WHERE contacto_id = %(contacto_id)s
  AND (tipo = %(tipo)s AND (wamid_origen = %(wamid)s OR estado <> 'cerrado' AND (tipo <> 'otro' OR gestion = %(gestion)s))
       OR %(tipo)s = 'asesor' AND estado <> 'cerrado' AND respondido_en IS NOT NULL)
ORDER BY tipo = %(tipo)s AND wamid_origen = %(wamid)s DESC, tipo = %(tipo)s DESC, id DESC LIMIT 1;

-- bloquear_contacto: whose cases are opened one at a time.
SELECT id FROM asistente.contactos WHERE id = %(contacto_id)s FOR NO KEY UPDATE;

-- abrir: a case with its transcript.
INSERT INTO asistente.casos
    (folio, contacto_id, tipo, transcripcion, prometido_para, wamid_origen, creado_en, equipo, zona, segmento, dano,
     puntos, prioridad, gestion, radicado, cedula, cedula_hmac, nivel, anterior_id, reincidencias, usuario_id,
     asignado_en)
VALUES (%(folio)s, %(contacto_id)s, %(tipo)s, %(transcripcion)s, %(prometido_para)s, %(wamid)s, %(now)s, %(equipo)s,
        %(zona)s, %(segmento)s, %(dano)s, %(puntos)s, %(prioridad)s, %(gestion)s, %(radicado)s, %(cedula)s,
        %(cedula_hmac)s, %(nivel)s, %(anterior_id)s, %(reincidencias)s, %(usuario_id)s, %(asignado_en)s)
RETURNING id;

-- anteriores: the newest case of this contact or of whom they proved to be since then, and how many there were.
SELECT max(id) AS anterior_id, count(*) AS cuantos FROM (
    SELECT id FROM asistente.casos WHERE contacto_id = %(contacto_id)s AND creado_en > %(desde)s
    UNION SELECT id FROM asistente.casos_de(%(cedula_hmac)s, %(desde)s)) AS suyos;

-- del_tramite: what an application tells of the case that it opens.
SELECT asesor, datos FROM asistente.tramites WHERE radicado = %(radicado)s;

-- por_folio: one case.
SELECT id, folio, contacto_id, tipo, estado, transcripcion, prometido_para, creado_en, equipo, zona, segmento, dano,
       puntos, prioridad, gestion, radicado, nivel, anterior_id, reincidencias, usuario_id, asignado_en, descartados,
       respondido_en, cerrado_en, cerrado_por, causa, reaperturas
FROM asistente.casos WHERE folio = %(folio)s;

-- por_id: one case, as it is now.
SELECT id, folio, contacto_id, tipo, estado, prometido_para, creado_en, equipo, zona, segmento, dano, puntos,
       prioridad, gestion, radicado, nivel, anterior_id, reincidencias, usuario_id, asignado_en, descartados,
       respondido_en, cerrado_en, cerrado_por, causa, reaperturas
FROM asistente.casos WHERE id = %(caso_id)s;

-- bloquear: one case, held until this transaction ends; what points at it may still be written.
SELECT id, folio, contacto_id, tipo, estado, prometido_para, creado_en, equipo, zona, segmento, dano, puntos,
       prioridad, gestion, radicado, nivel, anterior_id, reincidencias, usuario_id, asignado_en, descartados,
       respondido_en, cerrado_en, cerrado_por, causa, reaperturas
FROM asistente.casos WHERE id = %(caso_id)s FOR NO KEY UPDATE;

-- transcripcion: what a case holds of the conversation.
SELECT folio, contacto_id, transcripcion FROM asistente.casos WHERE id = %(caso_id)s;

-- guardar_transcripcion: with what was added to it.
UPDATE asistente.casos SET transcripcion = %(transcripcion)s WHERE id = %(caso_id)s;

-- abierto_de: the contact's newest case that is not closed.
SELECT id FROM asistente.casos
WHERE contacto_id = %(contacto_id)s AND estado <> 'cerrado' ORDER BY creado_en DESC, id DESC LIMIT 1;

-- en_pausa_de: the contact's cases that wait for them.
SELECT id FROM asistente.casos WHERE contacto_id = %(contacto_id)s AND estado = 'en_pausa' ORDER BY id;

-- poner_estado: it waits for the customer, or goes on.
UPDATE asistente.casos SET estado = %(estado)s WHERE id = %(caso_id)s;

-- asignar: who has it from now on.
UPDATE asistente.casos SET usuario_id = %(usuario_id)s, asignado_en = %(now)s WHERE id = %(caso_id)s;

-- devolver_a_la_cola: nobody has it; `descartados` are those who had it and did not answer.
UPDATE asistente.casos SET usuario_id = NULL, asignado_en = NULL, descartados = %(descartados)s WHERE id = %(caso_id)s;

-- transferir: another team's, or another advisor's; who did not answer before may have it again.
UPDATE asistente.casos
SET equipo = %(equipo)s, usuario_id = %(usuario_id)s, asignado_en = %(asignado_en)s, descartados = '{}'
WHERE id = %(caso_id)s;

-- responder: a person's first message.
UPDATE asistente.casos
SET respondido_en = %(now)s, estado = CASE estado WHEN 'abierto' THEN 'en_atencion' ELSE estado END
WHERE id = %(caso_id)s AND respondido_en IS NULL;

-- cerrar: with its root cause.
UPDATE asistente.casos
SET estado = 'cerrado', cerrado_en = %(now)s, cerrado_por = %(usuario_id)s, causa = %(causa)s WHERE id = %(caso_id)s;

-- reabrir: it was not over.
UPDATE asistente.casos
SET estado = %(estado)s, cerrado_en = NULL, cerrado_por = NULL, causa = NULL, reaperturas = reaperturas + 1
WHERE id = %(caso_id)s;

-- puntuar: its place in the queue.
UPDATE asistente.casos SET dano = %(dano)s, puntos = %(puntos)s, prioridad = %(prioridad)s WHERE id = %(caso_id)s;

-- anotar_nota: what a colleague should know.
INSERT INTO asistente.notas (caso_id, usuario_id, texto, creada_en)
VALUES (%(caso_id)s, %(usuario_id)s, %(texto)s, %(now)s);

-- notas: what colleagues wrote on a case, the oldest first.
SELECT notas.id, usuario_id, nombre, texto, creada_en FROM asistente.notas
JOIN asistente.usuarios ON usuarios.id = notas.usuario_id WHERE caso_id = %(caso_id)s ORDER BY notas.id;

-- sin_perfil: live cases of identified customers whose segment was not looked up yet.
SELECT id, contacto_id, cedula FROM asistente.casos
WHERE estado <> 'cerrado' AND cedula IS NOT NULL AND segmento IS NULL ORDER BY id LIMIT 50;

-- poner_perfil: what the lender's database says of the customer; empty when it says nothing.
UPDATE asistente.casos SET segmento = %(segmento)s, zona = coalesce(zona, %(zona)s) WHERE id = %(caso_id)s;
