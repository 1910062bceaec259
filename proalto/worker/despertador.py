"""Waking contacts at the very moment when their next message is due. A crash forgets it; the sweep remembers."""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time

from proalto.db.database import Database, DatabaseAway
from proalto.services.operacion.trabajos import despertar_envio

logger = logging.getLogger(__name__)


class Despertador:
    """One thread for all that waits, begun with the first."""

    def __init__(self) -> None:
        self._fila: list[tuple[float, int, int, Database]] = []
        self._cuenta = itertools.count()  # two that wait for the same moment are not compared further
        self._hay = threading.Condition()
        self._hilo: threading.Thread | None = None

    def en(self, db: Database, contacto_id: int, segundos: float) -> None:
        """Ask for the contact's outbox to be sent in so many seconds."""
        with self._hay:
            heapq.heappush(self._fila, (time.monotonic() + segundos, next(self._cuenta), contacto_id, db))
            if self._hilo is None:
                self._hilo = threading.Thread(target=self._velar, name="despertador", daemon=True)
                self._hilo.start()
            self._hay.notify()

    def _velar(self) -> None:
        while True:
            contacto_id, db = self._siguiente()
            try:
                with db.transaction() as tx:
                    despertar_envio(tx, contacto_id)
            except DatabaseAway as error:
                logger.warning("wake-up call lost, the sweep will make it: %s", error)
            except Exception as error:  # noqa: BLE001 - nobody would wake the others; the type only, no row's content
                logger.error("wake-up call failed: %s", type(error).__name__)

    def _siguiente(self) -> tuple[int, Database]:
        with self._hay:
            while not self._fila or (falta := self._fila[0][0] - time.monotonic()) > 0:
                self._hay.wait(falta if self._fila else None)
            _, _, contacto_id, db = heapq.heappop(self._fila)
            return contacto_id, db
