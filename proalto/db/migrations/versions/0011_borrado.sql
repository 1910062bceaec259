-- A contact that was erased leaves its number in the tables, so that nothing that is kept hangs in the air, and nothing
-- else: whoever writes from that phone afterwards is a new contact.
ALTER TABLE asistente.contactos
    ADD COLUMN borrado_en timestamptz,
    ADD CONSTRAINT contactos_borrados CHECK (
        borrado_en IS NULL OR (telefono IS NULL AND bsuid IS NULL AND clave_local IS NULL));

-- The proof of an erasure, and how far it has come. `huellas` are keyed hashes of phone and BSUID, `cedula_hmac` of the
-- person's cédula, if it was known: with them an erasure is done again after a copy was restored. `conservado` names
-- what a law keeps. Nothing personal.
CREATE TABLE asistente.borrados (
    folio text PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    parte_de text REFERENCES asistente.borrados (folio),  -- another chat of the same person
    huellas bytea[] NOT NULL DEFAULT '{}',
    cedula_hmac bytea,
    motivo text NOT NULL CHECK (motivo ~ '^[A-Za-z0-9_-]{3,40}$'),
    estado text NOT NULL DEFAULT 'pedido' CHECK (estado IN ('pedido', 'en_curso', 'hecho')),
    hechos text[] NOT NULL DEFAULT '{}',      -- the steps that are done
    conteos jsonb NOT NULL DEFAULT '{}',      -- rows by table
    conservado jsonb NOT NULL DEFAULT '[]',   -- [{que, norma, hasta}]
    pedido_en timestamptz NOT NULL,
    terminado_en timestamptz,
    sha256 text,                              -- of the proof as JSON with sorted keys
    en_custodia boolean NOT NULL DEFAULT false,  -- some of what was kept goes when its duty ends
    anotado_en timestamptz,                   -- written to the journal outside the database
    CHECK ((estado = 'hecho') = (terminado_en IS NOT NULL AND sha256 IS NOT NULL))
);
CREATE UNIQUE INDEX borrados_contacto ON asistente.borrados (contacto_id);
CREATE INDEX borrados_por_hacer ON asistente.borrados (pedido_en) WHERE estado <> 'hecho';

CREATE FUNCTION asistente.borrado_no_cambia() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.estado = 'hecho' AND (TG_OP = 'DELETE' OR
        (NEW.folio, NEW.contacto_id, NEW.parte_de, NEW.huellas, NEW.cedula_hmac, NEW.motivo, NEW.estado, NEW.conteos,
         NEW.conservado, NEW.pedido_en, NEW.terminado_en, NEW.sha256) IS DISTINCT FROM
        (OLD.folio, OLD.contacto_id, OLD.parte_de, OLD.huellas, OLD.cedula_hmac, OLD.motivo, OLD.estado, OLD.conteos,
         OLD.conservado, OLD.pedido_en, OLD.terminado_en, OLD.sha256))
    THEN RAISE EXCEPTION 'the proof of an erasure does not change';
    END IF;
    RETURN COALESCE(NEW, OLD);
END
$$;
CREATE TRIGGER borrados_no_cambian BEFORE UPDATE OR DELETE ON asistente.borrados
    FOR EACH ROW EXECUTE FUNCTION asistente.borrado_no_cambia();

-- What may not be sent to a phone, BSUID or person that was erased: whoever writes from there again inherits it.
CREATE TABLE asistente.bloqueos_de_borrados (
    huella bytea NOT NULL,
    clase text NOT NULL,
    motivo text NOT NULL,
    cedula_hmac bytea,
    desde timestamptz NOT NULL,
    PRIMARY KEY (huella, clase, motivo)
);

-- Files that Meta still holds and must delete. An id says nothing of anybody.
CREATE TABLE asistente.medios_por_borrar (
    media_id text PRIMARY KEY,
    pedido_en timestamptz NOT NULL,
    intentos integer NOT NULL DEFAULT 0,
    proximo_intento timestamptz NOT NULL
);

-- What each night's cleaning deleted or emptied, by table.
CREATE TABLE asistente.limpiezas (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dia date NOT NULL UNIQUE,                 -- in Bogotá
    empezada_en timestamptz NOT NULL,
    terminada_en timestamptz,
    conteos jsonb NOT NULL DEFAULT '{}'
);

-- Nothing more of an erased contact may be written, however late a turn comes: the key that another process remembers
-- for a minute would let it. The lock makes it wait for an erasure that is going on.
CREATE FUNCTION asistente.contacto_no_borrado() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    cuando timestamptz;
BEGIN
    IF current_setting('asistente.borrando', true) = 'si' THEN RETURN NEW; END IF;
    SELECT borrado_en INTO cuando FROM asistente.contactos WHERE id = NEW.contacto_id FOR KEY SHARE;
    IF cuando IS NOT NULL THEN
        RAISE EXCEPTION 'contact % was erased', NEW.contacto_id USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END
$$;
DO $$
DECLARE
    tabla text;
BEGIN
    FOREACH tabla IN ARRAY ARRAY['mensajes_entrantes', 'mensajes_salientes', 'opciones', 'turnos', 'autorizaciones',
        'intentos_identidad', 'desafios', 'sesiones', 'casos', 'suscripciones', 'certificados', 'encuestas', 'bloqueos']
    LOOP
        EXECUTE format('CREATE TRIGGER a_contacto_no_borrado BEFORE INSERT ON asistente.%I'
                       ' FOR EACH ROW EXECUTE FUNCTION asistente.contacto_no_borrado()', tabla);
    END LOOP;
    FOREACH tabla IN ARRAY ARRAY['tramites', 'documentos'] LOOP
        EXECUTE format('CREATE TRIGGER a_contacto_no_borrado BEFORE INSERT OR UPDATE ON asistente.%I'
                       ' FOR EACH ROW EXECUTE FUNCTION asistente.contacto_no_borrado()', tabla);
    END LOOP;
END
$$;

-- The log of what happened goes on counting, but no longer for whom.
CREATE FUNCTION asistente.evento_de_nadie() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM asistente.contactos WHERE id = NEW.contacto_id AND borrado_en IS NOT NULL FOR KEY SHARE;
    IF FOUND THEN
        NEW.contacto_id := NULL;
        NEW.clave := 'anonimo:' || md5(NEW.clave);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER a_evento_de_nadie BEFORE INSERT ON asistente.eventos
    FOR EACH ROW EXECUTE FUNCTION asistente.evento_de_nadie();

-- Whether a row of the outbox proves that the authorization was shown, and arrived: it stays with the ledger, without
-- its words.
CREATE FUNCTION asistente.prueba_lo_mostrado(m asistente.mensajes_salientes) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT m.estado IN ('aceptado', 'entregado', 'leido') AND EXISTS (
        SELECT FROM asistente.autorizaciones AS a
        WHERE a.contacto_id = m.contacto_id AND a.wamid_origen = m.wamid_origen AND a.evento = 'mostrada')
$$;

-- Rows that go let go of those that stay; a file that a law keeps outlives the message that brought it.
ALTER TABLE asistente.mensajes_entrantes
    DROP CONSTRAINT mensajes_entrantes_unido_a_fkey,
    ADD CONSTRAINT mensajes_entrantes_unido_a_fkey FOREIGN KEY (unido_a)
        REFERENCES asistente.mensajes_entrantes (wamid) ON DELETE SET NULL,
    DROP CONSTRAINT mensajes_entrantes_reintenta_a_fkey,
    ADD CONSTRAINT mensajes_entrantes_reintenta_a_fkey FOREIGN KEY (reintenta_a)
        REFERENCES asistente.mensajes_entrantes (wamid) ON DELETE SET NULL;
ALTER TABLE asistente.mensajes_salientes
    DROP CONSTRAINT mensajes_salientes_reintenta_a_fkey,
    ADD CONSTRAINT mensajes_salientes_reintenta_a_fkey FOREIGN KEY (reintenta_a)
        REFERENCES asistente.mensajes_salientes (id) ON DELETE SET NULL;
ALTER TABLE asistente.documentos DROP CONSTRAINT documentos_wamid_origen_fkey;
ALTER TABLE asistente.documentos_omitidos
    DROP CONSTRAINT documentos_omitidos_tramite_id_fkey,
    ADD CONSTRAINT documentos_omitidos_tramite_id_fkey FOREIGN KEY (tramite_id)
        REFERENCES asistente.tramites (id) ON DELETE CASCADE;
ALTER TABLE asistente.casos
    DROP CONSTRAINT casos_anterior_id_fkey,
    ADD CONSTRAINT casos_anterior_id_fkey FOREIGN KEY (anterior_id)
        REFERENCES asistente.casos (id) ON DELETE SET NULL;
ALTER TABLE asistente.relojes
    DROP CONSTRAINT relojes_caso_id_fkey,
    ADD CONSTRAINT relojes_caso_id_fkey FOREIGN KEY (caso_id) REFERENCES asistente.casos (id) ON DELETE CASCADE;
ALTER TABLE asistente.alertas
    DROP CONSTRAINT alertas_caso_id_fkey,
    ADD CONSTRAINT alertas_caso_id_fkey FOREIGN KEY (caso_id) REFERENCES asistente.casos (id) ON DELETE CASCADE;
ALTER TABLE asistente.notas
    DROP CONSTRAINT notas_caso_id_fkey,
    ADD CONSTRAINT notas_caso_id_fkey FOREIGN KEY (caso_id) REFERENCES asistente.casos (id) ON DELETE CASCADE;
ALTER TABLE asistente.eventos
    DROP CONSTRAINT eventos_caso_id_fkey,
    ADD CONSTRAINT eventos_caso_id_fkey FOREIGN KEY (caso_id) REFERENCES asistente.casos (id) ON DELETE SET NULL;
ALTER TABLE asistente.encuestas
    DROP CONSTRAINT encuestas_caso_id_fkey,
    ADD CONSTRAINT encuestas_caso_id_fkey FOREIGN KEY (caso_id) REFERENCES asistente.casos (id) ON DELETE SET NULL;
ALTER TABLE asistente.bloqueos
    DROP CONSTRAINT bloqueos_caso_id_fkey,
    ADD CONSTRAINT bloqueos_caso_id_fkey FOREIGN KEY (caso_id) REFERENCES asistente.casos (id) ON DELETE SET NULL;
CREATE INDEX casos_anterior ON asistente.casos (anterior_id) WHERE anterior_id IS NOT NULL;
CREATE INDEX encuestas_caso ON asistente.encuestas (caso_id) WHERE caso_id IS NOT NULL;
CREATE INDEX bloqueos_caso ON asistente.bloqueos (caso_id) WHERE caso_id IS NOT NULL;

-- What the cleaning and the erasures look for.
CREATE INDEX sesiones_cedula ON asistente.sesiones (cedula_hmac);
CREATE INDEX desafios_cedula ON asistente.desafios (cedula_hmac);
CREATE INDEX suscripciones_cedula ON asistente.suscripciones (cedula_hmac);
CREATE INDEX estados_entrega_saliente ON asistente.estados_entrega (saliente_id);
CREATE INDEX certificados_contacto ON asistente.certificados (contacto_id);
CREATE INDEX mensajes_entrantes_viejos ON asistente.mensajes_entrantes USING brin (recibido_en);
CREATE INDEX mensajes_salientes_viejos ON asistente.mensajes_salientes USING brin (creado_en);
CREATE INDEX turnos_viejos ON asistente.turnos USING brin (creado_en);
CREATE INDEX opciones_viejas ON asistente.opciones USING brin (creado_en);
CREATE INDEX estados_entrega_viejos ON asistente.estados_entrega USING brin (recibido_en);
CREATE INDEX eventos_viejos ON asistente.eventos USING brin (ocurrido_en);
