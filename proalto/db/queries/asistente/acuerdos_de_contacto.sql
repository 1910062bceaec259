-- autorizar_canal: one living authorisation for a contact, a person and a channel.
INSERT INTO asistente.canales_autorizados (contacto_id, cedula_hmac, canal, documento, informado_en, autorizado_en)
VALUES (%(contacto_id)s, %(cedula_hmac)s, %(canal)s, %(documento)s, %(informado_en)s, %(autorizado_en)s)
ON CONFLICT (contacto_id, cedula_hmac, canal) WHERE terminado_en IS NULL DO NOTHING;

-- canal_autorizado: whether this channel was authorised before now; for what concerns one person, by that person.
SELECT EXISTS (
    SELECT FROM asistente.canales_autorizados
    WHERE contacto_id = %(contacto_id)s AND canal = %(canal)s AND terminado_en IS NULL AND autorizado_en <= %(now)s
      AND (%(cedula_hmac)s::bytea IS NULL OR cedula_hmac = %(cedula_hmac)s)
) AS autorizado;

-- terminar_canal: not this one any more, for what concerns this person.
UPDATE asistente.canales_autorizados SET terminado_en = %(now)s
WHERE contacto_id = %(contacto_id)s AND cedula_hmac = %(cedula_hmac)s AND canal = %(canal)s AND terminado_en IS NULL;

-- pactar: other hours, in the place of those agreed before.
INSERT INTO asistente.horarios_pactados
    (contacto_id, cedula_hmac, contrato, contrato_firmado_en, instrumento, instrumento_firmado_en, dias, abre, cierra)
VALUES (%(contacto_id)s, %(cedula_hmac)s, %(contrato)s, %(contrato_firmado_en)s, %(instrumento)s,
        %(instrumento_firmado_en)s, %(dias)s, %(abre)s, %(cierra)s);

-- mismo_horario: whether these very hours, of this very document, are agreed already.
SELECT EXISTS (
    SELECT FROM asistente.horarios_pactados
    WHERE contacto_id = %(contacto_id)s AND cedula_hmac = %(cedula_hmac)s AND terminado_en IS NULL
      AND dias = %(dias)s::smallint[] AND abre = %(abre)s AND cierra = %(cierra)s AND contrato = %(contrato)s AND contrato_firmado_en = %(contrato_firmado_en)s
      AND instrumento = %(instrumento)s AND instrumento_firmado_en = %(instrumento_firmado_en)s
) AS mismo;

-- pactado: the hours agreed with a person on this phone, once they are signed.
SELECT dias, abre, cierra FROM asistente.horarios_pactados
WHERE contacto_id = %(contacto_id)s AND cedula_hmac = %(cedula_hmac)s AND terminado_en IS NULL AND instrumento_firmado_en <= %(now)s;

-- terminar_horario: the hours of the law again.
UPDATE asistente.horarios_pactados SET terminado_en = %(now)s
WHERE contacto_id = %(contacto_id)s AND cedula_hmac = %(cedula_hmac)s AND terminado_en IS NULL;

-- terminar: the number is in other hands: nothing was agreed with them.
WITH canales AS (
    UPDATE asistente.canales_autorizados SET terminado_en = %(now)s
    WHERE contacto_id = %(contacto_id)s AND terminado_en IS NULL
), horarios AS (
    UPDATE asistente.horarios_pactados SET terminado_en = %(now)s
    WHERE contacto_id = %(contacto_id)s AND terminado_en IS NULL
)
DELETE FROM asistente.preferencias_de_contacto WHERE contacto_id = %(contacto_id)s;

-- preferir: when somebody wants the notices that they asked for.
INSERT INTO asistente.preferencias_de_contacto (contacto_id, horario, wamid_origen, actualizada_en)
VALUES (%(contacto_id)s, %(horario)s, %(wamid)s, %(now)s)
ON CONFLICT (contacto_id) DO UPDATE
SET horario = excluded.horario, wamid_origen = excluded.wamid_origen, actualizada_en = excluded.actualizada_en;

-- preferencia: what they chose, if anything.
SELECT horario FROM asistente.preferencias_de_contacto WHERE contacto_id = %(contacto_id)s;
