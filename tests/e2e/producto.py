"""The product as an operator starts it (`python -m launcher up`), on free ports and in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg2.extensions
import requests

from proalto.settings import ROOT
from tests.conftest import Nucleo, conectar, crear_nucleo
from tests.e2e.cliente import Cliente, Meta
from tests.e2e.doble import GraphDouble

SECRETO, NUMERO = "secreto-de-la-app", "106540352242922"
SECRETO_AVISOS = "secreto-de-los-avisos"
ARRANQUE = 240.0  # a cold start trains the model


@dataclass
class Producto:
    """The running product: what a test may ask of it and do to it."""

    meta: Meta
    graph: GraphDouble
    nucleo: Nucleo
    run_dir: Path
    url: str
    launcher: psutil.Process

    def cliente(self, **quien: str) -> Cliente:
        return Cliente(self.meta, **quien)

    def sql(self, consulta: str, *valores: object) -> list[tuple[object, ...]]:
        connection = conectar(self.nucleo.dsn)
        with connection.cursor() as cursor:
            cursor.execute(consulta, valores)
            filas = cursor.fetchall()
        connection.close()
        return filas

    def proceso(self, nombre: str) -> psutil.Process:
        """Return the main process of one part, by what its command says."""
        marca = {
            "rasa": "rasa run",
            "actions": "rasa_sdk",
            "worker": "proalto.worker",
            "canal": "canal.app",
            "mesa": "mesa.app",
        }[nombre]
        return next(p for p in self.launcher.children() if marca in " ".join(p.cmdline()))

    def matar(self, nombre: str) -> None:
        self.proceso(nombre).send_signal(signal.SIGKILL)

    def matar_y_esperar_otro(self, nombre: str, segundos: float = 60.0) -> None:
        """Kill it and wait until another has its place: what gunicorn's master leaves behind answers for a moment."""
        muerto = self.proceso(nombre)
        muerto.send_signal(signal.SIGKILL)
        limite = time.monotonic() + segundos
        while self._pid(nombre) in (None, muerto.pid):
            assert time.monotonic() < limite, f"{nombre} did not come back"
            time.sleep(0.1)

    def _pid(self, nombre: str) -> int | None:
        try:
            return self.proceso(nombre).pid
        except (StopIteration, psutil.Error):
            return None

    def sano(self, segundos: float = 90.0) -> None:
        """Wait until every part is well."""
        esperar_salud(self.url, self.run_dir, segundos)

    def registros(self) -> str:
        """Return everything that the processes have logged."""
        return "\n".join(log.read_text(errors="replace") for log in (self.run_dir / "logs").glob("*.log"))


def puerto_libre() -> int:
    with socket.socket() as prueba:
        prueba.bind(("127.0.0.1", 0))
        return int(prueba.getsockname()[1])


@contextmanager
def arrancar(
    run_dir: Path, entorno: Mapping[str, str] | None = None, graph: GraphDouble | None = None
) -> Iterator[Producto]:
    """Start everything, with what is in `entorno` besides, wait until it is well, and end it.

    A double that is given is left open: who made it closes it.
    """
    run_dir.mkdir(parents=True, exist_ok=True)
    propio, graph = graph is None, graph or GraphDouble()
    puertos = {nombre: str(puerto_libre()) for nombre in ("CANAL_PORT", "MESA_PORT", "RASA_PORT", "ACTIONS_PORT")}
    ambiente = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DEMO")} | puertos
    ambiente |= {
        "RUN_DIR": str(run_dir), "HOST": "127.0.0.1", "OTP_CHANNEL": "whatsapp", "WHATSAPP_API_URL": graph.url,
        "WHATSAPP_PHONE_NUMBER_ID": NUMERO, "WHATSAPP_ACCESS_TOKEN": "token", "WHATSAPP_APP_SECRET": SECRETO,
        "WHATSAPP_VERIFY_TOKEN": "verificacion", "AVISOS_SECRET": SECRETO_AVISOS, "PYTHONPATH": str(ROOT),
    } | dict(entorno or {})  # fmt: skip
    with (run_dir / "launcher.log").open("wb") as salida:
        proceso = subprocess.Popen(
            [sys.executable, "-m", "launcher", "up"], cwd=ROOT, env=ambiente, stdout=salida, stderr=subprocess.STDOUT
        )
    url = f"http://127.0.0.1:{ambiente['CANAL_PORT']}"
    try:
        dsn = _dsn(run_dir, proceso)
        crear_nucleo(dsn)
        esperar_salud(url, run_dir, ARRANQUE)
        meta = Meta(f"{url}/webhooks/whatsapp", SECRETO, NUMERO, graph)
        yield Producto(meta, graph, Nucleo(dsn), run_dir, url, psutil.Process(proceso.pid))
    finally:
        proceso.send_signal(signal.SIGINT)
        proceso.wait(40)
        if propio:
            graph.cerrar()


def _dsn(run_dir: Path, proceso: subprocess.Popen[bytes]) -> str:
    archivo = run_dir / "database_url"
    limite = time.monotonic() + 60
    while not (archivo.exists() and archivo.read_text().strip()):
        assert proceso.poll() is None and time.monotonic() < limite, (run_dir / "launcher.log").read_text()
        time.sleep(0.1)
    dsn = archivo.read_text().strip()
    assert psycopg2.extensions.parse_dsn(dsn)
    return dsn


def esperar_salud(url: str, run_dir: Path, segundos: float) -> None:
    limite = time.monotonic() + segundos
    ultimo = ""
    while time.monotonic() < limite:
        try:
            respuesta = requests.get(f"{url}/salud", timeout=5)
            ultimo = respuesta.text
            if respuesta.ok:
                return
        except requests.RequestException as error:
            ultimo = type(error).__name__
        time.sleep(0.3)
    raise AssertionError(f"not well after {segundos} s: {ultimo}\n" + (run_dir / "launcher.log").read_text())
