"""Telling a customer directly that we are down, when not even the outbox can be written; once in a while each."""

from __future__ import annotations

import logging
import threading
import time

from proalto.errors import OutsideError
from proalto.services.operacion.textos import texto
from proalto.whatsapp import payloads
from proalto.whatsapp.address import Address
from proalto.whatsapp.client import WhatsAppClient

logger = logging.getLogger(__name__)
SILENCIO_SEGUNDOS = 3600.0
RECUERDA = 10_000  # contacts; beyond it the oldest notices are forgotten


class Mantenimiento:
    """Remembers in memory whom it told, since the database cannot."""

    def __init__(self, whatsapp: WhatsAppClient) -> None:
        self._whatsapp = whatsapp
        self._avisados: dict[Address, float] = {}
        self._guard = threading.Lock()

    def avisar(self, address: Address) -> None:
        """Tell whoever is at this address, unless they were told within the hour."""
        ahora = time.monotonic()
        with self._guard:
            if ahora - self._avisados.get(address, -SILENCIO_SEGUNDOS) < SILENCIO_SEGUNDOS:
                return
            if len(self._avisados) >= RECUERDA:
                self._avisados.pop(next(iter(self._avisados)))
            self._avisados[address] = ahora
        try:
            self._whatsapp.send(payloads.addressed(payloads.text(texto("mantenimiento")), address))
        except OutsideError as error:
            logger.error("maintenance notice not sent: %s", type(error).__name__)
