"""What was committed before the machine died is on the new one: of base and WAL, and of the dead disk."""

from __future__ import annotations

import signal
from pathlib import Path

import psutil
import pytest

from caos import respaldo
from caos.postgres import Postgres
from caos.respaldo import Respaldo
from proalto.db import embedded
from tests.conftest import carpeta_abierta, conectar


@pytest.fixture
def muerta() -> tuple[Path, Respaldo]:
    """A server that was backed up while it ran, wrote on, and was killed."""
    datos = carpeta_abierta("maquina") / "postgres"
    dsn = embedded.start(datos)
    cursor = conectar(dsn).cursor()
    cursor.execute("CREATE TABLE t AS SELECT 1 AS n")
    copia = Respaldo(dsn, datos.parent / "respaldo")
    copia.empezar()
    assert respaldo.esperar_replica(dsn)
    for n in range(2, 500):
        cursor.execute("INSERT INTO t VALUES (%s)", (n,))
    procesos = Postgres(datos).familia()
    for proceso in procesos:
        proceso.send_signal(signal.SIGKILL)
    psutil.wait_procs(procesos, 10)
    copia.terminar()
    return datos, copia


def cuantas(datos: Path) -> int:
    """Start a server on a folder that was made of a backup, count, and end it."""
    dsn = embedded.start(datos)
    cursor = conectar(dsn).cursor()
    cursor.execute("SELECT count(*) FROM t")
    return int(cursor.fetchall()[0][0])


def test_base_y_wal_tienen_todo_lo_confirmado(muerta: tuple[Path, Respaldo]) -> None:
    datos, copia = muerta
    nueva = datos.parent / "otra"
    copia.restaurar(nueva)
    assert cuantas(nueva) == 499


def test_el_disco_muerto_tiene_todo_lo_confirmado(muerta: tuple[Path, Respaldo]) -> None:
    datos, _ = muerta
    respaldo.copiar(datos, datos.parent / "disco")
    assert cuantas(datos.parent / "disco") == 499
