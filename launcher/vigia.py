"""Watching that a running process is not stuck: it is asked for a sign of life every few seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from proalto.gateways.vecino import estado
from proalto.paciencia import Paciencia

CADA_SEGUNDOS = 2.0
ESPERA_SEGUNDOS = 3.0
ATASCADO_TRAS = 60.0
ARRANQUE_MAXIMO = 600.0  # libraries and a model are loaded first; eight at once on a busy machine take long

SenalDeVida = Callable[[], bool]


class Vigia:
    """Looks after one process, in a thread of its own: a frozen one must not delay the care of the others."""

    def __init__(self, senal: SenalDeVida) -> None:
        self._senal = senal
        self._terminado = threading.Event()
        self._paciencia = Paciencia(CADA_SEGUNDOS + ESPERA_SEGUNDOS, ARRANQUE_MAXIMO)
        self.atascado = False
        threading.Thread(target=self._vigilar, name="vigia", daemon=True).start()

    def terminar(self) -> None:
        """Look no more."""
        self._terminado.set()

    def _vigilar(self) -> None:
        while not self._terminado.is_set():
            vivo = self._senal()
            if vivo:
                self._paciencia.limite = ATASCADO_TRAS
            self.atascado = self._paciencia.mirar(vivo, time.monotonic())
            self._terminado.wait(CADA_SEGUNDOS)


def por_http(url: str) -> SenalDeVida:
    """Return a sign of life: any answer at this address, also one that says that other parts are missing."""
    return lambda: estado(url, ESPERA_SEGUNDOS) is not None


def por_pulso(archivo: Path) -> SenalDeVida:
    """Return a sign of life: the file changed since the last look."""
    visto = ""

    def late() -> bool:
        nonlocal visto
        try:
            leido = archivo.read_text()
        except FileNotFoundError:
            return False
        antes, visto = visto, leido
        return leido != antes

    return late
