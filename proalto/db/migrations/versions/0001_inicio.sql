-- Contacts: whoever writes. Phone and BSUID are attributes; `clave_local` names a conversation of `rasa shell`.
CREATE TABLE asistente.contactos (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    telefono text UNIQUE,
    bsuid text UNIQUE,
    clave_local text UNIQUE,
    creado_en timestamptz NOT NULL DEFAULT now()
);

-- The inbox. A wamid is taken once, for ever. `cuerpo` is encrypted JSON.
CREATE TABLE asistente.mensajes_entrantes (
    wamid text PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    orden bigint GENERATED ALWAYS AS IDENTITY,
    tipo text NOT NULL,
    cuerpo bytea NOT NULL,
    enviado_en timestamptz,
    recibido_en timestamptz NOT NULL DEFAULT now(),
    estado text NOT NULL DEFAULT 'pendiente' CHECK (estado IN ('pendiente', 'atendido', 'ignorado', 'fallido')),
    intentos integer NOT NULL DEFAULT 0,
    proximo_intento timestamptz NOT NULL DEFAULT now(),
    atendido_en timestamptz
);
CREATE INDEX mensajes_entrantes_pendientes ON asistente.mensajes_entrantes (contacto_id, orden) WHERE estado = 'pendiente';
CREATE INDEX mensajes_entrantes_contacto ON asistente.mensajes_entrantes (contacto_id, orden);

-- The outbox. One row a message; what one inbound message causes is written once: (wamid_origen, clase, ordinal).
CREATE TABLE asistente.mensajes_salientes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    wamid_origen text NOT NULL,
    clase text NOT NULL CHECK (clase IN ('respuesta', 'codigo', 'demora', 'aviso')),
    ordinal integer NOT NULL,
    canal text NOT NULL CHECK (canal IN ('whatsapp', 'sms')),
    destino bytea,
    cuerpo bytea,
    estado text NOT NULL DEFAULT 'pendiente'
        CHECK (estado IN ('pendiente', 'enviando', 'aceptado', 'entregado', 'leido', 'fallido', 'incierto')),
    intentos integer NOT NULL DEFAULT 0,
    proximo_intento timestamptz NOT NULL DEFAULT now(),
    wamid text,  -- Meta's, or the SMS provider's; theirs to keep apart, so not unique here
    error_codigo integer,
    creado_en timestamptz NOT NULL DEFAULT now(),
    actualizado_en timestamptz NOT NULL DEFAULT now(),
    UNIQUE (wamid_origen, clase, ordinal)
);
CREATE INDEX mensajes_salientes_por_enviar ON asistente.mensajes_salientes (contacto_id, id)
    WHERE estado IN ('pendiente', 'enviando', 'incierto');
CREATE INDEX mensajes_salientes_wamid ON asistente.mensajes_salientes (wamid);
CREATE INDEX mensajes_salientes_contacto ON asistente.mensajes_salientes (contacto_id, id);

-- Statuses as Meta reported them; they may come before the answer to the send, and twice.
CREATE TABLE asistente.estados_entrega (
    wamid text NOT NULL,
    estado text NOT NULL,
    ocurrido_en timestamptz,
    error_codigo integer,
    saliente_id bigint,
    recibido_en timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (wamid, estado)
);

-- What a button or list row means. The id that Meta carries is opaque; `contenido` is encrypted JSON.
CREATE TABLE asistente.opciones (
    id text PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    wamid_origen text NOT NULL,
    posicion integer NOT NULL,
    contenido bytea NOT NULL,
    creado_en timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX opciones_contacto ON asistente.opciones (contacto_id, creado_en);

-- Rasa's memory: one row a turn, its new events and the state after them, both encrypted.
CREATE TABLE asistente.turnos (
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    n integer NOT NULL,
    wamid text UNIQUE,
    eventos bytea NOT NULL,
    estado bytea NOT NULL,
    creado_en timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (contacto_id, n)
);

-- The exact words that were shown, by hash (Decreto 1377 art. 16: the model of each notice is kept).
CREATE TABLE asistente.textos_mostrados (
    sha256 text PRIMARY KEY,
    documento text NOT NULL,
    version text NOT NULL,
    texto text NOT NULL,
    creado_en timestamptz NOT NULL DEFAULT now()
);

-- The consent ledger (Ley 1581 art. 9 and 12): what was shown and what was answered, append-only, chained by hash.
CREATE TABLE asistente.autorizaciones (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    evento text NOT NULL CHECK (evento IN ('mostrada', 'aceptada', 'rechazada', 'revocada')),
    version text NOT NULL,
    sha256 text NOT NULL REFERENCES asistente.textos_mostrados (sha256),
    wamid_origen text NOT NULL,
    respuesta bytea,
    ocurrido_en timestamptz NOT NULL,
    cadena text NOT NULL,
    UNIQUE (wamid_origen, evento)
);
CREATE INDEX autorizaciones_contacto ON asistente.autorizaciones (contacto_id, id);

CREATE FUNCTION asistente.solo_se_agrega() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER autorizaciones_solo_se_agrega BEFORE UPDATE OR DELETE OR TRUNCATE ON asistente.autorizaciones
    FOR EACH STATEMENT EXECUTE FUNCTION asistente.solo_se_agrega();
CREATE TRIGGER textos_mostrados_solo_se_agrega BEFORE UPDATE OR DELETE OR TRUNCATE ON asistente.textos_mostrados
    FOR EACH STATEMENT EXECUTE FUNCTION asistente.solo_se_agrega();

-- Identity: every try, by keyed hash of the cédula, never the cédula. A message counts once for each step.
CREATE TABLE asistente.intentos_identidad (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    cedula_hmac bytea NOT NULL,
    paso text NOT NULL CHECK (paso IN ('cedula', 'dato', 'envio', 'codigo')),
    bien boolean NOT NULL,
    senuelo boolean NOT NULL DEFAULT false,  -- a code typed against a decoy must not lock the real customer
    wamid_origen text NOT NULL,
    ocurrido_en timestamptz NOT NULL,
    UNIQUE (wamid_origen, paso)
);
CREATE INDEX intentos_identidad_contacto ON asistente.intentos_identidad (contacto_id, ocurrido_en);
CREATE INDEX intentos_identidad_cedula ON asistente.intentos_identidad (cedula_hmac, ocurrido_en);

-- OTP challenges. `hmac` is a keyed hash; a decoy (`senuelo`) has one that no code answers.
CREATE TABLE asistente.desafios (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    cedula bytea NOT NULL,
    cedula_hmac bytea NOT NULL,
    senuelo boolean NOT NULL,
    hmac bytea NOT NULL,
    intentos integer NOT NULL DEFAULT 0,
    estado text NOT NULL DEFAULT 'vivo' CHECK (estado IN ('vivo', 'usado', 'muerto')),
    creado_en timestamptz NOT NULL,
    expira_en timestamptz NOT NULL,
    wamid_origen text NOT NULL UNIQUE
);
CREATE INDEX desafios_contacto ON asistente.desafios (contacto_id, id);

-- Sessions: who this contact has proved to be, until when. One open session a contact.
CREATE TABLE asistente.sesiones (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    cedula bytea NOT NULL,
    cedula_hmac bytea NOT NULL,
    nivel integer NOT NULL CHECK (nivel IN (1, 2, 3)),
    iniciada_en timestamptz NOT NULL,
    usada_en timestamptz NOT NULL,
    cerrada_en timestamptz
);
CREATE UNIQUE INDEX sesiones_abiertas ON asistente.sesiones (contacto_id) WHERE cerrada_en IS NULL;

-- Cases for people.
CREATE TABLE asistente.casos (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    folio text NOT NULL UNIQUE,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    tipo text NOT NULL,
    estado text NOT NULL DEFAULT 'abierto' CHECK (estado IN ('abierto', 'cerrado')),
    transcripcion bytea NOT NULL,
    prometido_para timestamptz NOT NULL,
    wamid_origen text NOT NULL,
    creado_en timestamptz NOT NULL,
    UNIQUE (wamid_origen, tipo)
);
CREATE INDEX casos_contacto ON asistente.casos (contacto_id, creado_en);
