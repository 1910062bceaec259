-- por_cedula: every crédito of one customer, the oldest first.
SELECT numero, estado, saldo, cuotas_totales, cuotas_pagadas, valor_cuota, proximo_descuento, dias_mora
FROM nucleo.creditos WHERE cedula = %(cedula)s ORDER BY fecha_desembolso, numero;

-- responde: whether the lender's database answers.
SELECT 1 AS bien;
