"""An action that asks for another customer's rows gets none, whatever it asks."""
# ruff: noqa: S608 - the names of tables are those of our own matrix

import re

import psycopg2
import psycopg2.errors
import pytest

from proalto.db.permisos import DE_UN_CONTACTO, matriz, rol
from proalto.db.permisos.aplicar import NADIE
from proalto.db.queries import query
from tools import permisos as fuente

ANA, LUZ = 990_101, 990_102  # each row of theirs has this number wherever it has a number
TABLAS = [fila.nombre for fila in matriz() if fila.tipo == "tabla" and fila.de_quien != NADIE]
VALORES = {
    "text": "x{}", "bytea": "\\x00{}", "boolean": "false", "interval": "1 day", "jsonb": "{{}}", "ARRAY": "{{}}",
    "time without time zone": "10:00",
}  # fmt: skip


@pytest.fixture(scope="module")
def cursor(dsn):
    """A cursor on a database where each table holds a row of either customer; nothing of it is committed.

    Checks and references are gone, and both roles may do anything to any table: only whose the row is stops them.
    """
    connection = psycopg2.connect(dsn)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE connamespace = 'asistente'::regnamespace AND contype = 'c'"
        )
        for tabla, restriccion in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {tabla} DROP CONSTRAINT {restriccion}")
        for proceso in DE_UN_CONTACTO:
            cursor.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA asistente TO {rol(proceso)}")
        for tabla in TABLAS:
            for numero in (ANA, LUZ):
                llenar(cursor, tabla, numero)
        yield cursor
    connection.rollback()
    connection.close()


def llenar(cursor, tabla, numero):
    cursor.execute(
        "SELECT column_name, data_type, is_nullable = 'YES' FROM information_schema.columns"
        " WHERE table_schema = 'asistente' AND table_name = %s AND is_generated = 'NEVER'",
        (tabla,),
    )
    valores = {}
    for columna, tipo, opcional in cursor.fetchall():
        if tipo in ("bigint", "integer", "smallint"):
            valores[columna] = numero
        elif not opcional:
            valores[columna] = VALORES.get(tipo, "2026-11-18").format(numero)
    marcas = ", ".join(["%s"] * len(valores))
    cursor.execute(
        f"INSERT INTO asistente.{tabla} ({', '.join(valores)}) OVERRIDING SYSTEM VALUE VALUES ({marcas})",
        list(valores.values()),
    )


@pytest.fixture(params=DE_UN_CONTACTO)
def sirviendo(cursor, request):
    """Serve Ana with the role of a process; return the cursor."""
    cursor.execute("SAVEPOINT turno")
    cursor.execute(f"SET LOCAL ROLE {rol(request.param)}")
    cursor.execute(f"SET LOCAL asistente.contacto = '{ANA}'")
    yield cursor
    cursor.execute("ROLLBACK TO turno")


@pytest.mark.parametrize("tabla", TABLAS)
def test_sirviendo_a_una_clienta_no_se_ve_ni_se_toca_nada_de_otra(sirviendo, tabla):
    sirviendo.execute(f"SELECT t::text FROM asistente.{tabla} AS t")
    filas = [fila for (fila,) in sirviendo.fetchall()]
    assert any(str(ANA) in fila for fila in filas)
    assert [fila for fila in filas if str(LUZ) in fila] == []
    sirviendo.execute(f"DELETE FROM asistente.{tabla}")
    sirviendo.execute("RESET ROLE")
    sirviendo.execute(f"SELECT count(*) FROM asistente.{tabla} AS t WHERE t::text LIKE %s", (f"%{LUZ}%",))
    assert sirviendo.fetchone() == (1,)


@pytest.mark.parametrize("tabla", TABLAS)
def test_sirviendo_a_una_clienta_no_se_escribe_a_nombre_de_otra(sirviendo, tabla):
    sirviendo.execute("RESET ROLE")
    sirviendo.execute(f"DELETE FROM asistente.{tabla} AS t WHERE t::text LIKE %s", (f"%{LUZ}%",))
    sirviendo.execute("SET LOCAL ROLE asistente_actions")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="row-level security"):
        llenar(sirviendo, tabla, LUZ)


@pytest.mark.parametrize("tabla", TABLAS)
def test_sin_decir_a_quien_se_sirve_no_se_ve_nada(sirviendo, tabla):
    sirviendo.execute("SET LOCAL asistente.contacto = ''")
    sirviendo.execute(f"SELECT t::text FROM asistente.{tabla} AS t")
    assert [fila for (fila,) in sirviendo.fetchall() if str(ANA) in fila or str(LUZ) in fila] == []


def test_nada_que_las_acciones_busquen_por_cedula_queda_a_medias():
    """A query that looks for others' rows by a hash gets its own contact's only: a policy or a function is missing."""
    separadas = {fila.nombre: fila.de_quien for fila in matriz() if fila.tipo == "tabla" and fila.de_quien != NADIE}
    perdidas = []
    for consulta in sorted(fuente.consultas_de("actions") | fuente.consultas_de("rasa")):
        sql = query(consulta)
        for _, tabla in fuente.TABLA.findall(sql):
            mira = re.search(rf"FROM asistente\.{tabla}\b[^;]*?\b(\w+_hmac) = %\(", sql, re.DOTALL)
            if mira and tabla in separadas and mira[1] not in separadas[tabla] and "contacto_id" not in sql:
                perdidas.append((consulta, tabla))
    assert perdidas == []
