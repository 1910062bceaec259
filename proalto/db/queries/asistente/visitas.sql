-- anotar: a visit, if the last minute holds fewer than so many; and since when the oldest of them counts.
INSERT INTO asistente.visitas AS v (visitante, llegadas, admitida) VALUES (%(visitante)s, ARRAY[%(now)s::timestamptz], true)
ON CONFLICT (visitante) DO UPDATE SET (llegadas, admitida) = (
    SELECT CASE WHEN count(*) < %(por_minuto)s THEN array_append(array_agg(cuando ORDER BY cuando), %(now)s)
                ELSE array_agg(cuando ORDER BY cuando) END, count(*) < %(por_minuto)s
    FROM unnest(v.llegadas) AS cuando WHERE cuando > %(now)s - interval '1 minute')
RETURNING admitida, llegadas[1] AS primera;

-- olvidar: visitors of more than a minute ago.
DELETE FROM asistente.visitas WHERE llegadas[cardinality(llegadas)] < %(now)s - interval '1 minute';
