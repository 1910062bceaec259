"""Data keys: whose they are, and where their wrapped forms are kept."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Clase(str, Enum):
    """What a data key is for."""

    CASA = "casa"  # the product's own: staff, and nothing of a customer
    CONTACTO = "contacto"  # what is kept of a contact while they want it
    CUSTODIA = "custodia"  # what the law orders to keep of a contact
    HUELLAS = "huellas"  # keyed hashes; it encrypts nothing


@dataclass(frozen=True)
class Dueno:
    """The owner of a data key: a contact, or the house."""

    clase: Clase
    id: int = 0

    def __str__(self) -> str:
        return f"llave:{self.clase.value}:{self.id}"


CASA, HUELLAS = Dueno(Clase.CASA), Dueno(Clase.HUELLAS)


def de_contacto(contacto_id: int) -> Dueno:
    """Name the key of what is kept of a contact while they want it."""
    return Dueno(Clase.CONTACTO, contacto_id)


def en_custodia(contacto_id: int) -> Dueno:
    """Name the key of what the law orders to keep of a contact, which outlives the erasure of the rest."""
    return Dueno(Clase.CUSTODIA, contacto_id)


@dataclass(frozen=True)
class Guardada:
    """A data key as it is kept: `envuelta` by a master key, or None once it was destroyed."""

    dueno: Dueno
    envuelta: bytes | None


class AlmacenDeLlaves(Protocol):
    """Where wrapped data keys are kept. A destroyed key leaves its place taken for ever."""

    def leer(self, dueno: Dueno) -> Guardada | None:
        """Return the owner's key, or None if they never had one."""

    def crear(self, dueno: Dueno, envuelta: bytes) -> Guardada:
        """Return the owner's key, and keep this one as such if they never had any."""

    def todas(self) -> Sequence[Guardada]:
        """Return every key that was not destroyed."""

    def cambiar(self, dueno: Dueno, antes: bytes, envuelta: bytes) -> bool:
        """Put a new wrapping in the place of the old one; False if it is no longer there."""


class LlavesEnMemoria:
    """The twin in memory, for tests of one process."""

    def __init__(self) -> None:
        self._llaves: dict[Dueno, bytes | None] = {}
        self._turno = threading.Lock()

    def leer(self, dueno: Dueno) -> Guardada | None:
        return Guardada(dueno, self._llaves[dueno]) if dueno in self._llaves else None

    def crear(self, dueno: Dueno, envuelta: bytes) -> Guardada:
        with self._turno:
            return Guardada(dueno, self._llaves.setdefault(dueno, envuelta))

    def todas(self) -> Sequence[Guardada]:
        return [Guardada(dueno, envuelta) for dueno, envuelta in self._llaves.items() if envuelta is not None]

    def cambiar(self, dueno: Dueno, antes: bytes, envuelta: bytes) -> bool:
        with self._turno:
            if self._llaves.get(dueno) != antes:
                return False
            self._llaves[dueno] = envuelta
            return True

    def destruir(self, dueno: Dueno) -> None:
        """Destroy a key, as the database's erasure does."""
        self._llaves[dueno] = None
