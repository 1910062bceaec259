"""A storm: kills and freezes of every part, each at its own pace, for as long as it is wanted."""

from __future__ import annotations

import heapq
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from caos.verdugo import Verdugo

Pausa = tuple[float, float]
# Seconds between two kills of a part. Above 60 for what the launcher restarts: it waits longer for what keeps dying.
MUERTES: Mapping[str, Pausa] = {
    "rasa": (64, 95),
    "actions": (62, 80),
    "worker": (62, 80),
    "canal": (62, 80),
    "mesa": (120, 200),
    "mesa_hijo": (150, 300),
    "canal_hijo": (15, 30),
    "postgres": (60, 110),
    "postgres_sesion": (25, 50),
}
HIELOS: Mapping[str, Pausa] = {"rasa": (150, 300), "actions": (150, 300), "worker": (150, 300), "postgres": (150, 300)}
HIELO = (2.0, 8.0)  # seconds that a freeze lasts


@dataclass(order=True)
class _Golpe:
    cuando: float
    que: str
    parte: str


class Tormenta:
    """`azar` decides when and for how long; what is struck is a part's every process in turn, by chance."""

    def __init__(
        self,
        verdugo: Verdugo,
        azar: random.Random,
        muertes: Mapping[str, Pausa] = MUERTES,
        hielos: Mapping[str, Pausa] = HIELOS,
    ) -> None:
        self._verdugo, self._azar = verdugo, azar
        self._pausas = {("matar", parte): pausa for parte, pausa in muertes.items()}
        self._pausas |= {("congelar", parte): pausa for parte, pausa in hielos.items()}

    def correr(self, mientras: Callable[[], bool]) -> None:
        """Strike until told to stop."""
        ahora = time.monotonic()
        golpes = [_Golpe(ahora + self._azar.uniform(3, pausa[1]), *cual) for cual, pausa in self._pausas.items()]
        heapq.heapify(golpes)
        while mientras():
            if golpes[0].cuando > time.monotonic():
                time.sleep(0.2)
                continue
            golpe = heapq.heappop(golpes)
            pausa = self._pausas[golpe.que, golpe.parte]
            seguida = self._golpear(golpe)
            espera = self._azar.uniform(*pausa) if seguida else 2.0  # not there just now: soon again
            heapq.heappush(golpes, _Golpe(time.monotonic() + espera, golpe.que, golpe.parte))

    def _golpear(self, golpe: _Golpe) -> bool:
        if golpe.que == "matar":
            return self._verdugo.matar(golpe.parte)
        return self._verdugo.congelar(golpe.parte, self._azar.uniform(*HIELO)) is not None
