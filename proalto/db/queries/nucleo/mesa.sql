-- nombres: what these customers are called.
SELECT cedula, nombres, apellidos FROM nucleo.clientes WHERE cedula = ANY(%(cedulas)s::text[]);

-- cliente: who a customer is, for the card of an advisor.
SELECT cedula, nombres, apellidos, segmento, municipio, departamento FROM nucleo.clientes WHERE cedula = %(cedula)s;

-- creditos: a customer's créditos at a glance, the live ones first.
SELECT numero, estado, saldo, cuotas_totales, cuotas_pagadas, valor_cuota, proximo_descuento, dias_mora
FROM nucleo.creditos WHERE cedula = %(cedula)s
ORDER BY estado IN ('vigente', 'en_mora') DESC, fecha_desembolso DESC NULLS LAST, numero LIMIT 10;
