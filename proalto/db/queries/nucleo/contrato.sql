-- diferencias: columns that are missing, too many or of another type; the same check as in docs/nucleo.md.
SELECT coalesce(p.tabla, h.tabla) AS tabla, coalesce(p.columna, h.columna) AS columna, p.tipo AS pactado, h.tipo AS hallado
  FROM (VALUES
        ('pagadurias', 'id', 'integer'), ('pagadurias', 'nombre', 'text'), ('pagadurias', 'nit', 'text'),
        ('pagadurias', 'sector', 'text'),
        ('clientes', 'cedula', 'text'), ('clientes', 'nombres', 'text'), ('clientes', 'apellidos', 'text'),
        ('clientes', 'celular', 'text'), ('clientes', 'correo', 'text'), ('clientes', 'municipio', 'text'),
        ('clientes', 'departamento', 'text'), ('clientes', 'segmento', 'text'), ('clientes', 'pagaduria_id', 'integer'),
        ('clientes', 'fecha_nacimiento', 'date'), ('clientes', 'fecha_expedicion', 'date'),
        ('clientes', 'celular_confirmado_en', 'date'),
        ('creditos', 'numero', 'text'), ('creditos', 'cedula', 'text'), ('creditos', 'estado', 'text'),
        ('creditos', 'monto', 'numeric'), ('creditos', 'saldo', 'numeric'), ('creditos', 'cuotas_totales', 'integer'),
        ('creditos', 'cuotas_pagadas', 'integer'), ('creditos', 'valor_cuota', 'numeric'),
        ('creditos', 'tasa_mensual', 'numeric'), ('creditos', 'fecha_desembolso', 'date'),
        ('creditos', 'proximo_descuento', 'date'), ('creditos', 'fecha_cancelacion', 'date'),
        ('creditos', 'dias_mora', 'integer'), ('creditos', 'pagaduria_id', 'integer'),
        ('solicitudes', 'radicado', 'text'), ('solicitudes', 'cedula', 'text'), ('solicitudes', 'producto', 'text'),
        ('solicitudes', 'monto', 'numeric'), ('solicitudes', 'plazo', 'integer'), ('solicitudes', 'etapa', 'text'),
        ('solicitudes', 'radicada_en', 'timestamp with time zone'),
        ('solicitudes', 'actualizada_en', 'timestamp with time zone'), ('solicitudes', 'observacion', 'text'),
        ('ofertas_renovacion', 'credito', 'text'), ('ofertas_renovacion', 'monto', 'numeric'),
        ('ofertas_renovacion', 'plazo', 'integer'), ('ofertas_renovacion', 'tasa_mensual', 'numeric'),
        ('ofertas_renovacion', 'valor_cuota', 'numeric'), ('ofertas_renovacion', 'vence_en', 'date')
       ) AS p (tabla, columna, tipo)
  FULL JOIN (SELECT relname::text AS tabla, attname::text AS columna, format_type(atttypid, NULL) AS tipo
               FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
              WHERE relnamespace = 'nucleo'::regnamespace AND relkind IN ('r', 'v', 'm', 'f', 'p')
                AND attnum > 0 AND NOT attisdropped) AS h
    ON h.tabla = p.tabla AND h.columna = p.columna
 WHERE p.tipo IS DISTINCT FROM h.tipo;

-- permisos: the views on which our user has any of these privileges.
SELECT relname::text AS tabla FROM pg_class
WHERE relnamespace = 'nucleo'::regnamespace AND relkind IN ('r', 'v', 'm', 'f', 'p')
  AND has_table_privilege(oid, %(privilegios)s::text)
ORDER BY relname;

-- inventados: customers of the demonstration.
SELECT cedula FROM nucleo.clientes WHERE cedula IN ('99901101', '99901102', '1990001103') AND celular LIKE '5730055501%%';

-- sin_lectura: the views that are missing or that one of these roles may not read; a role that is NULL is who asks.
SELECT DISTINCT pide.vista FROM unnest(%(vistas)s::text[], %(roles)s::text[]) AS pide (vista, rol)
LEFT JOIN pg_namespace AS esquema ON esquema.nspname = 'nucleo'
LEFT JOIN pg_class AS hay
  ON hay.relnamespace = esquema.oid AND hay.relname = pide.vista AND hay.relkind IN ('r', 'v', 'm', 'f', 'p')
WHERE hay.oid IS NULL
   OR NOT has_schema_privilege(coalesce(pide.rol, current_user), esquema.oid, 'USAGE')
   OR NOT has_any_column_privilege(coalesce(pide.rol, current_user), hay.oid, 'SELECT')
ORDER BY pide.vista;

-- solo_con_indice: from here on in this transaction, a table is read whole only where no index would do.
SELECT set_config('enable_seqscan', 'off', true);

-- tamano: how many rows a table is believed to have; fewer than none when nobody has counted.
SELECT reltuples::bigint AS filas FROM pg_class JOIN pg_namespace AS esquema ON esquema.oid = relnamespace
WHERE nspname = %(esquema)s AND relname = %(tabla)s;
