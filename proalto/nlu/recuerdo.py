"""What a process has worked out of words that many write, remembered without the words: what a customer wrote must not
stay in the memory of a process after they were erased."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from typing import Generic, TypeVar

T = TypeVar("T")


class Recuerdo(Generic[T]):
    """A function of a text whose newest results are found by a hash with a key of this process alone."""

    def __init__(self, funcion: Callable[[str], T], cuantos: int) -> None:
        self._funcion, self._cuantos = funcion, cuantos
        self._llave = secrets.token_bytes(16)
        self._hechos: OrderedDict[bytes, T] = OrderedDict()
        self._turno = threading.Lock()

    def __call__(self, texto: str) -> T:
        """Return `funcion(texto)`, worked out at most once while it is remembered."""
        huella = blake2b(texto.encode(), digest_size=16, key=self._llave).digest()
        with self._turno:
            if huella in self._hechos:
                self._hechos.move_to_end(huella)
                return self._hechos[huella]
        hecho = self._funcion(texto)
        with self._turno:
            self._hechos[huella] = hecho
            while len(self._hechos) > self._cuantos:
                self._hechos.popitem(last=False)
        return hecho
