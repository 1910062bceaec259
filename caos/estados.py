"""The statuses that Meta reports of what it took: late, twice, out of order, some left out."""

from __future__ import annotations

import heapq
import itertools
import random
import threading
import time
from dataclasses import dataclass
from typing import Any

from caos.meta import Meta

RONDA = 0.25
# name -> (chance that it is reported, seconds until then)
PASOS = {"sent": (0.7, (0.05, 1.0)), "delivered": (0.9, (0.1, 3.0)), "read": (0.4, (0.1, 5.0))}
DOS_VECES = 0.1


@dataclass
class Demora:
    """How long the reports of an experiment take besides; a minimum above 30 s makes uncertain sends double."""

    segundos: float = 0.0


class Estados:
    """Hears what the double takes and reports it by webhook, some reports in each."""

    def __init__(self, meta: Meta, azar: random.Random) -> None:
        self._meta, self._azar = meta, azar
        self.demora = Demora()
        self._cola: list[tuple[float, int, dict[str, Any]]] = []
        self._serie = itertools.count()
        self._guardia = threading.Lock()
        self._fin = threading.Event()
        self._hilo = threading.Thread(target=self._rondar, daemon=True)
        self._hilo.start()

    def oye(self, cuerpo: dict[str, Any], wamid: str) -> None:
        """Plan the reports of one message."""
        ahora = time.monotonic()
        informes = []
        for paso, (probabilidad, plazo) in PASOS.items():
            veces = 2 if self._azar.random() < DOS_VECES else 1
            if paso == "delivered" or self._azar.random() < probabilidad:
                informes += [(paso, self.demora.segundos + self._azar.uniform(*plazo)) for _ in range(veces)]
        with self._guardia:
            for paso, segundos in informes:
                informe = self._informe(cuerpo, wamid, paso)
                heapq.heappush(self._cola, (ahora + segundos, next(self._serie), informe))

    def pendientes(self) -> int:
        with self._guardia:
            return len(self._cola)

    def cerrar(self) -> None:
        self._fin.set()
        self._hilo.join(2)

    def _informe(self, cuerpo: dict[str, Any], wamid: str, paso: str) -> dict[str, Any]:
        informe = {"id": wamid, "status": paso, "timestamp": str(int(time.time()))}
        informe["recipient_id"] = str(cuerpo.get("to") or cuerpo.get("recipient")).lstrip("+")
        if cuerpo.get("biz_opaque_callback_data"):
            informe["biz_opaque_callback_data"] = cuerpo["biz_opaque_callback_data"]
        return informe

    def _rondar(self) -> None:
        while not self._fin.wait(RONDA):
            ahora, vencidos = time.monotonic(), []
            with self._guardia:
                while self._cola and self._cola[0][0] <= ahora:
                    vencidos.append(heapq.heappop(self._cola)[2])
            if vencidos:
                self._meta.mandar({"statuses": vencidos})
