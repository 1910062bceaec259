"""Asks `/salud` all the time: whatever is broken, it answers, and at once."""

from __future__ import annotations

import threading
import time

import requests

from caos.historia import Historia

CADA = 0.5
LIMITE = 1.0
TOLERADAS = 0.02  # of the answers: a busy machine is late now and then
PACIENCIA = 10.0


class Pulso:
    """Asks from a thread until `terminar`, which returns what is to be complained of."""

    def __init__(self, url: str, historia: Historia) -> None:
        self._url, self._historia = f"{url}/salud", historia
        self._tiempos: list[float] = []
        self._sin_respuesta = 0
        self._fin = threading.Event()
        self._hilo = threading.Thread(target=self._preguntar, daemon=True)
        self._hilo.start()

    def terminar(self) -> list[str]:
        self._fin.set()
        self._hilo.join(PACIENCIA + 2)
        tarde = sum(t > LIMITE for t in self._tiempos)
        peor = max(self._tiempos, default=0.0)
        self._historia.anotar(
            "salud", preguntas=len(self._tiempos), tarde=tarde, sin_respuesta=self._sin_respuesta, peor=round(peor, 2)
        )
        quejas = []
        if tarde > max(1, TOLERADAS * len(self._tiempos)):
            quejas.append(
                f"/salud took more than {LIMITE} s {tarde} times of {len(self._tiempos)} (worst {peor:.1f} s)"
            )
        if self._sin_respuesta:
            quejas.append(f"/salud did not answer {self._sin_respuesta} times")
        return quejas

    def _preguntar(self) -> None:
        while not self._fin.wait(CADA):
            desde = time.monotonic()
            try:
                requests.get(self._url, timeout=PACIENCIA)
                self._tiempos.append(time.monotonic() - desde)
            except requests.RequestException:
                self._sin_respuesta += 1
