"""The embedded PostgreSQL comes back by itself, with all that was committed."""

import contextlib
import os
import signal
import time

import psycopg2
import pytest

from launcher import postgres, vigia
from launcher.postgres import Postgres
from proalto.db import embedded
from tests.conftest import carpeta_abierta, conectar
from tests.launcher.test_procesos import esperar


@pytest.fixture
def servidor(monkeypatch):
    """A server of this test's own, and who looks after it."""
    monkeypatch.setattr(postgres, "PAUSA_SEGUNDOS", 0.5)
    servidor = embedded.server(carpeta_abierta("cuidado") / "datos")
    yield servidor
    servidor._cleanup()


def escribir(dsn, valor):
    with conectar(dsn) as conexion, conexion.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS x (n int)")
        cursor.execute("INSERT INTO x VALUES (%s)", (valor,))
    return conexion


def leidos(dsn):
    try:
        with psycopg2.connect(dsn) as conexion, conexion.cursor() as cursor:
            cursor.execute("SELECT n FROM x")
            return [n for (n,) in cursor.fetchall()]
    except psycopg2.OperationalError:
        return None


@pytest.mark.parametrize("congelar_hijos", [False, True])
def test_muerto_de_golpe_vuelve_con_lo_guardado(servidor, capsys, congelar_hijos):
    cuidador = Postgres(servidor)
    dsn = servidor.get_uri()
    abierta = escribir(dsn, 7)
    cuidador.cuidar()
    assert capsys.readouterr().out == ""
    postmaster, *hijos = sorted(cuidador._procesos(), key=lambda pid: pid != servidor.get_pid())
    for hijo in hijos if congelar_hijos else []:
        os.kill(hijo, signal.SIGSTOP)  # it would keep the shared memory for ever
    os.kill(postmaster, signal.SIGKILL)
    esperar(lambda: cuidador.cuidar() is None and leidos(dsn) == [7], 20)
    assert "PostgreSQL terminó" in capsys.readouterr().out
    esperar(lambda: cuidador.cuidar() is None and not cuidador._por_anotar)
    assert servidor.get_pid() != postmaster and servidor.get_pid() in cuidador._procesos()
    abierta.close()
    cuidador.terminar()


def test_con_el_numero_del_muerto_en_manos_de_otro_tambien_vuelve(servidor):
    """Its lock file names a process that lives and is not PostgreSQL."""
    cuidador = Postgres(servidor)
    dsn = servidor.get_uri()
    escribir(dsn, 8).close()
    os.kill(servidor.get_pid(), signal.SIGKILL)
    candado = servidor.pgdata / "postmaster.pid"
    candado.write_text(candado.read_text().replace(str(servidor.get_pid()), str(os.getppid()), 1))
    esperar(lambda: cuidador.cuidar() is None and leidos(dsn) == [8], 20)
    cuidador.terminar()


def test_congelado_se_reemplaza(servidor, monkeypatch, capsys):
    monkeypatch.setattr(vigia, "CADA_SEGUNDOS", 0.1)
    monkeypatch.setattr(postgres, "ESPERA_SEGUNDOS", 0.2)
    monkeypatch.setattr(vigia, "ESPERA_SEGUNDOS", 0.2)
    monkeypatch.setattr(vigia, "ATASCADO_TRAS", 1.0)
    cuidador = Postgres(servidor)
    dsn = servidor.get_uri()
    escribir(dsn, 9).close()
    time.sleep(0.5)
    cuidador.cuidar()
    for pid in cuidador._procesos():
        with contextlib.suppress(ProcessLookupError):  # a backend whose client left ends while they are listed
            os.kill(pid, signal.SIGSTOP)
    esperar(lambda: cuidador.cuidar() is None and cuidador._reiniciado > 0, 20)
    esperar(lambda: cuidador.cuidar() is None and leidos(dsn) == [9], 20)
    assert "no contesta; lo reemplazo" in capsys.readouterr().out
    cuidador.terminar()


def test_admite_las_conexiones_de_ocho_de_cada_proceso(servidor):
    with conectar(servidor.get_uri()).cursor() as cursor:
        cursor.execute("SHOW max_connections")
        assert cursor.fetchone() == ("300",)
