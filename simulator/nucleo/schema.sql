-- Tables with the columns that the lender's views of schema nucleo promise (docs/nucleo.md), for the demo and tests.
-- Nothing but the keys is NOT NULL, and there are no foreign keys or checks: views promise none of that either.
CREATE SCHEMA IF NOT EXISTS nucleo;

CREATE TABLE IF NOT EXISTS nucleo.pagadurias (
    id int PRIMARY KEY,
    nombre text,
    nit text,
    sector text
);

CREATE TABLE IF NOT EXISTS nucleo.clientes (
    cedula text PRIMARY KEY,
    nombres text,
    apellidos text,
    celular text,
    correo text,
    municipio text,
    departamento text,
    segmento text,
    pagaduria_id int,
    fecha_nacimiento date,
    fecha_expedicion date,
    celular_confirmado_en date
);

CREATE TABLE IF NOT EXISTS nucleo.creditos (
    numero text PRIMARY KEY,
    cedula text,
    estado text,
    monto numeric,
    saldo numeric,
    cuotas_totales int,
    cuotas_pagadas int,
    valor_cuota numeric,
    tasa_mensual numeric,
    fecha_desembolso date,
    proximo_descuento date,
    fecha_cancelacion date,
    dias_mora int,
    pagaduria_id int
);

CREATE TABLE IF NOT EXISTS nucleo.solicitudes (
    radicado text PRIMARY KEY,
    cedula text,
    producto text,
    monto numeric,
    plazo int,
    etapa text,
    radicada_en timestamptz,
    actualizada_en timestamptz,
    observacion text
);

CREATE TABLE IF NOT EXISTS nucleo.ofertas_renovacion (
    credito text PRIMARY KEY,
    monto numeric,
    plazo int,
    tasa_mensual numeric,
    valor_cuota numeric,
    vence_en date
);

CREATE INDEX IF NOT EXISTS clientes_celular_idx ON nucleo.clientes (celular);
CREATE INDEX IF NOT EXISTS creditos_cedula_idx ON nucleo.creditos (cedula);
CREATE INDEX IF NOT EXISTS solicitudes_cedula_idx ON nucleo.solicitudes (cedula);
-- The notices look for applications that changed since the last round.
CREATE INDEX IF NOT EXISTS solicitudes_actualizada_idx ON nucleo.solicitudes (actualizada_en);
