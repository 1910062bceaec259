-- Whom the process that asks is serving now; nobody, unless its transaction says so (proalto.db.database.atendiendo).
CREATE FUNCTION asistente.contacto() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('asistente.contacto', true), '')::bigint;

-- What must be counted across contacts, by whoever may see only one: as numbers, and never a customer's words.
CREATE FUNCTION asistente.intentos_de(bytea)
RETURNS TABLE (contacto_id bigint, paso text, bien boolean, senuelo boolean, ocurrido_en timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT contacto_id, paso, bien, senuelo, ocurrido_en FROM asistente.intentos_identidad WHERE cedula_hmac = $1
$$;

CREATE FUNCTION asistente.casos_de(bytea, desde timestamptz) RETURNS TABLE (id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT id FROM asistente.casos WHERE cedula_hmac = $1 AND creado_en > desde
$$;

CREATE FUNCTION asistente.cargas_de_asesores(desde timestamptz) RETURNS TABLE (asesor text, cuantos bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT asesor, count(*) FROM asistente.tramites WHERE radicado_en > desde GROUP BY asesor
$$;

-- Advisors who take cases and are at the desk, with what they have and when they were last given one.
CREATE FUNCTION asistente.asesores_de_servicio(visto_desde timestamptz)
RETURNS TABLE (id bigint, equipos text[], zonas text[], turno text, capacidad integer, carga bigint, ultima timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT usuarios.id, equipos, zonas, turno, capacidad,
           count(casos.id) FILTER (WHERE estado <> 'en_pausa'), max(asignado_en)
    FROM asistente.usuarios LEFT JOIN asistente.casos ON casos.usuario_id = usuarios.id AND estado <> 'cerrado'
    WHERE rol = 'asesor' AND activo AND disponible AND visto_en >= visto_desde
    GROUP BY usuarios.id ORDER BY usuarios.id
$$;

-- How many wait in the team's queue before a case that nobody has.
CREATE FUNCTION asistente.casos_delante(caso bigint) RETURNS TABLE (equipo text, delante bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT yo.equipo, (
        SELECT count(*) FROM asistente.casos AS otro
        JOIN asistente.relojes AS suyo ON suyo.caso_id = otro.id
          AND suyo.reloj = CASE WHEN otro.respondido_en IS NULL THEN 'respuesta' ELSE 'solucion' END
        WHERE otro.equipo = yo.equipo AND otro.usuario_id IS NULL
          AND otro.estado <> 'cerrado' AND otro.estado <> 'en_pausa'
          AND (otro.prioridad, suyo.vence_en, otro.id) < (yo.prioridad, mio.vence_en, yo.id))
    FROM asistente.casos AS yo
    JOIN asistente.relojes AS mio ON mio.caso_id = yo.id
      AND mio.reloj = CASE WHEN yo.respondido_en IS NULL THEN 'respuesta' ELSE 'solucion' END
    WHERE yo.id = caso AND yo.usuario_id IS NULL AND yo.estado <> 'cerrado' AND yo.estado <> 'en_pausa'
$$;

-- How long a team's newest closed cases took from the first answer, in minutes of business time.
CREATE FUNCTION asistente.atencion_media(de_equipo text, desde timestamptz) RETURNS TABLE (minutos numeric, cuantos bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT extract(epoch FROM avg(duro)) / 60, count(*) FROM (
        SELECT solucion.consumido - respuesta.consumido AS duro FROM asistente.casos
        JOIN asistente.relojes AS solucion ON solucion.caso_id = casos.id AND solucion.reloj = 'solucion'
        JOIN asistente.relojes AS respuesta ON respuesta.caso_id = casos.id AND respuesta.reloj = 'respuesta'
        WHERE equipo = de_equipo AND estado = 'cerrado' AND respondido_en IS NOT NULL AND cerrado_en > desde
        ORDER BY cerrado_en DESC LIMIT 50
    ) AS recientes
$$;

-- How customers read somebody of the desk; their password and telephone are nobody else's business.
CREATE FUNCTION asistente.nombre_de(usuario_id bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT nombre FROM asistente.usuarios WHERE id = usuario_id
$$;

-- The link of the audit's chain to go on from.
CREATE FUNCTION asistente.ultimo_eslabon() RETURNS TABLE (cadena text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT cadena FROM asistente.auditoria ORDER BY id DESC LIMIT 1
$$;

-- What a master key encrypted itself, before each customer had a key: where, under which one, how many. Whoever retires
-- that key loses it. A hash is no ciphertext, whatever its first byte.
CREATE FUNCTION asistente.cifrado_por_maestras() RETURNS TABLE (tabla text, columna text, maestra bytea, cuantas bigint)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    FOR tabla, columna IN
        SELECT c.table_name, c.column_name FROM information_schema.columns AS c
        JOIN pg_tables AS t ON t.schemaname = c.table_schema AND t.tablename = c.table_name
        WHERE c.table_schema = 'asistente' AND c.data_type = 'bytea' AND c.column_name !~ 'hmac|sha256|huella'
          AND (c.table_name, c.column_name) NOT IN (('llaves_de_datos', 'envuelta'), ('visitas', 'visitante'))
        ORDER BY 1, 2
    LOOP
        FOR maestra, cuantas IN EXECUTE format(
            'SELECT substring(%1$I FROM 2 FOR 4), count(*) FROM asistente.%2$I'
            ' WHERE substring(%1$I FROM 1 FOR 1) = ''\x01'' GROUP BY 1', columna, tabla)
        LOOP
            RETURN NEXT;
        END LOOP;
    END LOOP;
END
$$;

-- A message whose own date is too old or lies ahead, as one that somebody sends a second time: it is `fallido`, and why.
ALTER TABLE asistente.mensajes_entrantes ADD COLUMN cuarentena text CHECK (cuarentena IN ('viejo', 'del_futuro'));
