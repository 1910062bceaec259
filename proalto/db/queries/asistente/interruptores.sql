-- ver: a switch that is off; no row while it is on.
SELECT codigo, desde FROM asistente.interruptores WHERE nombre = %(nombre)s;

-- apagar: off from now on, with the first probe after so many seconds; nothing when it was off already.
INSERT INTO asistente.interruptores (nombre, codigo, desde, proximo_sondeo)
VALUES (%(nombre)s, %(codigo)s, now(), now() + make_interval(secs => %(segundos)s)) ON CONFLICT (nombre) DO NOTHING;

-- sondear: the probe, if it is due; the next one comes after so many seconds.
UPDATE asistente.interruptores SET proximo_sondeo = now() + make_interval(secs => %(segundos)s)
WHERE nombre = %(nombre)s AND proximo_sondeo <= now();

-- encender: on again; with which code it had been off. No row when it was on already.
DELETE FROM asistente.interruptores WHERE nombre = %(nombre)s RETURNING codigo;

-- de_prefijo: what is off of one kind, by name.
SELECT nombre, desde FROM asistente.interruptores WHERE starts_with(nombre, %(prefijo)s) ORDER BY nombre;
