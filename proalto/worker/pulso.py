"""Whether Rasa answers, by what happens to the turns themselves; each worker process judges by its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from proalto.worker.rasa import RasaAway

PACIENCIA = 3.5  # seconds that the oldest turn may take while none ends well, before Rasa counts as frozen
PACIENCIA_EN_FRIO = 9.0  # the same, before the first turn of all, in which Rasa has yet to load things
VIGENCIA = 20.0  # seconds that a failure counts: what waits is tried again more often than that
NUNCA = float("-inf")
AUSENCIA = 5.0  # seconds without an answer after which a new one is Rasa's return


class Pulso:
    """Turns that are held now, and when one last ended well or badly; threads share it."""

    def __init__(self, reloj: Callable[[], float] = time.monotonic) -> None:
        self._reloj = reloj
        self._guarda = threading.Lock()
        self._en_curso: dict[object, float] = {}
        self._bien = self._mal = NUNCA
        self._volvio = False

    @contextmanager
    def turno(self) -> Iterator[None]:
        """Hold a turn: RasaAway is a failure, and any other end an answer."""
        este = object()
        with self._guarda:
            self._en_curso[este] = self._reloj()
        try:
            yield
        except RasaAway:
            self._acaba(este, bien=False)
            raise
        except BaseException:
            self._acaba(este, bien=True)
            raise
        self._acaba(este, bien=True)

    def perdido(self) -> bool:
        """Tell whether Rasa answers nobody: the last turn failed lately, or one hangs and none ended well meanwhile."""
        with self._guarda:
            ahora = self._reloj()
            paciencia = PACIENCIA_EN_FRIO if self._bien == NUNCA else PACIENCIA
            colgado = any(self._bien < desde <= ahora - paciencia for desde in self._en_curso.values())
            return colgado or (self._mal > self._bien and ahora - self._mal < VIGENCIA)

    def volvio(self) -> bool:
        """Tell, once, that Rasa answers again after a while of failures."""
        with self._guarda:
            volvio, self._volvio = self._volvio, False
            return volvio

    def _acaba(self, este: object, *, bien: bool) -> None:
        with self._guarda:
            del self._en_curso[este]
            ahora = self._reloj()
            if not bien:
                self._mal = ahora
                return
            self._volvio = self._volvio or (self._mal > self._bien and ahora - self._bien >= AUSENCIA)
            self._bien = ahora
