"""The action server answers Rasa and nobody else, swallows only so much, and neither its errors nor its log tell."""

import json
import os
import socket
import subprocess
import sys
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import requests

from actions.servidor import CUERPO_MAXIMO
from proalto import bootstrap
from proalto import settings as settings_module
from proalto.settings import ROOT
from tests.conftest import ENTORNO

CANARIO = ("Rosalba Quintero", "52998877", "rosalba@correo.co")
CONVERSACION = {
    "sender_id": "1", "latest_message": {"text": " ".join(CANARIO)}, "slots": {"cedula": CANARIO[1]}, "events": [],
    "paused": False, "followup_action": None, "active_loop": {}, "latest_action_name": None,
}  # fmt: skip


@dataclass
class Servidor:
    """A real action server, as the launcher starts it."""

    url: str
    ficha: str
    pid: int
    log: Path

    def llamar(self, cuerpo=None, ficha=None, ruta="/webhook", **cabeceras):
        cuerpo = json.dumps({"next_action": "action_que_se_cae", "sender_id": "1", "tracker": CONVERSACION}).encode() \
            if cuerpo is None else cuerpo  # fmt: skip
        cabeceras = {clave.replace("_", "-"): valor for clave, valor in cabeceras.items()}
        cabeceras["Authorization"] = f"Bearer {self.ficha if ficha is None else ficha}"
        if ruta != "/webhook":
            return requests.get(self.url + ruta, headers=cabeceras, timeout=30)
        return requests.post(self.url + ruta, data=cuerpo, headers=cabeceras, timeout=30)


@pytest.fixture(scope="module")
def servidor(dsn, tmp_path_factory):
    entorno = ENTORNO | {"DATABASE_URL": dsn, "PROALTO_PROCESO": "actions"}
    cipher = bootstrap.build(settings_module.from_environ(entorno)).cipher
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        puerto = libre.getsockname()[1]
    log = tmp_path_factory.mktemp("actions") / "actions.log"
    orden = [sys.executable, "-m", "rasa_sdk", "--actions", "tests.actions.caidas", "--port", str(puerto)]
    ambiente = {**os.environ, **entorno, "PYTHONPATH": str(ROOT), "SANIC_HOST": "127.0.0.1"}
    with log.open("wb") as salida:
        proceso = subprocess.Popen(orden, cwd=ROOT, env=ambiente, stdout=salida, stderr=subprocess.STDOUT)
    servidor = Servidor(f"http://127.0.0.1:{puerto}", cipher.internal_token("actions"), proceso.pid, log)
    limite = time.monotonic() + 90
    while time.monotonic() < limite and proceso.poll() is None:
        try:
            servidor.llamar(ruta="/health")
            break
        except requests.ConnectionError:
            time.sleep(0.2)
    yield servidor
    proceso.terminate()
    proceso.wait(20)


@pytest.mark.parametrize("ficha", ["", "otra", "x" * 64])
def test_a_quien_no_trae_el_secreto_no_le_contesta(servidor, ficha):
    for ruta in ("/webhook", "/actions"):
        respuesta = servidor.llamar(ficha=ficha, ruta=ruta)
        assert (respuesta.status_code, respuesta.json()) == (401, {"error": "unauthorized"})


def test_la_salud_se_pregunta_sin_secreto(servidor):
    assert servidor.llamar(ficha="", ruta="/health").json() == {"status": "ok"}


def test_el_error_no_repite_la_conversacion_ni_la_cuenta_la_bitacora(servidor):
    respuesta = servidor.llamar()
    assert (respuesta.status_code, respuesta.json()) == (500, {"error": "action_failed"})
    limite = time.monotonic() + 5
    while "call failed" not in servidor.log.read_text() and time.monotonic() < limite:
        time.sleep(0.05)
    dicho = servidor.log.read_text()
    assert "RuntimeError at" in dicho and "caidas/accion.py" in dicho
    assert [canario for canario in CANARIO if canario in dicho + respuesta.text] == []


@pytest.mark.parametrize("cuerpo", [b"", b"{", b"null", b"\xff", b"[]", b'{"next_action": 3}'])
def test_de_un_cuerpo_que_no_sirve_no_dice_nada(servidor, cuerpo):
    respuesta = servidor.llamar(cuerpo)
    assert 400 <= respuesta.status_code <= 500 and len(respuesta.content) < 200
    assert "Traceback" not in servidor.log.read_text()


def test_un_cuerpo_enorme_no_entra(servidor):
    assert servidor.llamar(b" " * (CUERPO_MAXIMO + 1)).status_code == 413


def test_una_bomba_comprimida_se_rechaza_sin_inflarla(servidor):
    bomba = zlib.compress(b" " * 400_000_000, 9)
    antes = psutil.Process(servidor.pid).memory_info().rss
    respuesta = servidor.llamar(bomba, Content_Encoding="deflate")
    assert (respuesta.status_code, len(bomba) < CUERPO_MAXIMO) == (413, True)
    assert psutil.Process(servidor.pid).memory_info().rss - antes < 50_000_000


def test_lo_comprimido_que_cabe_se_atiende_y_lo_roto_no(servidor):
    cuerpo = json.dumps({"next_action": "action_que_no_hay", "sender_id": "1", "tracker": CONVERSACION}).encode()
    assert servidor.llamar(zlib.compress(cuerpo), Content_Encoding="deflate").status_code == 404
    assert servidor.llamar(b"no es zlib", Content_Encoding="deflate").status_code == 400
    assert servidor.llamar(zlib.compress(cuerpo)[:-6], Content_Encoding="deflate").status_code == 413
    assert servidor.llamar(cuerpo, Content_Encoding="br").status_code == 415
