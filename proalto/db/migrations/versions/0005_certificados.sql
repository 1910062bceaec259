-- Certificates of paz y salvo. The PDF is kept so that whoever asks again gets the same bytes; `sha256` is of it.
-- `cedula`, `contenido` (JSON) and `pdf` are encrypted; `estado_hmac` is a keyed hash of what is certified.
CREATE TABLE asistente.certificados (
    folio text PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    cedula bytea NOT NULL,
    cedula_hmac bytea NOT NULL,
    estado_hmac bytea NOT NULL,
    dia date NOT NULL,  -- of issue, in Bogotá
    contenido bytea NOT NULL,
    pdf bytea NOT NULL,
    sha256 bytea NOT NULL,
    estado text NOT NULL DEFAULT 'vigente' CHECK (estado IN ('vigente', 'revocado')),
    emitido_en timestamptz NOT NULL,
    corte_en timestamptz NOT NULL,
    wamid_origen text NOT NULL,
    revocado_en timestamptz,
    motivo text,
    CHECK ((estado = 'revocado') = (revocado_en IS NOT NULL AND motivo IS NOT NULL))
);
CREATE UNIQUE INDEX certificados_del_dia ON asistente.certificados (cedula_hmac, dia, estado_hmac) WHERE estado = 'vigente';
CREATE INDEX certificados_cedula ON asistente.certificados (cedula_hmac);

-- What was issued stays as it was issued, and what was revoked stays revoked. (New keys may encrypt it anew.)
CREATE FUNCTION asistente.certificado_no_cambia() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.estado = 'revocado' AND NEW.estado <> 'revocado'
       OR (NEW.folio, NEW.contacto_id, NEW.cedula_hmac, NEW.estado_hmac, NEW.dia, NEW.sha256, NEW.emitido_en, NEW.corte_en)
          IS DISTINCT FROM
          (OLD.folio, OLD.contacto_id, OLD.cedula_hmac, OLD.estado_hmac, OLD.dia, OLD.sha256, OLD.emitido_en, OLD.corte_en)
    THEN RAISE EXCEPTION 'a certificate does not change';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER certificados_no_cambian BEFORE UPDATE ON asistente.certificados
    FOR EACH ROW EXECUTE FUNCTION asistente.certificado_no_cambia();

-- Files of ours that Meta already holds, so that a second try does not upload them again. `documento` names one.
CREATE TABLE asistente.documentos_subidos (
    documento text PRIMARY KEY,
    media_id text NOT NULL,
    subido_en timestamptz NOT NULL DEFAULT now()
);

-- Who asks the public page, by keyed hash of the address: when, in the last minute. Lost in a crash, and no harm.
CREATE UNLOGGED TABLE asistente.visitas (
    visitante bytea PRIMARY KEY,
    llegadas timestamptz[] NOT NULL,
    admitida boolean NOT NULL
);
