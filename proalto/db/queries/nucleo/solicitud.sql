-- por_cedula: every application of one customer, the newest first.
SELECT radicado, producto, etapa, actualizada_en FROM nucleo.solicitudes
WHERE cedula = %(cedula)s ORDER BY radicada_en DESC NULLS LAST, radicado DESC;

-- por_radicados: where these applications are now, and whose they are.
SELECT radicado, cedula, etapa, actualizada_en FROM nucleo.solicitudes WHERE radicado = ANY(%(radicados)s::text[]);
