-- An identity lock outlives its case, which an erasure may close and the nightly cleaning delete: neither confirms anybody.
ALTER TABLE asistente.bloqueos_identidad
    ADD COLUMN levantado_en timestamptz,
    ALTER COLUMN caso_id DROP NOT NULL,
    DROP CONSTRAINT bloqueos_identidad_caso_id_fkey,
    ADD CONSTRAINT bloqueos_identidad_caso_id_fkey FOREIGN KEY (caso_id) REFERENCES asistente.casos (id) ON DELETE SET NULL;
UPDATE asistente.bloqueos_identidad AS bloqueo SET levantado_en = caso.cerrado_en
FROM asistente.casos AS caso
WHERE caso.id = bloqueo.caso_id AND caso.estado = 'cerrado' AND caso.causa = 'identidad_confirmada';

-- When a person last confirmed whose cédula it is, and whether it is locked.
DROP FUNCTION asistente.bloqueo_de(bytea, text);
CREATE FUNCTION asistente.bloqueo_de(bytea) RETURNS TABLE (confirmada_en timestamptz, bloqueada boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(max(levantado_en), '-infinity'), coalesce(bool_or(levantado_en IS NULL), false)
    FROM asistente.bloqueos_identidad WHERE cedula_hmac = $1
$$;

-- Whoever writes from an erased address is looked for once, when they come to be a contact.
CREATE INDEX borrados_huellas ON asistente.borrados USING gin (huellas);
