-- cliente: what the rules ask about a customer.
SELECT segmento, fecha_nacimiento FROM nucleo.clientes WHERE cedula = %(cedula)s;

-- creditos: every crédito of one customer with the offer to renew it, if there is one, the oldest first.
SELECT c.numero, c.estado, c.saldo, c.cuotas_totales, c.cuotas_pagadas, c.valor_cuota, c.fecha_desembolso, c.dias_mora,
       o.monto AS oferta_monto, o.plazo AS oferta_plazo, o.tasa_mensual AS oferta_tasa, o.valor_cuota AS oferta_cuota,
       o.vence_en AS oferta_vence_en
FROM nucleo.creditos c LEFT JOIN nucleo.ofertas_renovacion o ON o.credito = c.numero
WHERE c.cedula = %(cedula)s ORDER BY c.fecha_desembolso, c.numero;

-- etapas: the stage of each application of one customer.
SELECT etapa FROM nucleo.solicitudes WHERE cedula = %(cedula)s;

-- titular: who renews, for whoever calls.
SELECT trim(concat_ws(' ', nombres, apellidos)) AS nombres, municipio, departamento, segmento
FROM nucleo.clientes WHERE cedula = %(cedula)s;
