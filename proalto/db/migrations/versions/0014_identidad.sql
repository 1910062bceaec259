-- Notices about a customer's own safety are a class of the outbox of their own.
ALTER TABLE asistente.mensajes_salientes
    DROP CONSTRAINT mensajes_salientes_clase_check,
    ADD CONSTRAINT mensajes_salientes_clase_check CHECK (clase IN
        ('respuesta', 'codigo', 'demora', 'menu_fijo', 'limite', 'aviso', 'novedad', 'asesor', 'plantilla', 'alerta',
         'seguridad'));

-- The newest of Meta's `identity_key_hash` that a contact wrote with, under our own key.
ALTER TABLE asistente.contactos ADD COLUMN llave_identidad_hmac bytea;

-- A challenge remembers which mobile its code left for, and how that mobile stands to the chat that asks.
ALTER TABLE asistente.desafios
    ADD COLUMN celular bytea,
    ADD COLUMN celular_hmac bytea,
    ADD COLUMN digitos integer NOT NULL DEFAULT 6,
    ADD COLUMN propio boolean NOT NULL DEFAULT false,
    ADD COLUMN compartido boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT desafios_estado_check,
    ADD CONSTRAINT desafios_estado_check CHECK (estado IN ('vivo', 'usado', 'muerto', 'anulado'));

-- What a session may not do: a chat that is not the registered number, for a day; a mobile of two customers, ever.
ALTER TABLE asistente.sesiones
    ADD COLUMN celular_hmac bytea,
    ADD COLUMN restringida_hasta timestamptz,
    ADD COLUMN compartida boolean NOT NULL DEFAULT false;
CREATE INDEX sesiones_abiertas_de_cedula ON asistente.sesiones (cedula_hmac) WHERE cerrada_en IS NULL;
CREATE INDEX sesiones_abiertas_de_celular ON asistente.sesiones (celular_hmac) WHERE cerrada_en IS NULL;

-- The budget of wrong codes of the whole system looks at the last day only.
CREATE INDEX intentos_identidad_errados ON asistente.intentos_identidad (ocurrido_en) WHERE paso = 'codigo' AND NOT bien;

-- The registered mobile of a customer when a code last proved it: when the lender's database has another, it changed.
CREATE TABLE asistente.celulares_vistos (
    cedula_hmac bytea PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    celular bytea NOT NULL,
    celular_hmac bytea NOT NULL,
    visto_en timestamptz NOT NULL
);
CREATE INDEX celulares_vistos_celular ON asistente.celulares_vistos (celular_hmac);

-- Chats other than the registered number that a code let in, and since when.
CREATE TABLE asistente.parejas (
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    cedula_hmac bytea NOT NULL,
    primera_en timestamptz NOT NULL,
    ultima_en timestamptz NOT NULL,
    PRIMARY KEY (contacto_id, cedula_hmac)
);

-- What hints that a SIM, a number or a record is in other hands: a while without N2 by a code alone.
CREATE TABLE asistente.senales_identidad (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    clave text NOT NULL UNIQUE,
    clase text NOT NULL CHECK (clase IN ('llave', 'numero', 'celular')),
    contacto_id bigint REFERENCES asistente.contactos (id),
    telefono_hmac bytea,
    cedula_hmac bytea,
    ocurrida_en timestamptz NOT NULL
);
CREATE INDEX senales_identidad_contacto ON asistente.senales_identidad (contacto_id, ocurrida_en);
CREATE INDEX senales_identidad_telefono ON asistente.senales_identidad (telefono_hmac, ocurrida_en);
CREATE INDEX senales_identidad_cedula ON asistente.senales_identidad (cedula_hmac, ocurrida_en);

-- What a registered mobile must be told, written with its cause and queued by the worker; each `clave` once.
CREATE TABLE asistente.avisos_de_seguridad (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    clave text NOT NULL UNIQUE,
    clase text NOT NULL CHECK (clase IN ('otro_chat', 'muchos_chats', 'bloqueo', 'cambio')),
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    cedula bytea,
    cedula_hmac bytea NOT NULL,
    celular bytea,
    creado_en timestamptz NOT NULL,
    atendido_en timestamptz
);
CREATE INDEX avisos_de_seguridad_pendientes ON asistente.avisos_de_seguridad (id) WHERE atendido_en IS NULL;
CREATE INDEX avisos_de_seguridad_cedula ON asistente.avisos_de_seguridad (cedula_hmac, creado_en);

-- Customers whom no code reaches until a person has closed the case with the cause `identidad_confirmada`.
CREATE TABLE asistente.bloqueos_identidad (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cedula_hmac bytea NOT NULL,
    motivo text NOT NULL CHECK (motivo IN ('codigos', 'titular')),
    caso_id bigint NOT NULL REFERENCES asistente.casos (id),
    desde timestamptz NOT NULL,
    UNIQUE (cedula_hmac, caso_id)
);
