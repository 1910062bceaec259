-- abrir: one open application a contact and product.
INSERT INTO asistente.tramites (contacto_id, producto, datos, wamid_origen, creado_en, actualizado_en)
VALUES (%(contacto_id)s, %(producto)s, %(datos)s, %(wamid)s, %(now)s, %(now)s)
ON CONFLICT (contacto_id, producto) WHERE estado = 'abierto' DO NOTHING;

-- bloquear: the open application of a contact and product, held until the transaction ends.
SELECT id, contacto_id, producto, estado, datos, creado_en FROM asistente.tramites
WHERE contacto_id = %(contacto_id)s AND producto = %(producto)s AND estado = 'abierto' FOR UPDATE;

-- abierto: the open application that was touched last; of one product, if one is named.
SELECT id, contacto_id, producto, estado, datos, creado_en FROM asistente.tramites
WHERE contacto_id = %(contacto_id)s AND estado = 'abierto'
  AND (%(producto)s::text IS NULL OR producto = %(producto)s)
ORDER BY actualizado_en DESC, id DESC LIMIT 1;

-- anotar: what was collected so far.
UPDATE asistente.tramites SET datos = %(datos)s, actualizado_en = %(now)s WHERE id = %(id)s;

-- abandonar: the customer gave it up.
UPDATE asistente.tramites SET estado = 'abandonado', actualizado_en = %(now)s
WHERE contacto_id = %(contacto_id)s AND producto = %(producto)s AND estado = 'abierto';

-- abandonar_todos: whoever holds the phone now did not begin them.
UPDATE asistente.tramites SET estado = 'abandonado', actualizado_en = %(now)s
WHERE contacto_id = %(contacto_id)s AND estado = 'abierto';

-- siguiente: the next running number of a radicado.
SELECT nextval('asistente.radicados') AS numero;

-- radicado_por: the application that a message filed.
SELECT radicado, asesor, prometido_para FROM asistente.tramites WHERE wamid_radicado = %(wamid)s;

-- radicar: filed, with its evidence and who calls.
UPDATE asistente.tramites SET estado = 'radicado', radicado = %(radicado)s, asesor = %(asesor)s,
    prometido_para = %(prometido_para)s, evidencia = %(evidencia)s, evidencia_sha256 = %(evidencia_sha256)s,
    wamid_radicado = %(wamid)s, actualizado_en = %(now)s, radicado_en = %(now)s
WHERE id = %(id)s;

-- cargas: how many applications each adviser got lately.
SELECT asesor, cuantos FROM asistente.cargas_de_asesores(%(desde)s);

-- radicados: what a contact has filed, the newest first.
SELECT radicado, datos, asesor, prometido_para FROM asistente.tramites
WHERE contacto_id = %(contacto_id)s AND estado = 'radicado' ORDER BY id DESC LIMIT 5;

-- del_grupo: the application of the files that came with a message.
SELECT id, contacto_id, producto, estado, datos, creado_en FROM asistente.tramites
WHERE contacto_id = %(contacto_id)s AND id = (
    SELECT tramite_id FROM asistente.documentos WHERE grupo = %(grupo)s AND tramite_id IS NOT NULL LIMIT 1);
