"""The worker's watchdog: stuck is what gets nothing done for a minute; waiting for a dead database is not."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from proalto import puntos
from proalto.settings import ROOT
from proalto.worker import pulso as pulso_module
from proalto.worker.pulso import Pulso, archivo, reciente


@pytest.fixture
def pulso(tmp_path, monkeypatch):
    monkeypatch.setattr(puntos, "_oyentes", [])
    pulso = Pulso(tmp_path, {"atender": 2, "enviar": 1})
    puntos.escuchar(pulso.avanza)
    pulso.late = lambda: setattr(pulso, "_lazo_vive", True)
    return pulso


@pytest.fixture
def trabajos(pulso):
    """Start jobs in threads; each goes on until it is let go, or takes a step when told."""
    sueltos = []

    def empezar(cola, paso=None):
        soltar, dentro = threading.Event(), threading.Event()

        def trabajo():
            dentro.set()
            while not soltar.wait(0.001):
                if paso is not None and paso.is_set():
                    puntos.punto("atender.tomado")

        hilo = threading.Thread(target=pulso.envolver(cola), args=(trabajo, None, None))
        hilo.start()
        dentro.wait(5)
        sueltos.append((soltar, hilo))
        return lambda: (soltar.set(), hilo.join())

    yield empezar
    for soltar, hilo in sueltos:
        soltar.set()
        hilo.join()


def vive(pulso):
    """Look once, with a loop that turns."""
    pulso.late()
    return pulso.vive()


def test_sin_nada_que_hacer_vive(pulso):
    assert [vive(pulso) for _ in range(3)] == [True] * 3


def test_un_lazo_parado_no_vive(pulso):
    vive(pulso)
    assert not pulso.vive()


def test_un_trabajo_trabado_no_traba_la_cola_si_queda_un_lugar(pulso, trabajos):
    trabajos("atender")
    assert [vive(pulso) for _ in range(3)] == [True] * 3


@pytest.mark.parametrize(("cola", "cuantos"), [("atender", 2), ("enviar", 1)])
def test_con_todos_los_lugares_de_una_cola_trabados_no_vive(pulso, trabajos, cola, cuantos):
    soltar = [trabajos(cola) for _ in range(cuantos)]
    vive(pulso)
    assert [vive(pulso) for _ in range(3)] == [False] * 3
    soltar[0]()
    assert vive(pulso)


def test_un_trabajo_largo_que_avanza_vive(pulso, trabajos):
    paso = threading.Event()
    trabajos("atender", paso)
    trabajos("atender")
    vive(pulso)
    assert not vive(pulso)
    paso.set()
    time.sleep(0.05)
    assert vive(pulso)


def test_un_trabajo_que_falla_deja_su_lugar(pulso):
    def falla():
        raise RuntimeError

    for _ in range(5):  # each one fails, as with a database that is away
        with pytest.raises(RuntimeError):
            pulso.envolver("enviar")(falla, None, None)
        assert vive(pulso)
    assert pulso._ocupados == {"atender": 0, "enviar": 0}


def test_el_lazo_late_solo(pulso):
    async def correr():
        latido = asyncio.create_task(pulso.latir())
        vistos = []
        for _ in range(3):
            await asyncio.sleep(0.03)
            vistos.append(pulso.vive())
        latido.cancel()
        return vistos

    pulso_module.CADA_SEGUNDOS, antes = 0.02, pulso_module.CADA_SEGUNDOS
    try:
        assert asyncio.run(correr()) == [True] * 3
    finally:
        pulso_module.CADA_SEGUNDOS = antes


PROCESO = """
import pathlib, sys, threading, time
from proalto.worker import pulso
pulso.CADA_SEGUNDOS, pulso.ATASCADO_TRAS = 0.1, 0.5
p = pulso.Pulso(pathlib.Path(sys.argv[1]), {"atender": 1})
p.empezar()
fin = time.monotonic() + float(sys.argv[2])
while time.monotonic() < fin:
    p._lazo_vive = True
    time.sleep(0.02)
time.sleep(30)
"""


def test_un_worker_trabado_se_termina_solo_y_uno_que_anda_no(tmp_path):
    desde = time.monotonic()
    proceso = subprocess.Popen([sys.executable, "-c", PROCESO, str(tmp_path), "1.5"], cwd=ROOT)
    assert proceso.wait(15) == -signal.SIGKILL
    assert time.monotonic() - desde > 1.5 + 0.4
    assert not archivo(tmp_path, proceso.pid).exists()


def test_congelado_un_rato_y_vuelto_a_soltar_sigue(tmp_path):
    """A machine that was suspended must not find itself without workers."""
    proceso = subprocess.Popen([sys.executable, "-c", PROCESO, str(tmp_path), "30"], cwd=ROOT)
    try:
        limite = time.monotonic() + 10
        while not archivo(tmp_path, proceso.pid).exists():
            assert time.monotonic() < limite
            time.sleep(0.02)
        proceso.send_signal(signal.SIGSTOP)
        time.sleep(1.5)
        proceso.send_signal(signal.SIGCONT)
        time.sleep(0.8)
        assert proceso.poll() is None
    finally:
        proceso.kill()
        proceso.wait()


def test_la_salud_de_un_contenedor_es_un_pulso_reciente(tmp_path):
    assert not reciente(tmp_path, 100.0)
    uno = archivo(tmp_path, os.getpid())
    uno.parent.mkdir()
    uno.write_text("50.0\n")
    assert reciente(tmp_path, 100.0) and not reciente(tmp_path, 111.0) and not reciente(tmp_path, 10.0)
