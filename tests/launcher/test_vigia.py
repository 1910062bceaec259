"""Signs of life: an answer, whatever it says; a pulse that goes on. And patience, which a pause does not use up."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from launcher import postgres, vigia
from proalto.paciencia import Paciencia
from tests.launcher.test_procesos import esperar


@pytest.fixture
def escucha(tmp_path):
    """Make a listening socket that does `que` with each connection."""
    abiertos = []

    def abrir(que, familia=socket.AF_INET):
        enchufe = socket.socket(familia)
        enchufe.bind(("127.0.0.1", 0) if familia == socket.AF_INET else str(tmp_path / "s"))
        enchufe.listen()
        abiertos.append(enchufe)

        def atender():
            linea, _ = enchufe.accept()
            abiertos.append(linea)
            que(linea)

        threading.Thread(target=atender, daemon=True).start()
        return enchufe.getsockname()

    yield abrir
    for uno in abiertos:
        uno.close()


@pytest.mark.parametrize("estado", ["200 OK", "403 Forbidden", "503 Service Unavailable"])
def test_cualquier_respuesta_es_senal_de_vida(escucha, estado):
    _, puerto = escucha(lambda linea: linea.sendall(f"HTTP/1.0 {estado}\r\n\r\n".encode()))
    assert vigia.por_http(f"http://127.0.0.1:{puerto}/")()


def test_quien_no_contesta_o_no_esta_no_da_senales(escucha, monkeypatch):
    monkeypatch.setattr(vigia, "ESPERA_SEGUNDOS", 0.2)
    _, puerto = escucha(lambda linea: None)
    assert not vigia.por_http(f"http://127.0.0.1:{puerto}/")()
    assert not vigia.por_http("http://127.0.0.1:9/")()


def test_un_pulso_que_no_cambia_no_es_pulso(tmp_path):
    archivo = tmp_path / "pulso"
    senal = vigia.por_pulso(archivo)
    assert not senal()
    for dice, vive in (("1", True), ("1", False), ("2", True), ("2", False)):
        archivo.write_text(dice)
        assert senal() is vive


@pytest.mark.parametrize(("hace", "atascado"), [("while True: pass", False), ("import time; time.sleep(60)", True)])
def test_mientras_arranca_vive_si_trabaja_y_no_si_esta_quieto(monkeypatch, hace, atascado):
    monkeypatch.setattr(vigia, "CADA_SEGUNDOS", 0.1)
    monkeypatch.setattr(vigia, "ATASCADO_TRAS", 1.5)
    # The child works, its parent waits: as gunicorn's do.
    codigo = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {hace!r}])"
    proceso = subprocess.Popen([sys.executable, "-S", "-c", codigo], start_new_session=True)
    uno = vigia.Vigia(lambda: False, proceso.pid)
    try:
        if atascado:
            esperar(lambda: uno.atascado, 20)
        else:
            time.sleep(3)
            assert not uno.atascado
    finally:
        uno.terminar()
        os.killpg(proceso.pid, signal.SIGKILL)
        proceso.wait()


def test_postgres_da_senales_si_contesta_y_calla_si_esta_congelado(escucha, monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "ESPERA_SEGUNDOS", 0.2)
    assert postgres.por_socket(escucha(lambda linea: linea.sendall(b"N"), socket.AF_UNIX))()
    (tmp_path / "s").unlink()
    assert not postgres.por_socket(escucha(lambda linea: None, socket.AF_UNIX))()
    assert postgres.por_socket(tmp_path / "nadie")()  # that it died is seen otherwise


def test_la_paciencia_se_acaba_en_el_limite_y_una_senal_la_devuelve():
    paciencia = Paciencia(cada=5, limite=60)
    assert [paciencia.mirar(False, ahora) for ahora in range(0, 61, 5)] == [False] * 13
    assert paciencia.mirar(False, 65)
    assert not paciencia.mirar(True, 70) and not paciencia.mirar(False, 75)


def test_una_pausa_de_toda_la_maquina_no_la_gasta():
    paciencia = Paciencia(cada=5, limite=60)
    paciencia.mirar(True, 0)
    assert not paciencia.mirar(False, 3600)
    assert not paciencia.mirar(False, 3605)
