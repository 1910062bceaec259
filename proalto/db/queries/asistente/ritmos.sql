-- gastar: one token of a bucket, and what is left; no row when there are fewer than `minimo`. A clock that is set back
-- gives nothing, and goes on from there.
INSERT INTO asistente.ritmos AS ritmo (nombre, fichas, en)
VALUES (%(nombre)s, %(capacidad)s - 1, clock_timestamp())
ON CONFLICT (nombre) DO UPDATE
SET fichas = least(%(capacidad)s, ritmo.fichas
        + %(por_segundo)s * greatest(0, extract(epoch FROM clock_timestamp() - ritmo.en)::float)) - 1,
    en = clock_timestamp()
WHERE least(%(capacidad)s, ritmo.fichas
        + %(por_segundo)s * greatest(0, extract(epoch FROM clock_timestamp() - ritmo.en)::float)) >= %(minimo)s
RETURNING fichas;

-- hay: how many tokens a bucket holds now.
SELECT least(%(capacidad)s, fichas + %(por_segundo)s * greatest(0, extract(epoch FROM clock_timestamp() - en)::float))
    AS fichas FROM asistente.ritmos WHERE nombre = %(nombre)s;
