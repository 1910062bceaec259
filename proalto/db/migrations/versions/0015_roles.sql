-- Whom the process that asks is serving now; nobody, unless its transaction says so (proalto.db.database.atendiendo).
CREATE FUNCTION asistente.contacto() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('asistente.contacto', true), '')::bigint;

-- What must be counted across contacts, by whoever may see only one: as numbers, and never a customer's words.
CREATE FUNCTION asistente.intentos_de(bytea)
RETURNS TABLE (contacto_id bigint, paso text, bien boolean, senuelo boolean, ocurrido_en timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT contacto_id, paso, bien, senuelo, ocurrido_en FROM asistente.intentos_identidad WHERE cedula_hmac = $1
$$;

-- Whether the whole system has seen this many wrong codes.
CREATE FUNCTION asistente.codigos_errados(desde timestamptz, maximo bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) >= maximo FROM (
        SELECT FROM asistente.intentos_identidad
        WHERE paso = 'codigo' AND NOT bien AND ocurrido_en > desde LIMIT maximo) AS errados
$$;

-- When a person last confirmed whose cédula it is, and whether it is locked, in whoever's case.
CREATE FUNCTION asistente.bloqueo_de(bytea, confirma text) RETURNS TABLE (confirmada_en timestamptz, bloqueada boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(max(caso.cerrado_en) FILTER (WHERE caso.estado = 'cerrado' AND caso.causa = $2), '-infinity'),
           coalesce(bool_or(NOT (caso.estado = 'cerrado' AND caso.causa IS NOT DISTINCT FROM $2)), false)
    FROM asistente.bloqueos_identidad AS bloqueo JOIN asistente.casos AS caso ON caso.id = bloqueo.caso_id
    WHERE bloqueo.cedula_hmac = $1
$$;

-- Other hands on one person's identity end what is open of it in every chat: whoever asks learns nothing of them.
CREATE FUNCTION asistente.cerrar_sesiones_de(bytea, cuando timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE asistente.sesiones SET cerrada_en = cuando WHERE cedula_hmac = $1 AND cerrada_en IS NULL
$$;

CREATE FUNCTION asistente.anular_desafios_de(bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE asistente.desafios SET senuelo = true WHERE cedula_hmac = $1 AND estado = 'vivo'
$$;

-- Hints at other hands are about a chat, a mobile or a person, so they are read and written across contacts.
CREATE FUNCTION asistente.anotar_senal(text, text, contacto bigint, telefono bytea, cedula bytea, cuando timestamptz)
RETURNS TABLE (id bigint) LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO asistente.senales_identidad (clave, clase, contacto_id, telefono_hmac, cedula_hmac, ocurrida_en)
    VALUES ($1, $2, contacto, telefono, cedula, cuando)
    ON CONFLICT (clave) DO NOTHING RETURNING senales_identidad.id
$$;

CREATE FUNCTION asistente.ultima_senal(contacto bigint, telefono bytea, cedula bytea, desde timestamptz)
RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT max(ocurrida_en) FROM asistente.senales_identidad
    WHERE ocurrida_en > desde AND (contacto_id = contacto OR telefono_hmac = telefono OR cedula_hmac = cedula)
$$;

-- The fingerprint of the mobile that a code proved last, in whatever chat, and when; and the mobile proved now.
CREATE FUNCTION asistente.celular_visto(bytea) RETURNS TABLE (celular_hmac bytea, visto_en timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT celular_hmac, visto_en FROM asistente.celulares_vistos WHERE cedula_hmac = $1
$$;

CREATE FUNCTION asistente.ver_celular(bytea, contacto bigint, sellado bytea, huella bytea, cuando timestamptz)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO asistente.celulares_vistos (cedula_hmac, contacto_id, celular, celular_hmac, visto_en)
    VALUES ($1, contacto, sellado, huella, cuando)
    ON CONFLICT (cedula_hmac) DO UPDATE SET contacto_id = excluded.contacto_id, celular = excluded.celular,
        celular_hmac = excluded.celular_hmac, visto_en = excluded.visto_en
$$;

-- Tell the mobiles that were last seen with this number, this chat or this person: whose they are is not said back.
CREATE FUNCTION asistente.avisar_del_cambio(
    senal bigint, contacto bigint, telefono bytea, cedula bytea, cuando timestamptz
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO asistente.avisos_de_seguridad (clave, clase, contacto_id, cedula_hmac, celular, creado_en)
    SELECT 'cambio:' || senal || ':' || encode(visto.celular_hmac, 'hex'), 'cambio', visto.contacto_id,
           visto.cedula_hmac, visto.celular, cuando
    FROM asistente.celulares_vistos AS visto
    WHERE visto.celular_hmac = telefono OR visto.cedula_hmac = $4 OR visto.cedula_hmac IN (
        SELECT pareja.cedula_hmac FROM asistente.parejas AS pareja WHERE pareja.contacto_id = contacto)
    ON CONFLICT (clave) DO NOTHING
$$;

-- Whether this many chats have presented a cédula, and its mobile has not been told since.
CREATE FUNCTION asistente.muchos_chats(bytea, desde timestamptz, maximo bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(DISTINCT contacto_id) FROM asistente.intentos_identidad
            WHERE cedula_hmac = $1 AND paso = 'cedula' AND ocurrido_en > desde) >= maximo
        AND NOT EXISTS (SELECT FROM asistente.avisos_de_seguridad
                        WHERE clase = 'muchos_chats' AND cedula_hmac = $1 AND creado_en > desde)
$$;

-- Leave of a message, and of the bubbles read with it, only that it came; nothing else of the inbox may be changed, and
-- nothing by whoever does not say whom they serve.
CREATE FUNCTION asistente.vaciar_mensaje(contacto bigint, text, vacio bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE asistente.mensajes_entrantes SET cuerpo = vacio
    WHERE contacto_id = contacto AND contacto = asistente.contacto()
      AND (wamid = $2 OR unido_a = $2)
$$;

-- Every row about a person, in tables that the process itself may not read: for whoever has proved in this chat to be
-- that person, and for nobody else.
CREATE FUNCTION asistente.filas_propias(quien bigint, huella_suya bytea)
RETURNS TABLE (tabla text, dueno bigint, huella text, fila jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT tabla, dueno, huella, fila FROM asistente.filas_de_persona(quien, huella_suya)
    WHERE quien = asistente.contacto() AND EXISTS (
        SELECT FROM asistente.sesiones
        WHERE contacto_id = quien AND cedula_hmac = huella_suya AND nivel >= 2 AND cerrada_en IS NULL)
$$;

CREATE FUNCTION asistente.casos_de(bytea, desde timestamptz) RETURNS TABLE (id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT id FROM asistente.casos WHERE cedula_hmac = $1 AND creado_en > desde
$$;

-- A claim of a person that is being looked at and stands beside their data, from whatever chat it came: its folio only.
CREATE FUNCTION asistente.reclamo_de(bytea) RETURNS TABLE (folio text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT folio FROM asistente.solicitudes_de_datos
    WHERE cedula_hmac = $1 AND tramite = 'reclamo' AND marcada_en IS NOT NULL
      AND estado IN ('en_curso', 'incompleta', 'silencio') ORDER BY id LIMIT 1
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
