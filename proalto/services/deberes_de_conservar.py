"""The duties for which data may be kept against the will of the person (`textos/deberes_de_conservar.csv`)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from proalto.services.textos import CARPETA


@dataclass(frozen=True)
class Deber:
    """One duty, and the law that it stands on: what a denial must name (Decreto 1377 art. 9)."""

    codigo: str
    titulo: str
    norma: str


@cache
def deberes() -> Mapping[str, Deber]:
    """Return every duty by its code."""
    with (CARPETA / "deberes_de_conservar.csv").open(encoding="utf-8") as tabla:
        filas = csv.DictReader(renglon for renglon in tabla if not renglon.startswith("#"))
        return {fila["codigo"]: Deber(**fila) for fila in filas}
