-- Applications begun in the chat: what was collected, encrypted, until it is filed under a radicado.
CREATE SEQUENCE asistente.radicados;
CREATE TABLE asistente.tramites (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    producto text NOT NULL CHECK (producto IN ('credito_nuevo', 'renovacion')),
    estado text NOT NULL DEFAULT 'abierto' CHECK (estado IN ('abierto', 'radicado', 'abandonado')),
    datos bytea NOT NULL,
    radicado text UNIQUE,
    asesor text,
    prometido_para timestamptz,
    evidencia bytea,           -- what the lender must be able to produce (Ley 2573 de 2026 art. 5.3), encrypted JSON
    evidencia_sha256 text,
    wamid_origen text NOT NULL,
    wamid_radicado text UNIQUE,
    creado_en timestamptz NOT NULL,
    actualizado_en timestamptz NOT NULL,
    radicado_en timestamptz,
    CHECK ((estado = 'radicado') = (radicado IS NOT NULL))
);
CREATE UNIQUE INDEX tramites_abiertos ON asistente.tramites (contacto_id, producto) WHERE estado = 'abierto';
CREATE INDEX tramites_contacto ON asistente.tramites (contacto_id, id);
CREATE INDEX tramites_asesor ON asistente.tramites (asesor, radicado_en);

-- Files that customers sent. Nothing is downloaded before it has an application, and so a consent.
CREATE TABLE asistente.documentos (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    tramite_id bigint REFERENCES asistente.tramites (id),
    wamid_origen text NOT NULL UNIQUE REFERENCES asistente.mensajes_entrantes (wamid),
    grupo text NOT NULL,       -- the first wamid of the files that came together: they get one verdict
    requisito text,            -- which line of parametros/documentos.csv it answers
    elegido boolean NOT NULL DEFAULT false,  -- the customer said which
    estado text NOT NULL DEFAULT 'en_espera'
        CHECK (estado IN ('en_espera', 'por_revisar', 'aceptado', 'rechazado', 'repetido', 'reemplazado')),
    motivo text,
    formato text,
    paginas integer,
    bytes integer,
    sha256 text,               -- of the file as it came
    contenido bytea,           -- of the file as it was accepted, encrypted
    intentos integer NOT NULL DEFAULT 0,
    proximo_intento timestamptz NOT NULL DEFAULT now(),
    creado_en timestamptz NOT NULL DEFAULT now(),
    revisado_en timestamptz,
    CHECK ((estado IN ('aceptado', 'reemplazado')) = (contenido IS NOT NULL))
);
CREATE INDEX documentos_tramite ON asistente.documentos (tramite_id, id);
CREATE INDEX documentos_contacto ON asistente.documentos (contacto_id, creado_en);
CREATE INDEX documentos_por_revisar ON asistente.documentos (proximo_intento) WHERE estado = 'por_revisar';

-- What the customer has not got, and why.
CREATE TABLE asistente.documentos_omitidos (
    tramite_id bigint NOT NULL REFERENCES asistente.tramites (id),
    requisito text NOT NULL,
    razon bytea NOT NULL,
    wamid_origen text NOT NULL,
    creado_en timestamptz NOT NULL,
    PRIMARY KEY (tramite_id, requisito)
);
