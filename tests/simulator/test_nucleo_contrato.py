"""docs/nucleo.md is for a DBA who will paste it: its SQL runs, and its checks find what they promise."""

import re
from datetime import datetime, timezone
from pathlib import Path

import psycopg2
import pytest

from proalto.db.queries import query
from simulator.nucleo.load import load
from tests.conftest import conectar

DOC = (Path(__file__).parents[2] / "docs/nucleo.md").read_text(encoding="utf-8")
BLOQUES = re.findall(r"```sql\n(.*?)```", DOC, re.DOTALL)
VERIFICACIONES = [bloque for bloque in BLOQUES if bloque.startswith("-- ")]
EJEMPLO = [bloque for bloque in BLOQUES if not bloque.startswith("-- ")]
PERSONA = """
    INSERT INTO cartera.pagador VALUES (1, 'Fondo', '999.000.113', 'PENSIONES');
    INSERT INTO cartera.persona VALUES (99901101, 'Ana', 'Ruiz', '+57 (300) 555-0101', '', 'Tunja', 'Boyacá',
        'P', 1, '1950-01-01', '1972-01-01', '2026-01-01 10:00');
    INSERT INTO cartera.obligacion VALUES ('L1', 99901101, 'V', 1000000, 900000, 12, 1, 95000, 0.0162,
        '2026-01-01', current_date + 5, NULL, NULL, 1);
    INSERT INTO cartera.tramite VALUES ('T1', 99901101, 'Libranza', 5, 12, 2, '2026-01-01 08:00',
        '2026-01-02 08:00');
    INSERT INTO cartera.preaprobado VALUES ('L1', 2000000, 24, 0.0158, 99000, current_date + 9);
"""


@pytest.fixture
def base(dsn):
    """A transaction to roll back (roles belong to the whole server), where schema nucleo is missing."""
    connection = conectar(dsn)
    connection.autocommit = False
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS nucleo CASCADE")
        yield cursor
    connection.rollback()
    connection.close()


@pytest.fixture
def cartera(base):
    """The imaginary lender of the document, with one customer behind the views."""
    for bloque in EJEMPLO:
        base.execute(bloque)
    base.execute(PERSONA)
    return base


@pytest.fixture(scope="module")
def demo(dsn):
    """The demo's rows, as of today."""
    connection = conectar(dsn)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS nucleo CASCADE")
        load(connection, datetime.now(timezone.utc).date())
        yield cursor
    connection.close()


def hallazgos(cursor, verificacion):
    cursor.execute(verificacion)
    return cursor.fetchall()


def test_las_vistas_de_ejemplo_cumplen_todas_las_verificaciones(cartera):
    assert len(VERIFICACIONES) == 6
    assert [hallazgos(cartera, verificacion) for verificacion in VERIFICACIONES] == [[]] * 6


def test_antes_de_salir_se_comprueban_las_mismas_columnas_que_dice_el_documento():
    _, columnas = VERIFICACIONES[0].split("\n", 1)
    assert query("nucleo.contrato.diferencias") == columnas.strip().rstrip(";")


def test_la_vista_de_ejemplo_deja_el_celular_en_la_forma_del_contrato(cartera):
    cartera.execute("SELECT cedula, celular, correo, segmento FROM nucleo.clientes")
    assert cartera.fetchall() == [("99901101", "573005550101", None, "pensionado")]


def test_el_usuario_del_asistente_lee_las_vistas_pero_no_las_tablas(cartera):
    cartera.execute("SET LOCAL ROLE asistente_lectura; SELECT count(*) FROM nucleo.creditos")
    assert cartera.fetchone() == (1,)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cartera.execute("SELECT * FROM cartera.persona")


def test_el_usuario_del_asistente_no_escribe_a_traves_de_una_vista(cartera):
    cartera.execute("SET LOCAL ROLE asistente_lectura")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cartera.execute("UPDATE nucleo.clientes SET fecha_expedicion = fecha_expedicion WHERE cedula = '0'")


@pytest.mark.parametrize("verificacion", VERIFICACIONES, ids=lambda bloque: bloque.splitlines()[0][3:30])
def test_los_datos_de_la_demo_cumplen_el_contrato(demo, verificacion):
    assert hallazgos(demo, verificacion) == []


@pytest.mark.parametrize(
    ("cual", "estropear"),
    [
        (0, "DROP VIEW nucleo.ofertas_renovacion"),
        (0, "CREATE VIEW nucleo.nomina AS SELECT 1 AS sueldo"),
        (1, "INSERT INTO cartera.pagador SELECT 2; CREATE OR REPLACE VIEW nucleo.pagadurias AS SELECT 1 AS"
            " id, razon_social::text AS nombre, nit::text, sector::text FROM cartera.pagador"),
        (2, "UPDATE cartera.persona SET tipo = 'X'"),
        (2, "UPDATE cartera.persona SET expedicion = NULL"),
        (3, "UPDATE cartera.obligacion SET estado = 'Z'"),
        (3, "UPDATE cartera.obligacion SET capital = NULL"),
        (3, "UPDATE cartera.obligacion SET tasa_mv = 0.000162"),
        (3, "UPDATE cartera.obligacion SET siguiente = '2020-01-30'"),
        (4, "UPDATE cartera.tramite SET fase = 9"),
        (5, "UPDATE cartera.tramite SET documento = 1"),
    ],
)  # fmt: skip
def test_cada_verificacion_encuentra_lo_que_promete(cartera, cual, estropear):
    cartera.execute(estropear)
    assert hallazgos(cartera, VERIFICACIONES[cual]) != []


def test_con_los_indices_del_documento_ninguna_busqueda_recorre_la_tabla(cartera):
    cartera.execute("SET LOCAL enable_seqscan = off")
    for columna, vista in (("cedula", "clientes"), ("celular", "clientes"), ("cedula", "creditos"),
                           ("cedula", "solicitudes"), ("radicado", "solicitudes")):  # fmt: skip
        cartera.execute(f"EXPLAIN SELECT * FROM nucleo.{vista} WHERE {columna} = '99901101'")  # noqa: S608
        plan = "\n".join(linea for (linea,) in cartera.fetchall())
        assert "Seq Scan" not in plan, (vista, columna, plan)
