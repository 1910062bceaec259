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
ARRANQUE_MAXIMO = 600.0  # eight Rasas that load their libraries at once, on a busy machine
PROC = Path("/proc")
CPU = slice(11, 15)  # in /proc/PID/stat, after the name: what it used, and what its dead children did

SenalDeVida = Callable[[], bool]


class Vigia:
    """Looks after one process, in a thread of its own: a frozen one must not delay the care of the others.

    Until its first sign of life it is starting: then it lives as long as it (or a child of its own) does something.
    """

    def __init__(self, senal: SenalDeVida, pid: int | None = None) -> None:
        self._senal = senal
        self._trabaja: SenalDeVida = por_trabajo(pid) if pid is not None else bool  # bool() is False
        self._terminado = threading.Event()
        self._paciencia = Paciencia(CADA_SEGUNDOS + ESPERA_SEGUNDOS, ATASCADO_TRAS)
        self.atascado = False
        threading.Thread(target=self._vigilar, name="vigia", daemon=True).start()

    def terminar(self) -> None:
        """Look no more."""
        self._terminado.set()

    def _vigilar(self) -> None:
        desde, arranco = time.monotonic(), False
        while not self._terminado.is_set():
            vivo = self._senal()
            arranco = arranco or vivo
            arranca = not arranco and time.monotonic() - desde < ARRANQUE_MAXIMO and self._trabaja()
            self.atascado = self._paciencia.mirar(vivo or arranca, time.monotonic())
            self._terminado.wait(CADA_SEGUNDOS)


def por_trabajo(pid: int) -> SenalDeVida:
    """Return a sign of life: the process used the processor since the last look."""
    visto = -1

    def trabaja() -> bool:
        nonlocal visto
        antes, visto = visto, _cpu(pid)
        return visto != antes

    return trabaja


def _cpu(pid: int) -> int:
    """Return the time that a process and its children have used, in ticks; 0 where there is no way to know."""
    try:
        hijos = (PROC / str(pid) / "task" / str(pid) / "children").read_text().split()
        datos = [(PROC / uno / "stat").read_text().rsplit(")", 1)[1].split() for uno in (str(pid), *hijos)]
    except OSError:
        return 0
    return sum(int(tiempo) for uno in datos for tiempo in uno[CPU])


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
