"""The load: so many customers at once, so many messages a second in all, until enough were written."""

from __future__ import annotations

import threading
import time

from caos.mundo import Mundo
from caos.persona import Persona


class Carga:
    """Customers come, live and go; `parar` lets those who are here finish their question."""

    def __init__(
        self, mundo: Mundo, ritmo: float, personas: int, vida: int = 22, copias: int = 0, solo: float = 0.0
    ) -> None:
        self._mundo, self._vida, self._copias = mundo, vida, copias
        self._pausa, self._solo = personas / ritmo, solo
        self._fin = threading.Event()
        self._hilos = [threading.Thread(target=self._una_tras_otra, args=(n,), daemon=True) for n in range(personas)]

    def empezar(self) -> None:
        for hilo in self._hilos:
            hilo.start()

    def parar(self) -> None:
        """Let nobody new come."""
        self._fin.set()

    def terminar(self, segundos: float) -> None:
        """Wait for the customers to leave, then send away who stays."""
        self.parar()
        limite = time.monotonic() + segundos
        for hilo in self._hilos:
            hilo.join(max(0.0, limite - time.monotonic()))
        self._mundo.alto.set()
        for hilo in self._hilos:
            hilo.join(5)
        self._mundo.alto.clear()

    def _una_tras_otra(self, n: int) -> None:
        if self._fin.wait(self._pausa * n / max(1, len(self._hilos))):  # they do not all come at once
            return
        solo_preguntas = n < self._solo * len(self._hilos)
        while not self._fin.is_set():
            Persona(self._mundo, self._pausa, self._copias, self._fin).vivir(self._vida, solo_preguntas)
