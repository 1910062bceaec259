"""The duties for which data may be kept against the will of the person (`textos/deberes_de_conservar.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from proalto.formats.tabla import leer_tabla
from proalto.services.operacion.textos import CARPETA


@dataclass(frozen=True)
class Deber:
    """One duty, and the law that it stands on: what a denial must name (Decreto 1377 art. 9)."""

    codigo: str
    titulo: str
    norma: str


@cache
def deberes() -> Mapping[str, Deber]:
    """Return every duty by its code."""
    filas = leer_tabla(CARPETA / "deberes_de_conservar.csv", ("codigo", "titulo", "norma"), ("codigo",))
    return {fila.texto("codigo"): Deber(*map(fila.texto, ("codigo", "titulo", "norma"))) for fila in filas}
