"""Loading the demo's customers: once, whole, never over data of others, and with dates that do not age."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import astuple, fields, replace
from datetime import date, timedelta

import pytest
from psycopg2 import sql

from simulator.nucleo import __main__ as command
from simulator.nucleo.generate import build
from simulator.nucleo.load import NucleoAjeno, counts, create_schema, load
from simulator.nucleo.rows import Cliente, Credito, OfertaRenovacion, Pagaduria, Solicitud
from tests.conftest import conectar

HOY = date(2026, 11, 21)
TABLAS = {
    "pagadurias": Pagaduria,
    "clientes": Cliente,
    "creditos": Credito,
    "solicitudes": Solicitud,
    "ofertas_renovacion": OfertaRenovacion,
}
CONTRATO = {
    "pagadurias": "id int, nombre text, nit text, sector text",
    "clientes": "cedula text, nombres text, apellidos text, celular text, correo text, municipio text,"
    " departamento text, segmento text, pagaduria_id int, fecha_nacimiento date, fecha_expedicion date,"
    " celular_confirmado_en date",
    "creditos": "numero text, cedula text, estado text, monto numeric, saldo numeric, cuotas_totales int,"
    " cuotas_pagadas int, valor_cuota numeric, tasa_mensual numeric, fecha_desembolso date,"
    " proximo_descuento date, fecha_cancelacion date, dias_mora int, pagaduria_id int",
    "solicitudes": "radicado text, cedula text, producto text, monto numeric, plazo int, etapa text,"
    " radicada_en timestamptz, actualizada_en timestamptz, observacion text",
    "ofertas_renovacion": "credito text, monto numeric, plazo int, tasa_mensual numeric, valor_cuota numeric,"
    " vence_en date",
}
COLUMNAS = """
    SELECT attname, atttypid FROM pg_attribute
     WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


@pytest.fixture
def base(dsn):
    """A connection to a database without schema nucleo."""
    connection = conectar(dsn)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS nucleo CASCADE")
    yield connection
    connection.close()


def hacer(connection, sentencia, *valores):
    with connection.cursor() as cursor:
        cursor.execute(sentencia, valores)
        return cursor.fetchall() if cursor.description else []


def filas(connection, tabla):
    return hacer(connection, sql.SQL("SELECT * FROM nucleo.{}").format(sql.Identifier(tabla)))


def todo(connection):
    return {tabla: sorted(filas(connection, tabla)) for tabla in TABLAS}


@pytest.mark.parametrize("tabla", TABLAS)
def test_la_tabla_tiene_las_columnas_del_contrato_y_las_de_sus_filas(base, tabla):
    create_schema(base)
    hacer(base, f"CREATE TEMP TABLE pactada ({CONTRATO[tabla]})")
    hallada = hacer(base, COLUMNAS, f"nucleo.{tabla}")
    assert hallada == hacer(base, COLUMNAS, "pactada")
    assert [nombre for nombre, _ in hallada] == [campo.name for campo in fields(TABLAS[tabla])]


@pytest.mark.parametrize("tabla", TABLAS)
def test_basta_la_llave_para_insertar_una_fila(base, tabla):
    create_schema(base)
    orden = sql.SQL("INSERT INTO nucleo.{} ({}) VALUES ('1')")
    llave = sql.Identifier(fields(TABLAS[tabla])[0].name)
    hacer(base, orden.format(sql.Identifier(tabla), llave))
    assert len(filas(base, tabla)) == 1


def test_lo_cargado_es_lo_generado(base):
    load(base, HOY)
    datos = build(HOY)
    for tabla, fila in TABLAS.items():
        assert [fila(*valores) for valores in filas(base, tabla)] == list(getattr(datos, tabla))


def test_cargar_dos_veces_no_cambia_nada(base):
    assert load(base, HOY) == counts(base)["clientes"]
    antes = todo(base)
    assert load(base, HOY) == 0
    assert todo(base) == antes


def test_mientras_el_proximo_descuento_no_pase_no_cambia_ninguna_fecha(base):
    load(base, HOY)
    antes = todo(base)
    load(base, date(2026, 11, 30))
    assert todo(base) == antes


def test_otro_dia_las_fechas_de_la_demo_vuelven_a_estar_por_delante(base):
    load(base, HOY)
    despues = HOY + timedelta(days=200)
    assert load(base, despues) == 0
    nuevas = build(despues)
    for tabla in ("clientes", "ofertas_renovacion"):
        assert sorted(filas(base, tabla)) == sorted(astuple(fila) for fila in getattr(nuevas, tabla))
    en_cobro = sorted(astuple(credito) for credito in nuevas.creditos if credito.proximo_descuento)
    assert sorted(fila for fila in filas(base, "creditos") if Credito(*fila).proximo_descuento) == en_cobro


def test_poner_al_dia_la_demo_respeta_lo_que_otro_cambio_en_un_credito(base):
    load(base, HOY)
    hacer(base, "UPDATE nucleo.creditos SET saldo = 1, proximo_descuento = NULL WHERE numero = 'LB-900101'")
    load(base, HOY + timedelta(days=60))
    cambiado = hacer(base, "SELECT saldo, proximo_descuento FROM nucleo.creditos WHERE numero = 'LB-900101'")
    assert cambiado == [(1, None)]


def test_poner_al_dia_la_demo_no_toca_lo_que_otro_inserto(base):
    load(base, HOY)
    hacer(
        base,
        "INSERT INTO nucleo.creditos (numero, cedula, estado, proximo_descuento)"
        " VALUES ('AJENO-1', '123', 'vigente', '2026-11-30')",
    )
    load(base, HOY + timedelta(days=60))
    assert hacer(base, "SELECT proximo_descuento FROM nucleo.creditos WHERE numero = 'AJENO-1'") == [
        (date(2026, 11, 30),)
    ]


def test_con_clientes_de_otro_no_carga_ninguno(base):
    load(base, HOY)
    hacer(base, "TRUNCATE nucleo.clientes, nucleo.creditos")
    hacer(base, "INSERT INTO nucleo.clientes (cedula) VALUES ('1')")
    assert load(base, HOY) == 0
    assert counts(base)["clientes"] == 1


def test_se_niega_a_cargar_sobre_las_vistas_del_prestamista(base):
    hacer(base, "CREATE SCHEMA nucleo; CREATE VIEW nucleo.clientes AS SELECT '1'::text AS cedula")
    with pytest.raises(NucleoAjeno):
        load(base, HOY)
    assert hacer(base, "SELECT count(*) FROM pg_class WHERE relnamespace = 'nucleo'::regnamespace") == [(1,)]


def test_dos_cargas_a_la_vez_cargan_una_sola_vez(base, dsn):
    def cargar(_):
        with closing(conectar(dsn)) as connection:
            return load(connection, HOY)

    with ThreadPoolExecutor(2) as hilos:
        assert sorted(hilos.map(cargar, range(2))) == [0, counts(base)["clientes"]]


def test_una_carga_a_medias_no_deja_nada(base, monkeypatch):
    malo = replace(build(HOY), ofertas_renovacion=(object(),))
    monkeypatch.setattr("simulator.nucleo.load.build", lambda today: malo)
    with pytest.raises(TypeError):
        load(base, HOY)
    assert hacer(base, "SELECT to_regnamespace('nucleo')") == [(None,)]


def test_la_orden_carga_donde_dice_el_entorno_y_cuenta_lo_que_hay(base, dsn, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgresql://no-se-usa.invalid/x")
    monkeypatch.setenv("NUCLEO_DATABASE_URL", dsn)
    assert command.main([]) == 0
    assert command.main([]) == 0
    primera, segunda = capsys.readouterr().out.splitlines()
    assert f"cargados: {counts(base)['clientes']} clientes" in primera
    assert "ya presentes" in segunda


def test_sin_base_la_orden_dice_que_variable_falta(monkeypatch, capsys):
    monkeypatch.delenv("NUCLEO_DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert command.main([]) == 2
    assert "DATABASE_URL" in capsys.readouterr().err


def test_una_orden_desconocida_explica_el_uso(capsys):
    assert command.main(["clientes"]) == 2
    assert "clientes_json" in capsys.readouterr().err
