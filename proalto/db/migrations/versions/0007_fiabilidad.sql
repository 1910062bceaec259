-- A message beyond what one contact may ask of us in a while ends as `limitado`. Trying a dead message again is a new
-- row that names the old one: no state ever goes back.
ALTER TABLE asistente.mensajes_entrantes
    ADD COLUMN reintenta_a text UNIQUE REFERENCES asistente.mensajes_entrantes (wamid),
    DROP CONSTRAINT mensajes_entrantes_estado_check,
    ADD CONSTRAINT mensajes_entrantes_estado_check
        CHECK (estado IN ('pendiente', 'atendido', 'a_persona', 'ignorado', 'limitado', 'fallido'));
ALTER TABLE asistente.mensajes_salientes
    ADD COLUMN reintenta_a bigint UNIQUE REFERENCES asistente.mensajes_salientes (id),
    ADD COLUMN motivo text,  -- why it is `fallido`, in a word of ours; Meta's own code is `error_codigo`
    ADD COLUMN reenviado boolean NOT NULL DEFAULT false,  -- sent a second time, without knowing what became of the first
    DROP CONSTRAINT mensajes_salientes_clase_check,
    ADD CONSTRAINT mensajes_salientes_clase_check CHECK (clase IN
        ('respuesta', 'codigo', 'demora', 'menu_fijo', 'limite', 'aviso', 'novedad', 'asesor', 'plantilla', 'alerta'));
CREATE INDEX mensajes_entrantes_fallidos ON asistente.mensajes_entrantes (recibido_en) WHERE estado = 'fallido';
CREATE INDEX mensajes_salientes_fallidos ON asistente.mensajes_salientes (actualizado_en) WHERE estado = 'fallido';
CREATE INDEX mensajes_entrantes_por_contacto_y_hora ON asistente.mensajes_entrantes (contacto_id, recibido_en);

-- What is switched off for everybody until somebody mends it; a row is a switch that is off. 'envios': Meta refuses
-- the token, the number or the account, and one message every while probes whether it still does.
CREATE TABLE asistente.interruptores (
    nombre text PRIMARY KEY,
    codigo integer,
    desde timestamptz NOT NULL,
    proximo_sondeo timestamptz NOT NULL
);

-- Token buckets shared by all workers: 'numero' (Meta's 80 a second), 'par:<contacto>' (10 a minute, with burst).
CREATE TABLE asistente.ritmos (
    nombre text PRIMARY KEY,
    fichas double precision NOT NULL,
    en timestamptz NOT NULL
);
