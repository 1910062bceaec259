"""The processes: together up, up again when they die, and none left behind."""

import os
import sys
import time

import pytest

from launcher.procesos import Procesos, Programa


@pytest.fixture
def procesos(tmp_path):
    procesos = Procesos(dict(os.environ), tmp_path / "logs")
    yield procesos
    procesos.terminar()


def programa(nombre, codigo, *argumentos):
    return Programa(nombre, [sys.executable, "-c", codigo, *map(str, argumentos)])


def esperar(condicion, segundos=15.0):
    limite = time.monotonic() + segundos
    while not condicion():
        assert time.monotonic() < limite
        time.sleep(0.02)


def vive(pid):
    """Tell whether the process runs; one that nobody has waited for yet does not."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_lo_que_dicen_queda_en_su_registro(procesos):
    procesos.arrancar([programa("uno", "print('hola', flush=True); import time; time.sleep(60)")])
    esperar(lambda: (procesos.logs / "uno.log").read_text() == "hola\n")
    assert procesos.caido() is None


def test_nombra_al_que_se_cayo_y_lo_vuelve_a_iniciar(procesos, tmp_path, capsys):
    marca = tmp_path / "veces"
    marca.write_text("")
    codigo = """
import pathlib, sys, time
marca = pathlib.Path(sys.argv[1])
marca.write_text(marca.read_text() + "x")
time.sleep(60 if marca.read_text() == "xx" else 0)
"""
    procesos.arrancar([programa("debil", codigo, marca), programa("firme", "import time; time.sleep(60)")])
    esperar(lambda: procesos.caido() == "debil")
    esperar(lambda: procesos.cuidar() is None and marca.read_text() == "xx")
    assert procesos.caido() is None and "debil terminó" in capsys.readouterr().out


def test_terminar_acaba_tambien_con_los_hijos(procesos, tmp_path):
    archivo = tmp_path / "hijo"
    codigo = """
import pathlib, subprocess, sys, time
hijo = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(f"{hijo.pid}.")
time.sleep(60)
"""
    procesos.arrancar([programa("padre", codigo, archivo)])
    esperar(lambda: archivo.exists() and archivo.read_text().endswith("."))
    pid = int(archivo.read_text()[:-1])
    assert vive(pid)
    procesos.terminar()
    esperar(lambda: not vive(pid))


def test_terminar_dos_veces_no_molesta(procesos):
    procesos.arrancar([programa("uno", "import time; time.sleep(60)")])
    procesos.terminar()
    procesos.terminar()
    assert procesos.caido() is None
