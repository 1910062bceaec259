-- Who asked to be told when an application changes: at most one living subscription for a contact and a radicado.
CREATE TABLE asistente.suscripciones (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    radicado text NOT NULL,
    cedula_hmac bytea NOT NULL,  -- whose application it was: if it becomes somebody else's, nobody is told
    etapa text NOT NULL,         -- what the contact knows: the stage, and its moment in nucleo
    actualizada_en timestamptz,
    avisos integer NOT NULL DEFAULT 0,  -- notices so far; the number of each one keys its message in the outbox
    wamid_origen text NOT NULL,
    creada_en timestamptz NOT NULL,
    terminada_en timestamptz,
    motivo text CHECK (motivo IN ('pedido', 'etapa_final', 'otro_titular', 'otras_manos', 'sin_autorizacion')),
    wamid_fin text
);
CREATE UNIQUE INDEX suscripciones_vivas ON asistente.suscripciones (contacto_id, radicado) WHERE terminada_en IS NULL;
CREATE INDEX suscripciones_radicado ON asistente.suscripciones (radicado) WHERE terminada_en IS NULL;

-- Announcements of the lender's system that were taken already, so that none works twice; kept for an hour.
CREATE TABLE asistente.anuncios (
    id text PRIMARY KEY,
    recibido_en timestamptz NOT NULL
);

-- The outbox takes notices of a change.
ALTER TABLE asistente.mensajes_salientes
    DROP CONSTRAINT mensajes_salientes_clase_check,
    ADD CONSTRAINT mensajes_salientes_clase_check
        CHECK (clase IN ('respuesta', 'codigo', 'demora', 'aviso', 'novedad'));
-- Notices that Meta refused, which is rare: those too late for a free text are sent again as a template.
CREATE INDEX mensajes_salientes_novedades ON asistente.mensajes_salientes (wamid_origen)
    WHERE clase = 'novedad' AND estado = 'fallido';

-- `numero`: the registered number itself wrote with the right date of issue, which opens level N1 without a code.
ALTER TABLE asistente.intentos_identidad
    DROP CONSTRAINT intentos_identidad_paso_check,
    ADD CONSTRAINT intentos_identidad_paso_check CHECK (paso IN ('cedula', 'dato', 'envio', 'codigo', 'numero'));
