"""The key ring of a process: data keys, unwrapped and remembered for a short while."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from proalto.errors import ProAltoError
from proalto.gateways.llaves import HUELLAS, AlmacenDeLlaves, Dueno, Guardada
from proalto.gateways.maestras import NONCE_BYTES, Maestras

__all__ = ["NONCE_BYTES", "LlaveDestruida", "Llavero", "LlaveroAjeno"]
RECORDADAS = 4096
SEGUNDOS = 60.0  # a key that was destroyed is known to another process no longer than this


class LlaveDestruida(ProAltoError):
    """This owner's data was erased: nothing more of theirs may be kept, and nothing can be read."""


class LlaveroAjeno(ProAltoError):
    """There is no such data key, or `DATA_KEYS` has lost the master key that wraps it."""


class Llavero:
    """Finds, makes and remembers data keys."""

    def __init__(self, maestras: Maestras, almacen: AlmacenDeLlaves) -> None:
        self._maestras = maestras
        self._almacen = almacen
        self._recordadas: OrderedDict[Dueno, tuple[AESGCM, float]] = OrderedDict()
        self._turno = threading.Lock()
        self._huellas: bytes | None = None

    def obtener(self, dueno: Dueno, *, crear: bool = True) -> AESGCM:
        """Return the owner's key, made now if need be; raise LlaveDestruida or LlaveroAjeno."""
        ahora = time.monotonic()
        with self._turno:
            conocida = self._recordadas.get(dueno)
        if conocida is not None and conocida[1] > ahora:
            return conocida[0]
        llave = AESGCM(self._buscar(dueno, crear))
        with self._turno:
            self._recordadas[dueno] = (llave, ahora + SEGUNDOS)
            self._recordadas.move_to_end(dueno)
            while len(self._recordadas) > RECORDADAS:
                self._recordadas.popitem(last=False)
        return llave

    def de_huellas(self) -> bytes:
        """Return the key of keyed hashes, which stays the same whatever becomes of the master keys."""
        if self._huellas is None:
            guardada = self._almacen.leer(HUELLAS)
            if guardada is None:
                primera = self._maestras.envolver(self._maestras.primeras_huellas, str(HUELLAS))
                guardada = self._almacen.crear(HUELLAS, primera)
            self._huellas = self._abrir(guardada)
        return self._huellas

    def olvidar(self, dueno: Dueno) -> None:
        """Forget a key."""
        with self._turno:
            self._recordadas.pop(dueno, None)

    def envolver_de_nuevo(self) -> int:
        """Wrap every key under the newest master key; return how many were under another."""
        viejas = [una for una in self._almacen.todas() if not self._maestras.es_de_la_nueva(una.envuelta or b"")]
        return sum(
            self._almacen.cambiar(
                una.dueno, una.envuelta or b"", self._maestras.envolver(self._abrir(una), str(una.dueno))
            )
            for una in viejas
        )

    def _buscar(self, dueno: Dueno, crear: bool) -> bytes:
        if crear:
            nueva = self._maestras.envolver(secrets.token_bytes(32), str(dueno))
            return self._abrir(self._almacen.crear(dueno, nueva))
        guardada = self._almacen.leer(dueno)
        if guardada is None:
            raise LlaveroAjeno(str(dueno))
        return self._abrir(guardada)

    def _abrir(self, guardada: Guardada) -> bytes:
        if guardada.envuelta is None:
            raise LlaveDestruida(str(guardada.dueno))
        try:
            return self._maestras.abrir(guardada.envuelta, str(guardada.dueno))
        except LookupError as error:
            raise LlaveroAjeno(str(guardada.dueno)) from error
