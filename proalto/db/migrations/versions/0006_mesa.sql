-- Who works at the desk. `usuario` is what they type to enter, `nombre` is how customers read them.
CREATE TABLE asistente.usuarios (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    usuario text NOT NULL UNIQUE CHECK (usuario = lower(usuario)),
    nombre text NOT NULL,
    rol text NOT NULL CHECK (rol IN ('asesor', 'supervisor', 'contenido', 'auditor')),
    equipos text[] NOT NULL DEFAULT '{}',    -- codes of parametros/equipos.csv
    zonas text[] NOT NULL DEFAULT '{*}',     -- codes of parametros/asesores.csv, or * for all
    turno text NOT NULL DEFAULT 'general',   -- of parametros/turnos.csv: when they work
    capacidad integer NOT NULL DEFAULT 8 CHECK (capacidad BETWEEN 0 AND 200),  -- cases at once; paused ones do not count
    celular bytea,                           -- encrypted: where a supervisor is alerted
    clave text,                              -- argon2id; none until the person chooses it
    clave_temporal boolean NOT NULL DEFAULT false,
    totp bytea,                              -- the encrypted secret; none until enrolled
    totp_paso bigint,                        -- the last step that was used: a code works once
    fallos integer NOT NULL DEFAULT 0,
    bloqueado_hasta timestamptz,
    activo boolean NOT NULL DEFAULT true,
    disponible boolean NOT NULL DEFAULT false,  -- they take cases now
    visto_en timestamptz,
    creado_en timestamptz NOT NULL
);

-- Open doors of the desk. Only the SHA-256 of the cookie is kept, so a copy of this table opens nothing.
CREATE TABLE asistente.sesiones_mesa (
    huella bytea PRIMARY KEY,
    usuario_id bigint NOT NULL REFERENCES asistente.usuarios (id),
    completa boolean NOT NULL DEFAULT false,  -- the second factor was given too
    creada_en timestamptz NOT NULL,
    usada_en timestamptz NOT NULL,
    cerrada_en timestamptz
);
CREATE INDEX sesiones_mesa_usuario ON asistente.sesiones_mesa (usuario_id) WHERE cerrada_en IS NULL;

-- What was done at the desk and by whom: append-only, chained by hash. `detalle` holds no personal data.
CREATE TABLE asistente.auditoria (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    usuario_id bigint REFERENCES asistente.usuarios (id),  -- none: the product itself, or a login that failed
    accion text NOT NULL,
    objeto text NOT NULL DEFAULT '',          -- "caso:A-XXXXXXX", "usuario:3", "documento:17"
    detalle jsonb NOT NULL DEFAULT '{}',
    ocurrido_en timestamptz NOT NULL,
    cadena text NOT NULL
);
CREATE INDEX auditoria_objeto ON asistente.auditoria (objeto, id);
CREATE TRIGGER auditoria_solo_se_agrega BEFORE UPDATE OR DELETE OR TRUNCATE ON asistente.auditoria
    FOR EACH STATEMENT EXECUTE FUNCTION asistente.solo_se_agrega();

-- Cases: an owner, a priority, a cause. `abierto`: no person has answered; `en_pausa`: it waits for the customer.
ALTER TABLE asistente.casos
    DROP CONSTRAINT casos_estado_check,
    ADD CONSTRAINT casos_estado_check CHECK (estado IN ('abierto', 'en_atencion', 'en_pausa', 'cerrado')),
    ADD COLUMN equipo text NOT NULL DEFAULT 'servicio',      -- code of parametros/equipos.csv
    ADD COLUMN zona text,                                    -- code of parametros/asesores.csv, if it is known
    ADD COLUMN segmento text,                                -- the customer's, if they are identified
    ADD COLUMN dano text NOT NULL DEFAULT 'ninguno',         -- of parametros/prioridades.csv
    ADD COLUMN puntos integer NOT NULL DEFAULT 0,
    ADD COLUMN prioridad integer NOT NULL DEFAULT 3 CHECK (prioridad BETWEEN 1 AND 4),  -- 1: urgent
    ADD COLUMN gestion text NOT NULL DEFAULT '',             -- the errand that led here: an intent
    ADD COLUMN radicado text,                                -- of asistente.tramites: an application to call for
    ADD COLUMN cedula bytea,                                 -- encrypted: whom the contact had proved to be
    ADD COLUMN cedula_hmac bytea,
    ADD COLUMN nivel integer,
    ADD COLUMN anterior_id bigint REFERENCES asistente.casos (id),  -- the contact's case before, within 30 days
    ADD COLUMN reincidencias integer NOT NULL DEFAULT 0,
    ADD COLUMN usuario_id bigint REFERENCES asistente.usuarios (id),  -- the owner; none: it is in the queue
    ADD COLUMN asignado_en timestamptz,
    ADD COLUMN descartados bigint[] NOT NULL DEFAULT '{}',   -- advisors who had it and did not answer in time
    ADD COLUMN respondido_en timestamptz,                    -- a person's first message
    ADD COLUMN cerrado_en timestamptz,
    ADD COLUMN cerrado_por bigint REFERENCES asistente.usuarios (id),
    ADD COLUMN causa text,                                   -- code of parametros/causas.csv
    ADD COLUMN reaperturas integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT casos_cierre CHECK ((estado = 'cerrado') = (cerrado_en IS NOT NULL AND causa IS NOT NULL)),
    ADD CONSTRAINT casos_asignacion CHECK ((usuario_id IS NULL) = (asignado_en IS NULL));
CREATE INDEX casos_vivos ON asistente.casos (equipo, prioridad, creado_en) WHERE estado <> 'cerrado';
CREATE INDEX casos_de_usuario ON asistente.casos (usuario_id) WHERE estado <> 'cerrado';
CREATE INDEX casos_cedula ON asistente.casos (cedula_hmac, creado_en) WHERE cedula_hmac IS NOT NULL;

-- Clocks of a case, in business time of a schedule: `respuesta` ends with a person's first message, `solucion` with
-- the close. What had passed before `corre_desde` is in `consumido`; a clock that is paused or done has no deadlines.
CREATE TABLE asistente.relojes (
    caso_id bigint NOT NULL REFERENCES asistente.casos (id),
    reloj text NOT NULL CHECK (reloj IN ('respuesta', 'solucion')),
    minutos integer NOT NULL CHECK (minutos > 0),
    turno text NOT NULL,                      -- of parametros/turnos.csv
    consumido interval NOT NULL DEFAULT interval '0',
    corre_desde timestamptz,
    avisa_50_en timestamptz,
    avisa_80_en timestamptz,
    vence_en timestamptz,
    avisado integer NOT NULL DEFAULT 0 CHECK (avisado IN (0, 50, 80, 100)),
    cumplido_en timestamptz,
    a_tiempo boolean,
    PRIMARY KEY (caso_id, reloj),
    CHECK ((corre_desde IS NULL) = (vence_en IS NULL)),
    CHECK (cumplido_en IS NULL OR corre_desde IS NULL)
);
CREATE INDEX relojes_corriendo ON asistente.relojes (avisa_50_en) WHERE corre_desde IS NOT NULL AND avisado < 100;

-- What people at ProAlto must look at now; once for each case and kind (and clock).
CREATE TABLE asistente.alertas (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    caso_id bigint NOT NULL REFERENCES asistente.casos (id),
    clase text NOT NULL,                      -- "ans_50:respuesta", "ans_100:solucion", "sin_tomar:2"
    usuario_id bigint REFERENCES asistente.usuarios (id),  -- for whom; none: for the team's supervisors
    creada_en timestamptz NOT NULL,
    vista_en timestamptz,
    UNIQUE (caso_id, clase)
);
CREATE INDEX alertas_vivas ON asistente.alertas (id) WHERE vista_en IS NULL;

-- Who speaks with a contact: the assistant, or a person, until `vence_en`. No row: the assistant.
-- `espera` is whose turn it is.
CREATE TABLE asistente.conversaciones (
    contacto_id bigint PRIMARY KEY REFERENCES asistente.contactos (id),
    habla text NOT NULL DEFAULT 'asistente' CHECK (habla IN ('asistente', 'persona')),
    caso_id bigint REFERENCES asistente.casos (id),
    usuario_id bigint REFERENCES asistente.usuarios (id),
    espera text CHECK (espera IN ('cliente', 'asesor')),
    desde timestamptz,
    hablo_en timestamptz,                     -- when the person wrote last
    vence_en timestamptz,
    CHECK ((habla = 'persona') = (usuario_id IS NOT NULL)),
    CHECK ((habla = 'persona') = (caso_id IS NOT NULL AND espera IS NOT NULL AND vence_en IS NOT NULL))
);
CREATE INDEX conversaciones_de_personas ON asistente.conversaciones (vence_en) WHERE habla = 'persona';

-- A customer's message that a person reads instead of the assistant; a person's message, and who wrote it.
ALTER TABLE asistente.mensajes_entrantes
    DROP CONSTRAINT mensajes_entrantes_estado_check,
    ADD CONSTRAINT mensajes_entrantes_estado_check
        CHECK (estado IN ('pendiente', 'atendido', 'a_persona', 'ignorado', 'fallido'));
CREATE INDEX mensajes_entrantes_recibidos ON asistente.mensajes_entrantes (recibido_en) WHERE tipo <> 'interno';
ALTER TABLE asistente.mensajes_salientes
    ADD COLUMN usuario_id bigint REFERENCES asistente.usuarios (id),
    DROP CONSTRAINT mensajes_salientes_clase_check,
    ADD CONSTRAINT mensajes_salientes_clase_check CHECK (clase IN
        ('respuesta', 'codigo', 'demora', 'aviso', 'novedad', 'asesor', 'plantilla', 'alerta'));

-- Notes among colleagues; customers never see them. `texto` is encrypted.
CREATE TABLE asistente.notas (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    caso_id bigint NOT NULL REFERENCES asistente.casos (id),
    usuario_id bigint NOT NULL REFERENCES asistente.usuarios (id),
    texto bytea NOT NULL,
    creada_en timestamptz NOT NULL
);
CREATE INDEX notas_caso ON asistente.notas (caso_id, id);

-- Canned replies; `texto` may hold {nombre} {asesor} {folio} {cuando}. No team named: for all.
CREATE TABLE asistente.respuestas_rapidas (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    titulo text NOT NULL UNIQUE,
    texto text NOT NULL,
    equipos text[] NOT NULL DEFAULT '{}',
    activa boolean NOT NULL DEFAULT true,
    usuario_id bigint REFERENCES asistente.usuarios (id),
    actualizada_en timestamptz NOT NULL
);

-- What happened, for the indicators: one log. `clave` makes a fact be told once; `datos` holds no personal data.
CREATE TABLE asistente.eventos (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    clave text NOT NULL UNIQUE,
    tipo text NOT NULL,
    ocurrido_en timestamptz NOT NULL,
    contacto_id bigint REFERENCES asistente.contactos (id),
    caso_id bigint REFERENCES asistente.casos (id),
    usuario_id bigint REFERENCES asistente.usuarios (id),
    gestion text NOT NULL DEFAULT '',
    datos jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX eventos_tipo ON asistente.eventos (tipo, ocurrido_en);
CREATE INDEX eventos_contacto ON asistente.eventos (contacto_id, ocurrido_en);
CREATE INDEX eventos_caso ON asistente.eventos (caso_id) WHERE caso_id IS NOT NULL;

-- Satisfaction: asked once for an errand or a case. `comentario` is encrypted.
CREATE TABLE asistente.encuestas (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    clave text NOT NULL UNIQUE,               -- what is asked about: a case, or a turn that ended an errand
    gestion text NOT NULL DEFAULT '',
    caso_id bigint REFERENCES asistente.casos (id),
    usuario_id bigint REFERENCES asistente.usuarios (id),
    estado text NOT NULL DEFAULT 'programada'
        CHECK (estado IN ('programada', 'enviada', 'respondida', 'omitida', 'vencida')),
    enviar_en timestamptz NOT NULL,
    enviada_en timestamptz,
    puntaje integer CHECK (puntaje BETWEEN 1 AND 5),
    recomienda integer CHECK (recomienda BETWEEN 0 AND 10),
    comentario bytea,
    respondida_en timestamptz,
    creada_en timestamptz NOT NULL
);
CREATE INDEX encuestas_contacto ON asistente.encuestas (contacto_id, id);
CREATE INDEX encuestas_programadas ON asistente.encuestas (enviar_en) WHERE estado = 'programada';

-- Messages of these classes may not leave (Ley 2573 de 2026 art. 5.6; Ley 2300 de 2023 art. 5).
CREATE TABLE asistente.bloqueos (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contacto_id bigint NOT NULL REFERENCES asistente.contactos (id),
    cedula_hmac bytea,                        -- wherever the person is written to, if it is known who they are
    clase text NOT NULL CHECK (clase IN ('cobranza', 'publicidad')),
    motivo text NOT NULL,
    caso_id bigint REFERENCES asistente.casos (id),
    desde timestamptz NOT NULL,
    hasta timestamptz
);
CREATE UNIQUE INDEX bloqueos_vivos ON asistente.bloqueos (contacto_id, clase, motivo) WHERE hasta IS NULL;
CREATE INDEX bloqueos_cedula ON asistente.bloqueos (cedula_hmac) WHERE hasta IS NULL;
