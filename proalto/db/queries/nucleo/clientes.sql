-- por_cedula: what is needed to identify a customer.
SELECT cedula, celular, fecha_expedicion, celular_confirmado_en FROM nucleo.clientes WHERE cedula = %(cedula)s;

-- perfil: where a customer lives and which segment they are of.
SELECT segmento, departamento FROM nucleo.clientes WHERE cedula = %(cedula)s;
