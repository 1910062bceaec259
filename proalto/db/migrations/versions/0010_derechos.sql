-- Rights over personal data (Ley 1581 arts. 14-15, Ley 1266 art. 16): what was asked, under which law, until when, and
-- how it ended. One row a request; those that were answered at once have no case. No words of anybody are kept here.
CREATE TABLE asistente.solicitudes_de_datos (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    folio text NOT NULL UNIQUE,               -- its case's, or one of its own
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    caso_id bigint UNIQUE REFERENCES asistente.casos (id) ON DELETE SET NULL,
    cedula_hmac bytea,                        -- whom the contact had proved to be
    derecho text NOT NULL
        CHECK (derecho IN ('conocer', 'copia', 'actualizar', 'suprimir', 'revocar', 'representar', 'peticion')),
    tramite text NOT NULL CHECK (tramite IN ('consulta', 'reclamo')),
    regimen text NOT NULL CHECK (regimen IN ('1581', '1266', 'ambos')),
    estado text NOT NULL CHECK (estado IN
        ('en_curso', 'incompleta', 'trasladada', 'desistida', 'por_borrar', 'favorable', 'negada', 'silencio')),
    nivel integer,                            -- of identity, proved in the five minutes before
    recibida_en timestamptz NOT NULL,
    completa_en timestamptz NOT NULL,         -- from when its clock counts
    vence_el date NOT NULL,                   -- the last day, in Bogotá
    falta_pedida_en timestamptz,              -- what was missing was asked for
    desiste_el date,
    -- The notice of an extension; it counts only once it was sent.
    prorroga_id bigint REFERENCES asistente.mensajes_salientes (id) ON DELETE SET NULL,
    prorroga_motivo text,
    prorrogada_en timestamptz,                -- when that notice left
    marcada_en timestamptz,                   -- "reclamo en trámite" stands beside the data
    trasladada_en timestamptz,
    fundamento text,                          -- of textos/deberes_de_conservar.csv: why it was denied, or in part
    respondida_en timestamptz,
    autorizada_por bigint REFERENCES asistente.usuarios (id),  -- of an erasure: the advisor who looked at it (N3)
    borrado_folio text,                       -- the proof of the erasure
    revisar_en timestamptz NOT NULL,          -- when its clock next asks for something
    wamid_origen text NOT NULL,
    UNIQUE (wamid_origen, derecho)
);
CREATE INDEX solicitudes_de_datos_contacto ON asistente.solicitudes_de_datos (contacto_id, id);
CREATE INDEX solicitudes_de_datos_vivas ON asistente.solicitudes_de_datos (revisar_en)
    WHERE estado IN ('en_curso', 'incompleta', 'por_borrar');
CREATE INDEX solicitudes_de_datos_cedula ON asistente.solicitudes_de_datos (cedula_hmac) WHERE cedula_hmac IS NOT NULL;

-- What was given to whoever asked for their data, sealed with their key, until it has been sent and some days more.
CREATE TABLE asistente.exportes_de_datos (
    folio text PRIMARY KEY REFERENCES asistente.solicitudes_de_datos (folio) ON DELETE CASCADE,
    contenido bytea NOT NULL,                 -- encrypted JSON
    creado_en timestamptz NOT NULL
);

-- Every row of every table that is keyed to a contact or to the keyed hash of a cédula, whatever tables there come to
-- be: `propia` when it hangs from the contact, `huella` the hash it carries, if any. What hangs from a case or from an
-- application of theirs comes too. Long files are left out: `bytes` says how long they are.
CREATE FUNCTION asistente.filas_de_persona(quien bigint, huella_suya bytea)
RETURNS TABLE (tabla text, dueno bigint, huella text, fila jsonb)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    una record;
    columnas text;
    condicion text;
BEGIN
    FOR una IN
        SELECT c.table_name AS nombre, array_agg(c.column_name::text) AS nombres
        FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'asistente' AND t.table_type = 'BASE TABLE'
        GROUP BY c.table_name
        HAVING array_agg(c.column_name::text) && ARRAY['contacto_id', 'cedula_hmac', 'caso_id', 'tramite_id', 'saliente_id']
            OR c.table_name = 'contactos'
        ORDER BY c.table_name
    LOOP
        SELECT string_agg(
            CASE WHEN data_type = 'bytea' THEN format(
                'CASE WHEN octet_length(%1$I) <= 400000 THEN encode(%1$I, ''base64'') END AS %1$I,'
                ' octet_length(%1$I) AS %2$I', column_name, column_name || '_bytes')
            ELSE format('%I', column_name) END, ', ' ORDER BY ordinal_position)
        INTO columnas FROM information_schema.columns
        WHERE table_schema = 'asistente' AND table_name = una.nombre;
        condicion := concat_ws(' OR ',
            CASE WHEN una.nombre = 'contactos' THEN 'id = $1' END,
            CASE WHEN 'contacto_id' = ANY (una.nombres) THEN 'contacto_id = $1' END,
            CASE WHEN 'cedula_hmac' = ANY (una.nombres) THEN 'cedula_hmac = $2' END,
            CASE WHEN 'caso_id' = ANY (una.nombres) AND NOT 'contacto_id' = ANY (una.nombres) THEN
                'caso_id IN (SELECT id FROM asistente.casos WHERE contacto_id = $1 OR cedula_hmac = $2)' END,
            CASE WHEN 'tramite_id' = ANY (una.nombres) AND NOT 'contacto_id' = ANY (una.nombres) THEN
                'tramite_id IN (SELECT id FROM asistente.tramites WHERE contacto_id = $1)' END,
            CASE WHEN 'saliente_id' = ANY (una.nombres) THEN
                'saliente_id IN (SELECT id FROM asistente.mensajes_salientes WHERE contacto_id = $1)' END);
        RETURN QUERY EXECUTE format(
            'SELECT %L::text, %s, %s, to_jsonb(x) FROM (SELECT %s FROM asistente.%I WHERE %s) x', una.nombre,
            CASE WHEN una.nombre = 'contactos' THEN 'x.id'
                 WHEN 'contacto_id' = ANY (una.nombres) THEN 'x.contacto_id::bigint' ELSE 'NULL::bigint' END,
            CASE WHEN 'cedula_hmac' = ANY (una.nombres) THEN 'x.cedula_hmac' ELSE 'NULL::text' END,
            columnas, una.nombre, condicion)
        USING quien, huella_suya;
    END LOOP;
END
$$;
