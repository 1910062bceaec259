-- vigente: the id under which Meta still holds a file of ours.
SELECT media_id FROM asistente.documentos_subidos
WHERE documento = %(documento)s AND subido_en > now() - make_interval(days => %(dias)s);

-- guardar: the newest id of a file.
INSERT INTO asistente.documentos_subidos (documento, media_id) VALUES (%(documento)s, %(media_id)s)
ON CONFLICT (documento) DO UPDATE SET media_id = excluded.media_id, subido_en = now();

-- olvidar: Meta does not know this id any more.
DELETE FROM asistente.documentos_subidos WHERE documento = %(documento)s;
