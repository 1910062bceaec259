"""What everything in an experiment shares: the product, the double, Meta, the history and the dice."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg2

from caos.estados import Estados
from caos.graph import GraphCaos
from caos.historia import Historia
from caos.meta import Meta
from tests.conftest import Nucleo
from tests.e2e.producto import Producto

T = TypeVar("T")


class SinRespuesta(Exception):
    """A walk cannot go on."""


@dataclass
class Mundo:
    """One running product under one history."""

    producto: Producto
    graph: GraphCaos
    meta: Meta
    estados: Estados
    historia: Historia
    azar: random.Random
    nucleo: Nucleo
    oyentes: dict[str, Callable[[dict[str, Any]], None]] = field(default_factory=dict)
    alto: threading.Event = field(default_factory=threading.Event)
    enviados: int = 0
    vistos: int = 0
    _guardia: threading.Lock = field(default_factory=threading.Lock)
    _telefonos: Any = field(default_factory=itertools.count)
    _saldos: Any = field(default_factory=lambda: itertools.count(1_000_001))

    def telefono(self) -> str:
        """Return a number that nobody has had."""
        with self._guardia:
            return f"57{3_100_000_000 + next(self._telefonos)}"

    def saldo_nuevo(self) -> int:
        """Return an amount that no answer has said."""
        with self._guardia:
            return int(next(self._saldos))

    def contar(self) -> int:
        with self._guardia:
            self.enviados += 1
            return self.enviados

    def ver(self) -> None:
        with self._guardia:
            self.vistos += 1

    def dado(self) -> random.Random:
        """Return dice of one's own: threads that share them would make a seed mean nothing."""
        with self._guardia:
            return random.Random(self.azar.random())  # noqa: S311 - dice, not a secret

    def oir(self, cuerpo: dict[str, Any], _wamid: str) -> None:
        """Hand what the double took to whoever waits for it."""
        oyente = self.oyentes.get(str(cuerpo.get("to") or "").lstrip("+"))
        if oyente is not None:
            oyente(cuerpo)

    def con_base(self, hacer: Callable[[], T]) -> T:
        """Do something in the database, as often as it takes: it may be dead just now."""
        while True:
            try:
                return hacer()
            except psycopg2.Error as error:
                if self.alto.wait(0.5):
                    raise SinRespuesta from error

    def esperar(self, cumple: Callable[[], bool], segundos: float, pausa: float = 0.1) -> bool:
        """Wait until it holds; False when it never did."""
        limite = time.monotonic() + segundos
        while not cumple():
            if time.monotonic() > limite:
                return False
            time.sleep(pausa)
        return True
