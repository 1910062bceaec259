"""The processes: together up, up again when they die, and none left behind."""

import os
import signal
import sys
import time
from dataclasses import replace

import pytest

from launcher import vigia
from launcher.procesos import Procesos, Programa

LISTO = "; print('listo', flush=True); time.sleep(60)"


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


def test_el_que_cede_deja_pasar_a_los_demas(procesos):
    codigo = "import os, time; print(os.nice(0), flush=True); time.sleep(60)"
    cede = replace(programa("uno", codigo), cede=5)
    procesos.arrancar([cede, programa("otro", codigo)])
    dicho = [procesos.logs / f"{nombre}.log" for nombre in ("uno", "otro")]
    esperar(lambda: all(archivo.read_text() for archivo in dicho))
    assert int(dicho[0].read_text()) == int(dicho[1].read_text()) + 5


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


def test_al_volver_a_iniciarlo_no_queda_nada_del_anterior(procesos, tmp_path):
    """A child of a killed gunicorn would keep its port, and a frozen one would never notice."""
    archivo = tmp_path / "hijos"
    archivo.write_text("")
    codigo = """
import pathlib, subprocess, sys, time
hijo = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
archivo = pathlib.Path(sys.argv[1])
archivo.write_text(archivo.read_text() + f"{hijo.pid} ")
time.sleep(60)
"""
    (padre,) = procesos.arrancar([programa("padre", codigo, archivo)])
    esperar(lambda: archivo.read_text().endswith(" "))
    huerfano = int(archivo.read_text())
    os.kill(huerfano, signal.SIGSTOP)
    padre.proceso.kill()
    esperar(lambda: procesos.cuidar() is None and len(archivo.read_text().split()) == 2)
    assert not vive(huerfano)


def test_el_que_no_da_senales_se_reemplaza(procesos, monkeypatch, capsys):
    monkeypatch.setattr(vigia, "CADA_SEGUNDOS", 0.05)
    monkeypatch.setattr(vigia, "ATASCADO_TRAS", 0.3)
    quieto = {"desde": float("inf")}
    duerme = [sys.executable, "-c", "import time; time.sleep(60)"]
    senal = lambda _pid: lambda: time.monotonic() < quieto["desde"]  # noqa: E731
    (vivo,) = procesos.arrancar([Programa("quieto", duerme, senal)])
    primero = vivo.proceso
    desde = time.monotonic()
    esperar(lambda: procesos.cuidar() is None and time.monotonic() - desde > 0.6)
    assert vivo.proceso is primero  # it gives signs of life
    os.kill(primero.pid, signal.SIGSTOP)
    quieto["desde"] = time.monotonic()
    esperar(lambda: procesos.cuidar() is None and vivo.proceso is not primero)
    assert primero.returncode == -signal.SIGKILL and "no da señales" in capsys.readouterr().out


def test_el_retirado_termina_lo_suyo_y_no_vuelve(procesos):
    codigo = "import signal, sys, time; signal.signal(15, lambda *_: (time.sleep(0.3), sys.exit(7)))"
    (vivo,) = procesos.arrancar([programa("viejo", codigo + LISTO)])
    esperar(lambda: (procesos.logs / "viejo.log").read_text())
    procesos.retirar(vivo, 5)
    esperar(lambda: procesos.cuidar() is None and not procesos.estan(vivo))
    assert vivo.proceso.returncode == 7


def test_el_retirado_que_no_se_va_se_mata(procesos):
    codigo = "import signal, time; signal.signal(15, signal.SIG_IGN)"
    (vivo,) = procesos.arrancar([programa("terco", codigo + LISTO)])
    esperar(lambda: (procesos.logs / "terco.log").read_text())
    procesos.retirar(vivo, 0.2)
    esperar(lambda: procesos.cuidar() is None and not procesos.estan(vivo), 5)
    assert vivo.proceso.returncode == -signal.SIGKILL
