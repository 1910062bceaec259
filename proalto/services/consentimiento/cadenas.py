"""Ledgers whose rows are tied by hash: which rows do not fit, and a seal that shows later whether any went away."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from proalto.db.database import Row

Eslabon = Callable[[str, Row], str]


@dataclass(frozen=True)
class Ruptura:
    """A row of a ledger that was changed, or stands where another was: `libro` is the table, `fila` names the row."""

    libro: str
    fila: str


def huella(texto: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(texto.encode()).hexdigest()


def por_tramos(tramo: Callable[[Row | None], list[Row]]) -> Iterator[Row]:
    """Yield the rows of a long table; `tramo` gets the last row that was seen, and an empty answer ends it."""
    ultima: Row | None = None
    while filas := tramo(ultima):
        yield from filas
        ultima = filas[-1]


def seguir(
    filas: Iterable[Row], eslabon: Eslabon, serie: Callable[[Row], int] = lambda _: 0
) -> Iterator[tuple[Row, bool]]:
    """Yield each row, and whether its link follows from what it says and from the row before it in its series.

    After a row that does not fit, the next is looked at by what that one claims: so each is named once, for itself.
    """
    anterior, de = "", None
    for fila in filas:
        if serie(fila) != de:
            anterior, de = "", serie(fila)
        yield fila, fila["cadena"] == eslabon(anterior, fila)
        anterior = fila["cadena"]


def sellar(filas: Iterable[Row]) -> str:
    """Return one hash of all links. A chain cannot show that its end is missing; a seal that somebody kept can."""
    sello = hashlib.sha256()
    for fila in filas:
        sello.update(fila["cadena"].encode())
    return sello.hexdigest()
