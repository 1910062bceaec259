"""Meta's side of the webhook: signed, at least once, again with growing pauses until somebody says 200."""

from __future__ import annotations

import hashlib
import heapq
import hmac
import itertools
import json
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import requests

from caos.historia import Historia

PAUSA, PAUSA_MAXIMA = 0.5, 5.0
PLAZO = 10.0
Valor = dict[str, Any]


@dataclass
class _Entrega:
    cuerpo: bytes
    wamids: tuple[str, ...]
    intentos: int = 0
    copias: int = 0  # how often it is sent again although it was acknowledged


class Meta:
    """Delivers webhooks from several threads; `pendientes()` are those that nobody has acknowledged."""

    def __init__(self, url: str, secreto: str, numero: str, historia: Historia, azar: random.Random, hilos: int = 10):
        self.url, self._secreto, self._numero = url, secreto.encode(), numero
        self._historia, self._azar = historia, azar
        self._cola: list[tuple[float, int, _Entrega]] = []
        self._serie = itertools.count()
        self._hay = threading.Condition()
        self._vivas = 0
        self._fin = False
        self._confirmados: set[str] = set()
        self.recordadas: list[_Entrega] | None = None  # a list: keep what is delivered, to deliver it again
        self._hilos = [threading.Thread(target=self._repartir, daemon=True) for _ in range(hilos)]
        for hilo in self._hilos:
            hilo.start()

    def mandar(self, *valores: Valor, wamids: Sequence[str] = (), copias: int = 0, en: float = 0.0) -> None:
        """Deliver the values in one webhook, from `en` seconds on."""
        with self._hay:
            self._vivas += 1
        entrega = _Entrega(self._sobre(valores), tuple(wamids), copias=copias)
        if self.recordadas is not None and wamids:
            self.recordadas.append(entrega)
        self._poner(entrega, en)

    def otra_vez(self, cuantas: int) -> int:
        """Deliver so many of the remembered webhooks again, as if nobody had acknowledged them; return how many."""
        elegidas = self._azar.sample(self.recordadas or [], min(cuantas, len(self.recordadas or [])))
        for entrega in elegidas:
            with self._hay:
                self._vivas += 1
            self._poner(_Entrega(entrega.cuerpo, ()), 0.0)
        return len(elegidas)

    def pendientes(self) -> int:
        with self._hay:
            return self._vivas

    @property
    def confirmados(self) -> int:
        """Return how many messages were acknowledged."""
        return len(self._confirmados)

    def cerrar(self) -> None:
        with self._hay:
            self._fin = True
            self._hay.notify_all()
        for hilo in self._hilos:
            hilo.join(PLAZO + 2)

    def _sobre(self, valores: Sequence[Valor]) -> bytes:
        metadata = {"display_phone_number": "576017450000", "phone_number_id": self._numero}
        base = {"messaging_product": "whatsapp", "metadata": metadata}
        cambios = [{"field": "messages", "value": base | valor} for valor in valores]
        return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": cambios}]}).encode()

    def _poner(self, entrega: _Entrega, en: float) -> None:
        with self._hay:
            heapq.heappush(self._cola, (time.monotonic() + en, next(self._serie), entrega))
            self._hay.notify()

    def _sacar(self) -> _Entrega | None:
        with self._hay:
            while not self._fin:
                ahora = time.monotonic()
                if self._cola and self._cola[0][0] <= ahora:
                    return heapq.heappop(self._cola)[2]
                self._hay.wait(self._cola[0][0] - ahora if self._cola else None)
        return None

    def _repartir(self) -> None:
        sesion = requests.Session()
        while (entrega := self._sacar()) is not None:
            self._entregar(sesion, entrega)

    def _entregar(self, sesion: requests.Session, entrega: _Entrega) -> None:
        codigo = self._enviar(sesion, entrega.cuerpo)
        if codigo == requests.codes.ok:
            self._confirmar(entrega)
            return
        if entrega.wamids:
            self._historia.anotar("rechazado", wamids=entrega.wamids, codigo=codigo)
        entrega.intentos += 1
        pausa = min(PAUSA_MAXIMA, PAUSA * 2**entrega.intentos)
        self._poner(entrega, pausa * self._azar.uniform(0.5, 1.0))

    def _confirmar(self, entrega: _Entrega) -> None:
        self._confirmados.update(entrega.wamids)
        for wamid in entrega.wamids:
            self._historia.anotar("confirmado", wamid=wamid)
        if entrega.copias:
            entrega.copias -= 1
            self._poner(entrega, self._azar.uniform(0.0, 2.0))
            return
        with self._hay:
            self._vivas -= 1

    def _enviar(self, sesion: requests.Session, cuerpo: bytes) -> int:
        """Return the HTTP status, or 0 when no answer came."""
        firma = "sha256=" + hmac.new(self._secreto, cuerpo, hashlib.sha256).hexdigest()
        cabeceras = {"X-Hub-Signature-256": firma, "Content-Type": "application/json"}
        try:
            return sesion.post(self.url, data=cuerpo, headers=cabeceras, timeout=PLAZO).status_code
        except requests.RequestException:
            return 0
