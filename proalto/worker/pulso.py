"""The worker's own watchdog: a worker that gets nothing done for a minute ends itself, and its keeper starts another.

What counts as done does not depend on the database: a turn or a sending that fails because it is away is over too.
A sign of life is also left in a file for the keeper, who sees from outside what a frozen process cannot see itself.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from proalto import puntos
from proalto.paciencia import Paciencia

logger = logging.getLogger(__name__)
CADA_SEGUNDOS = 2.0
ATASCADO_TRAS = 60.0


class Pulso:
    """Alive is: the loop turns, and no queue has all its places taken by jobs that get nowhere."""

    def __init__(self, carpeta: Path, lugares: dict[str, int]) -> None:
        self._archivo = archivo(carpeta, os.getpid())
        self._lugares = lugares
        self._ocupados = dict.fromkeys(lugares, 0)
        self._avanzo = dict.fromkeys(lugares, True)
        self._lazo_vive = True
        self._guard = threading.Lock()
        self._mia = threading.local()

    def empezar(self) -> None:
        """Watch from a thread of its own, until the process ends."""
        self._archivo.parent.mkdir(parents=True, exist_ok=True)
        puntos.escuchar(self.avanza)
        threading.Thread(target=self._vigilar, name="pulso", daemon=True).start()

    async def latir(self) -> None:
        """Show that the loop turns, until cancelled."""
        while True:
            self._lazo_vive = True
            await asyncio.sleep(CADA_SEGUNDOS / 2)

    def envolver(self, cola: str) -> Callable[..., Any]:
        """Return what procrastinate puts around each job of a queue."""

        def trabajo(call_next: Callable[[], Any], *_: Any) -> Any:
            with self._ocupando(cola):
                return call_next()

        return trabajo

    def avanza(self) -> None:
        """Note that the job of this thread got one step further."""
        cola = getattr(self._mia, "cola", None)
        if cola is not None:
            self._avanzo[cola] = True

    def vive(self) -> bool:
        """Tell whether anything got done since the last time this was asked, wherever there was something to do."""
        with self._guard:
            vivas = [self._avanzo[cola] or self._ocupados[cola] < lugares for cola, lugares in self._lugares.items()]
            vive = self._lazo_vive and all(vivas)
            self._lazo_vive = False
            self._avanzo = dict.fromkeys(self._lugares, False)
        return vive

    @contextmanager
    def _ocupando(self, cola: str) -> Iterator[None]:
        self._mia.cola = cola
        self._contar(cola, 1)
        try:
            yield
        finally:
            self._contar(cola, -1)
            self._mia.cola = None

    def _contar(self, cola: str, cambio: int) -> None:
        with self._guard:
            self._ocupados[cola] += cambio
            self._avanzo[cola] = True

    def _vigilar(self) -> None:
        paciencia = Paciencia(CADA_SEGUNDOS, ATASCADO_TRAS)
        while True:
            self._archivo.write_text(f"{time.monotonic():.3f}\n")
            time.sleep(CADA_SEGUNDOS)
            if paciencia.mirar(self.vive(), time.monotonic()):
                logger.critical("stuck for %.0f s: ending this worker", paciencia.silencio)
                self._archivo.unlink(missing_ok=True)
                os.kill(os.getpid(), signal.SIGKILL)


def archivo(run_dir: Path, pid: int) -> Path:
    """Return where the worker with this process id leaves its sign of life."""
    return run_dir / "pulsos" / str(pid)


def reciente(run_dir: Path, ahora: float) -> bool:
    """Tell whether any worker left a sign of life in the last minute; for the health check of a container."""
    latidos = [float(uno.read_text() or 0) for uno in (run_dir / "pulsos").glob("*")]
    return any(0 <= ahora - latido < ATASCADO_TRAS for latido in latidos)


if __name__ == "__main__":
    sys.exit(0 if reciente(Path(sys.argv[1]), time.monotonic()) else 1)
