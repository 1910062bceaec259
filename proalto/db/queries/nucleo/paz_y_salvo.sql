-- por_cedula: the customer and every crédito, the oldest first, as they are at one moment (`corte_en`).
SELECT cliente.nombres, cliente.apellidos, credito.numero, credito.estado, credito.saldo, credito.fecha_cancelacion,
       credito.proximo_descuento, credito.cedula IS NOT NULL AS tiene_credito, statement_timestamp() AS corte_en
FROM nucleo.clientes AS cliente LEFT JOIN nucleo.creditos AS credito ON credito.cedula = cliente.cedula
WHERE cliente.cedula = %(cedula)s ORDER BY credito.fecha_desembolso, credito.numero;
