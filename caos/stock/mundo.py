"""The small bot on stock Rasa, and customers who write to it; who is not acknowledged writes again, as Meta does."""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import requests

from benchmarks import stock
from benchmarks.stock import Stock
from caos.stock.historia import Mensaje, Veredicto, juzgar
from proalto.settings import ROOT
from tests.conftest import conectar

BOT = Path(__file__).parent / "bot"
PLAZO = 20.0  # how long a sender waits for an answer, as long as Meta does
OTRA_VEZ = 2.0
VUELVE, REMATE = 240.0, 30.0  # how long Rasa may take to be back, and the last tries after that
HILOS = 200


@dataclass
class Mundo:
    """A running stock Rasa, with what was sent to it and what it did."""

    stock: Stock
    efectos: Path
    mensajes: list[Mensaje] = field(default_factory=list)
    rendirse_en: float = math.inf  # until when a message that is not acknowledged is sent again
    _candado: threading.Lock = field(default_factory=threading.Lock)

    def enviar(self, mensaje: Mensaje) -> None:
        """Send until it is acknowledged or it is too late."""
        with self._candado:
            self.mensajes.append(mensaje)
        while True:
            mensaje.intentos += 1
            if self._intento(mensaje) or time.monotonic() > self.rendirse_en:
                mensaje.termino = time.monotonic()
                return
            time.sleep(OTRA_VEZ)

    def repetir(self, mensaje: Mensaje) -> None:
        """Send one more copy, whatever became of the others."""
        mensaje.intentos += 1
        self._intento(mensaje)
        mensaje.termino = time.monotonic()

    def _intento(self, mensaje: Mensaje) -> bool:
        cuerpo = {"sender": mensaje.contacto, "message": f'/nota{{"ref": "{mensaje.ref}"}}'}
        try:
            respuesta = requests.post(self.stock.url, json=cuerpo, timeout=PLAZO)
            dichos = [str(dicho.get("text", "")) for dicho in respuesta.json()] if respuesta.ok else []
        except (requests.RequestException, ValueError) as error:
            mensaje.fallas.append(type(error).__name__)
            return False
        if not respuesta.ok:
            mensaje.fallas.append(f"HTTP {respuesta.status_code}")
            return False
        with self._candado:
            mensaje.acusado = True
            mensaje.respuestas += [dicho for dicho in dichos if mensaje.ref in dicho]
        return True

    def carga(self, segundos: float, por_segundo: float, contactos: int, semilla: int) -> None:
        """Write at this pace from so many contacts; go on until all is acknowledged, or Rasa has been back for long."""
        azar, inicio = random.Random(semilla), time.monotonic()  # noqa: S311 - it draws who writes
        with ThreadPoolExecutor(HILOS) as hilos:
            for i in range(int(segundos * por_segundo)):
                time.sleep(max(0.0, inicio + i / por_segundo - time.monotonic()))
                contacto = f"c{azar.randrange(contactos)}"
                hilos.submit(self.enviar, Mensaje(f"{contacto}-{i}.", contacto, time.monotonic()))
            self.rematar()

    def rematar(self) -> None:
        """Wait until Rasa is back, and let those who still write give up a while later: Meta would go on for days."""
        limite = time.monotonic() + VUELVE
        while time.monotonic() < limite:
            with suppress(requests.RequestException):
                if requests.get(f"http://127.0.0.1:{self.stock.puerto}/status", timeout=PLAZO).ok:
                    break
            time.sleep(0.5)
        self.rendirse_en = time.monotonic() + REMATE

    def veredicto(self) -> Veredicto:
        """Wait until nothing moves any more, and decide."""
        efectos = self._quietos()
        return juzgar(self.mensajes, efectos, self.recordados())

    def recordados(self) -> Counter[str]:
        """Return how often each message is in Rasa's memory."""
        connection = conectar(self.stock.dsn_rasa)
        with connection.cursor() as cursor:
            cursor.execute("SELECT data FROM events WHERE type_name = 'user'")
            textos = [str(json.loads(fila[0]).get("text") or "") for fila in cursor.fetchall()]
        connection.close()
        return Counter(json.loads(texto[len("/nota") :])["ref"] for texto in textos if texto.startswith("/nota{"))

    def _quietos(self) -> list[str]:
        antes = None
        while True:
            efectos = self.efectos.read_text().splitlines() if self.efectos.exists() else []
            if antes == len(efectos):
                return efectos
            antes = len(efectos)
            time.sleep(3.0)


@contextmanager
def mundo(carpeta: Path, modelo: Path, entorno: Mapping[str, str] | None = None) -> Iterator[Mundo]:
    """Start stock Rasa with the small bot in a folder of its own."""
    efectos = carpeta / "efectos.txt"
    ambiente = {"EFECTOS": str(efectos)} | dict(entorno or {})
    with stock.arrancar(carpeta, ambiente, modelo, "caos.stock.acciones") as corriendo:
        yield Mundo(corriendo, efectos)


def entrenar(carpeta: Path) -> Path:
    """Train the small bot and return its model."""
    carpeta.mkdir(parents=True, exist_ok=True)
    orden = [sys.executable, "-m", "rasa", "train", "--config", str(BOT / "config.yml"), "--domain",
             str(BOT / "domain.yml"), "--data", str(BOT / "data.yml"), "--out", str(carpeta), "--fixed-model-name",
             "notas"]  # fmt: skip
    with (carpeta / "train.log").open("wb") as salida:
        subprocess.run(orden, cwd=ROOT, env=dict(os.environ) | stock.IGUAL_QUE_EL_NUESTRO, stdout=salida,
                       stderr=subprocess.STDOUT, check=True)  # fmt: skip
    return carpeta / "notas.tar.gz"
