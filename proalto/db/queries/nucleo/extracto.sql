-- por_cedula: the customer and every crédito with who deducts it, the live ones first, as at one moment (`corte_en`).
SELECT cliente.nombres, cliente.apellidos, credito.numero, credito.estado, credito.monto, credito.saldo,
       credito.cuotas_totales, credito.cuotas_pagadas, credito.valor_cuota, credito.tasa_mensual,
       credito.fecha_desembolso, credito.proximo_descuento, credito.dias_mora, pagaduria.nombre AS pagaduria,
       statement_timestamp() AS corte_en
FROM nucleo.clientes AS cliente
JOIN nucleo.creditos AS credito ON credito.cedula = cliente.cedula
LEFT JOIN nucleo.pagadurias AS pagaduria ON pagaduria.id = credito.pagaduria_id
WHERE cliente.cedula = %(cedula)s
ORDER BY (credito.estado IN ('vigente', 'en_mora')) IS NOT TRUE, credito.fecha_desembolso, credito.numero;
