-- Purposes apart (L-03): each entry of the ledger is about one. What there was is about the necessary one.
ALTER TABLE asistente.autorizaciones
    ADD COLUMN finalidad text NOT NULL DEFAULT 'atencion' CHECK (finalidad IN ('atencion', 'publicidad')),
    ADD COLUMN quien_hmac bytea,  -- keyed hash of the phone or BSUID behind the entry (L-05)
    DROP CONSTRAINT autorizaciones_evento_check,
    ADD CONSTRAINT autorizaciones_evento_check
        CHECK (evento IN ('mostrada', 'aceptada', 'rechazada', 'revocada', 'avisada')),
    DROP CONSTRAINT autorizaciones_wamid_origen_evento_key,
    ADD CONSTRAINT autorizaciones_una_vez UNIQUE (contacto_id, wamid_origen, evento, finalidad);
