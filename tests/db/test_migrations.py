"""Migrations: from nothing to the newest revision, once, even if two processes start together."""

import csv
import hashlib
import subprocess
import sys
from urllib.parse import quote

import psycopg2.extensions
import pytest

from proalto.db.migrations import HERE, migrate, newest_revision
from proalto.settings import ROOT
from tests.db.conftest import filas

VERSIONES = HERE / "versions"
MIGRAR = "import sys; from proalto.db.migrations import migrate; migrate(sys.argv[1])"


def retrato(dsn):
    """Return every column of schema asistente with its type."""
    return filas(
        dsn,
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'asistente' ORDER BY 1, 2",
    )


def test_migrar_dos_veces_es_migrar_una(vacia):
    migrate(vacia)
    uno = retrato(vacia)
    filas(vacia, "INSERT INTO asistente.contactos (telefono) VALUES ('573001112233') RETURNING id")
    migrate(vacia)
    assert retrato(vacia) == uno and ("contactos", "bsuid", "text") in uno
    assert filas(vacia, "SELECT version_num FROM asistente.alembic_version") == [(newest_revision(),)]
    assert filas(vacia, "SELECT telefono FROM asistente.contactos") == [("573001112233",)]


def test_todo_lo_nuestro_queda_en_el_esquema_asistente_y_nada_en_nucleo(vacia):
    migrate(vacia)
    assert filas(vacia, "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'nucleo')") == []


@pytest.mark.parametrize("esquema", ["postgres", "postgresql"])
def test_entiende_la_direccion_como_la_entiende_libpq(vacia, esquema):
    partes = psycopg2.extensions.parse_dsn(vacia)
    migrate(f"{esquema}://{partes['user']}@/{partes['dbname']}?host={quote(partes['host'], safe='')}")
    assert filas(vacia, "SELECT version_num FROM asistente.alembic_version") == [(newest_revision(),)]


def test_una_migracion_que_ya_se_publico_no_cambia():
    """A database that ran it never runs it again: what it lacks comes in a new one, which is added to the list."""
    with (ROOT / "tests" / "db" / "migraciones.csv").open(encoding="utf-8") as lista:
        publicadas = {fila["archivo"]: fila["sha256"] for fila in csv.DictReader(lista)}
    archivos = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in VERSIONES.glob("0*.sql")}
    assert archivos == publicadas


def test_dos_procesos_que_arrancan_juntos_no_se_estorban(vacia):
    orden = [sys.executable, "-c", MIGRAR, vacia]
    procesos = [subprocess.Popen(orden, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
    errores = [proceso.communicate(timeout=60)[1] for proceso in procesos]
    assert [proceso.returncode for proceso in procesos] == [0, 0], errores
    assert len(filas(vacia, "SELECT version_num FROM asistente.alembic_version")) == 1
