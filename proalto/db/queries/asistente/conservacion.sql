-- cedulas: whom a contact proved to be.
SELECT DISTINCT ON (cedula_hmac) cedula FROM (
    SELECT cedula, cedula_hmac FROM asistente.sesiones WHERE contacto_id = %(contacto_id)s
    UNION ALL SELECT cedula, cedula_hmac FROM asistente.casos WHERE contacto_id = %(contacto_id)s AND cedula IS NOT NULL
) AS probadas ORDER BY cedula_hmac;

-- radicados: the applications that a contact has filed.
SELECT id, datos, radicado, radicado_en FROM asistente.tramites WHERE contacto_id = %(contacto_id)s AND estado = 'radicado';

-- certificados: how many were issued to a contact, and when the newest was.
SELECT count(*) AS cuantos, max(emitido_en) AS ultimo FROM asistente.certificados WHERE contacto_id = %(contacto_id)s;

-- reclamos: the cases that a law keeps: claims that go on, and whatever began with "no fui yo". A right over data goes on
-- until it is answered, whatever became of its case.
SELECT c.tipo, abierto, coalesce(c.cerrado_en, %(now)s) AS desde
FROM asistente.casos c LEFT JOIN asistente.solicitudes_de_datos d ON d.caso_id = c.id
    CROSS JOIN LATERAL (SELECT coalesce(d.estado = ANY(%(abiertos)s), c.estado <> 'cerrado') AS abierto) uno
WHERE (c.contacto_id = %(contacto_id)s OR c.cedula_hmac = %(cedula_hmac)s)
  AND (c.tipo = ANY(%(reclamos)s) AND abierto OR c.tipo = %(fraude)s) ORDER BY c.id;

-- libro: whether there are entries of a contact in the ledger, and messages that may not be sent to them.
SELECT EXISTS (SELECT FROM asistente.autorizaciones WHERE contacto_id = %(contacto_id)s) AS autorizaciones,
       EXISTS (SELECT FROM asistente.bloqueos WHERE contacto_id = %(contacto_id)s AND hasta IS NULL) AS bloqueos;
