"""The stages of an application: their order, how long each may take (`parametros/etapas.csv`), and their words.

The lender edits the table; it is read once, when a process starts, and TablaInvalida tells file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from proalto.formats.dias_habiles import BOGOTA, sumar_dias_habiles
from proalto.formats.tabla import TablaInvalida, exigir_filas, leer_tabla
from proalto.services.operacion.textos import CARPETA as TEXTOS
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "etapas.csv"
COLUMNAS = ("etapa", "orden", "dias_habiles")
ETAPAS = ("recepcion", "estudio", "aprobacion", "desembolso", "negada", "desistida")  # what nucleo may say
FINALES = ("desembolso", "negada", "desistida")  # nothing comes after them
DIAS_MAXIMO = 90


@dataclass(frozen=True)
class Etapa:
    """One stage. `orden` is its step (None: not on the way), `dias_habiles` what is promised (None: nothing)."""

    nombre: str
    orden: int | None
    dias_habiles: int | None
    titulo: str
    significado: str

    @property
    def final(self) -> bool:
        return self.nombre in FINALES

    def promesa(self, desde: datetime | None) -> date | None:
        """Return the last day promised for what comes next, for who reached this stage then."""
        if desde is None or self.dias_habiles is None:
            return None
        return sumar_dias_habiles(desde.astimezone(BOGOTA).date(), self.dias_habiles)


@cache
def vigentes() -> Mapping[str, Etapa]:
    """Return every stage by its name, read once."""
    return leer(TABLA)


def leer(tabla: Path) -> Mapping[str, Etapa]:
    """Read and check the table; raise TablaInvalida at the first thing that is wrong."""
    etapas: dict[str, Etapa] = {}
    for fila in leer_tabla(tabla, COLUMNAS, ("etapa",)):
        etapa, paso = fila.una_de("etapa", ETAPAS), fila.entero_o_nada("orden", 1, len(ETAPAS))
        if paso is not None and paso in [otra.orden for otra in etapas.values()]:
            raise fila.mal("orden", "ya es el paso de otra etapa")
        dias = fila.entero_o_nada("dias_habiles", 0, DIAS_MAXIMO)
        etapas[etapa] = Etapa(etapa, paso, dias, *palabras(TEXTOS, etapa))
    exigir_filas(tabla, ETAPAS, etapas)
    return etapas


def palabras(textos: Path, etapa: str) -> tuple[str, str]:
    """Return the title of a stage and what it means: the first line of `textos/etapas/<etapa>.txt`, and the rest."""
    titulo, _, significado = (textos / "etapas" / f"{etapa}.txt").read_text(encoding="utf-8").strip().partition("\n")
    if not significado.strip():
        raise TablaInvalida(f"textos/etapas/{etapa}.txt: el título va en la primera línea y debajo qué significa.")
    return titulo.strip(), significado.strip()
