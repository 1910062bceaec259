-- por_cedula: what is needed to identify a customer.
SELECT cedula, celular, fecha_expedicion, celular_confirmado_en FROM nucleo.clientes WHERE cedula = %(cedula)s;

-- comparten: whether two customers or more have this mobile.
SELECT count(*) > 1 AS varios FROM (SELECT FROM nucleo.clientes WHERE celular = %(celular)s LIMIT 2) AS duenos;

-- por_celular: the customers with this mobile.
SELECT cedula FROM nucleo.clientes WHERE celular = %(celular)s ORDER BY cedula;

-- celulares: the registered mobiles of these customers.
SELECT cedula, celular FROM nucleo.clientes WHERE cedula = ANY(%(cedulas)s::text[]);

-- perfil: where a customer lives and which segment they are of.
SELECT segmento, departamento FROM nucleo.clientes WHERE cedula = %(cedula)s;
