-- What a message is for (Ley 2300 de 2023), where no template says it, and whose obligation it speaks of. `retenido`:
-- the law of contact holds it back until that moment, and what comes after it goes first.
ALTER TABLE asistente.mensajes_salientes
    ADD COLUMN proposito text CHECK (proposito IN ('respuesta', 'solicitada', 'seguridad', 'cobranza', 'publicidad')),
    ADD COLUMN cedula_hmac bytea,
    ADD COLUMN retenido_hasta timestamptz;

-- Every try to reach somebody to collect or to sell, answered or not (art. 3: one a day, one channel a week). `persona`:
-- 'contacto:42', and 'cedula:...' of whoever it is known to be; a try has a row for each. `dia` is of Bogotá.
CREATE TABLE asistente.intentos_de_contacto (
    persona text NOT NULL,
    dia date NOT NULL,
    canal text NOT NULL,
    clase text NOT NULL CHECK (clase IN ('cobranza', 'publicidad')),
    saliente_id bigint NOT NULL,              -- of asistente.mensajes_salientes, which may be gone before the count
    ocurrido_en timestamptz NOT NULL,
    PRIMARY KEY (persona, dia)
);
CREATE INDEX intentos_de_contacto_saliente ON asistente.intentos_de_contacto (saliente_id);

-- Channels that somebody has authorised for what concerns their own obligation, after being told of them (art. 2 and 3).
CREATE TABLE asistente.canales_autorizados (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    cedula_hmac bytea NOT NULL,
    canal text NOT NULL CHECK (canal IN ('whatsapp', 'sms', 'llamada', 'correo')),
    documento text NOT NULL CHECK (documento <> ''),  -- where it is written that they were told, and agreed
    informado_en timestamptz NOT NULL,
    autorizado_en timestamptz NOT NULL CHECK (autorizado_en >= informado_en),
    terminado_en timestamptz
);
CREATE UNIQUE INDEX canales_autorizados_vivos ON asistente.canales_autorizados (contacto_id, cedula_hmac, canal)
    WHERE terminado_en IS NULL;

-- Other hours than the law's: only by an instrument apart from the contract, and later (art. 3 par.).
CREATE TABLE asistente.horarios_pactados (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    contrato text NOT NULL CHECK (contrato <> ''),
    contrato_firmado_en timestamptz NOT NULL,
    instrumento text NOT NULL CHECK (instrumento <> '' AND instrumento <> contrato),
    instrumento_firmado_en timestamptz NOT NULL CHECK (instrumento_firmado_en > contrato_firmado_en),
    dias smallint[] NOT NULL CHECK (cardinality(dias) > 0 AND dias <@ '{1,2,3,4,5,6,7}'),  -- 1 is Monday
    abre time NOT NULL,
    cierra time NOT NULL CHECK (cierra > abre),
    terminado_en timestamptz
);
CREATE UNIQUE INDEX horarios_pactados_vivos ON asistente.horarios_pactados (contacto_id) WHERE terminado_en IS NULL;

-- When somebody wants the notices that they asked for (art. 8); no row: in the hours of the law.
CREATE TABLE asistente.preferencias_de_contacto (
    contacto_id bigint PRIMARY KEY REFERENCES asistente.contactos (id),
    horario text NOT NULL CHECK (horario IN ('habil', 'cualquiera')),
    wamid_origen text NOT NULL,
    actualizada_en timestamptz NOT NULL
);

-- Impersonation (Ley 2573 de 2026 art. 5): the days that count for whoever said "no fui yo", and the mark.
CREATE TABLE asistente.suplantaciones (
    caso_id bigint PRIMARY KEY REFERENCES asistente.casos (id),
    reportada_en timestamptz NOT NULL,
    responder_hasta date NOT NULL,            -- 10 business days
    soportes_hasta date NOT NULL,             -- 20 business days: to go to the Fiscalía and send what it gives
    marcada_en timestamptz,                   -- "Víctima de Falsedad Personal"
    marcada_por bigint REFERENCES asistente.usuarios (id)
);
CREATE INDEX suplantaciones_por_responder ON asistente.suplantaciones (responder_hasta);

-- Evidence leaves the desk when one person asks and another approves; for a while, and each time in the audit.
CREATE TABLE asistente.entregas_de_evidencia (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    caso_id bigint NOT NULL REFERENCES asistente.casos (id),
    radicado text,                            -- an application of another chat that the case is about
    pedida_por bigint NOT NULL REFERENCES asistente.usuarios (id),
    pedida_en timestamptz NOT NULL,
    vence_en timestamptz NOT NULL,
    aprobada_por bigint REFERENCES asistente.usuarios (id) CHECK (aprobada_por <> pedida_por),
    aprobada_en timestamptz,
    CHECK ((aprobada_por IS NULL) = (aprobada_en IS NULL))
);
CREATE INDEX entregas_de_evidencia_caso ON asistente.entregas_de_evidencia (caso_id, id);
