"""Every query of the tree stands on the migrated schema."""

import re

import pytest

from proalto.db.queries import names, query
from tests.conftest import conectar

PARAMETRO = re.compile(r"%\((\w+)\)s")
# What psycopg2 writes with its type; the server works out the rest.
TIPOS = {"now": "timestamptz", "pausa": "interval", "expira_en": "timestamptz", "cedula_hmac": "bytea"}


@pytest.fixture(scope="module")
def connection(dsn):
    connection = conectar(dsn)
    yield connection
    connection.close()


@pytest.mark.parametrize("name", names())
def test_cada_consulta_se_prepara_en_el_esquema_migrado(connection, name):
    sql, orden = query(name), []
    for parametro in PARAMETRO.findall(sql):
        if parametro not in orden:
            orden.append(parametro)
    preparada = PARAMETRO.sub(lambda m: f"${orden.index(m[1]) + 1}", sql).replace("%%", "%")
    tipos = ", ".join(TIPOS.get(parametro, "unknown") for parametro in orden)
    with connection.cursor() as cursor:
        cursor.execute(f"PREPARE q {f'({tipos})' if tipos else ''} AS {preparada}")
        cursor.execute("DEALLOCATE q")


def test_hay_consultas_de_las_dos_partes():
    assert {name.split(".")[0] for name in names()} == {"asistente", "nucleo"}
    assert len(names()) > 40


@pytest.mark.parametrize("name", [name for name in names() if name.startswith("nucleo.")])
def test_las_consultas_de_nucleo_solo_leen(name):
    assert re.match(r"(SELECT|WITH)\b", query(name)) and not re.search(
        r"\b(INSERT|UPDATE|DELETE|FOR UPDATE)\b", query(name)
    )


def test_una_consulta_que_no_existe_se_nombra():
    with pytest.raises(KeyError, match="no_existe"):
        query("nucleo.saldo.no_existe")
