-- cliente: everything that the lender tells of one customer.
SELECT cedula, nombres, apellidos, celular, correo, municipio, departamento, segmento, fecha_nacimiento,
       fecha_expedicion, celular_confirmado_en, pagadurias.nombre AS pagaduria
FROM nucleo.clientes LEFT JOIN nucleo.pagadurias ON pagadurias.id = clientes.pagaduria_id
WHERE cedula = %(cedula)s;

-- creditos: everything that the lender tells of their créditos, the oldest first.
SELECT numero, estado, monto, saldo, cuotas_totales, cuotas_pagadas, valor_cuota, tasa_mensual, fecha_desembolso,
       proximo_descuento, fecha_cancelacion, dias_mora, pagadurias.nombre AS pagaduria
FROM nucleo.creditos LEFT JOIN nucleo.pagadurias ON pagadurias.id = creditos.pagaduria_id
WHERE cedula = %(cedula)s ORDER BY fecha_desembolso, numero;

-- solicitudes: everything that the lender tells of their applications, the oldest first.
SELECT radicado, producto, monto, plazo, etapa, radicada_en, actualizada_en, observacion FROM nucleo.solicitudes
WHERE cedula = %(cedula)s ORDER BY radicada_en, radicado;

-- ofertas: what was offered to renew their créditos.
SELECT o.credito, o.monto, o.plazo, o.tasa_mensual, o.valor_cuota, o.vence_en FROM nucleo.ofertas_renovacion o
JOIN nucleo.creditos c ON c.numero = o.credito WHERE c.cedula = %(cedula)s ORDER BY o.credito;
