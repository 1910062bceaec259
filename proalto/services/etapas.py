"""The stages of an application: their order, how long each may take (`parametros/etapas.csv`), and their words.

The lender edits the table; it is read once, when a process starts, and TablaDeEtapasInvalida tells file and line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from proalto.errors import ProAltoError
from proalto.formats.dias_habiles import BOGOTA, sumar_dias_habiles
from proalto.services.textos import CARPETA as TEXTOS
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "etapas.csv"
COLUMNAS = ["etapa", "orden", "dias_habiles"]
ETAPAS = ("recepcion", "estudio", "aprobacion", "desembolso", "negada", "desistida")  # what nucleo may say
FINALES = ("desembolso", "negada", "desistida")  # nothing comes after them
DIAS_MAXIMO = 90


class TablaDeEtapasInvalida(ProAltoError):
    """The table of stages is not as it should be; the message, in Spanish, says where and how to mend it."""


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
    """Read and check the table; raise TablaDeEtapasInvalida at the first thing that is wrong."""
    nombre = f"{tabla.parent.name}/{tabla.name}"
    etapas: dict[str, Etapa] = {}
    for lugar, (etapa, orden, dias) in _filas(tabla, nombre):
        if etapa not in ETAPAS or etapa in etapas:
            raise TablaDeEtapasInvalida(f"{lugar}: «{etapa}» se repite o no es una de {', '.join(ETAPAS)}.")
        pasos = [otra.orden for otra in etapas.values() if otra.orden is not None]
        paso = _entero(lugar, "orden", orden, 1, len(ETAPAS))
        if paso in pasos:
            raise TablaDeEtapasInvalida(f"{lugar}: otra etapa ya es el paso {paso}.")
        etapas[etapa] = Etapa(
            etapa, paso, _entero(lugar, "dias_habiles", dias, 0, DIAS_MAXIMO), *palabras(TEXTOS, etapa)
        )
    faltan = [etapa for etapa in ETAPAS if etapa not in etapas]
    if faltan:
        raise TablaDeEtapasInvalida(f"{nombre}: falta la fila de {', '.join(faltan)}.")
    return etapas


def palabras(textos: Path, etapa: str) -> tuple[str, str]:
    """Return the title of a stage and what it means: the first line of `textos/etapas/<etapa>.txt`, and the rest."""
    titulo, _, significado = (textos / "etapas" / f"{etapa}.txt").read_text(encoding="utf-8").strip().partition("\n")
    if not significado.strip():
        raise TablaDeEtapasInvalida(
            f"textos/etapas/{etapa}.txt: el título va en la primera línea y debajo qué significa."
        )
    return titulo.strip(), significado.strip()


def _filas(tabla: Path, nombre: str) -> Iterator[tuple[str, list[str]]]:
    """Yield where each row is and its three values, comments and empty lines left out."""
    try:
        lineas = tabla.read_text(encoding="utf-8-sig").splitlines()  # Excel puts a mark before the first letter
    except (FileNotFoundError, UnicodeDecodeError) as error:
        raise TablaDeEtapasInvalida(f"{nombre}: no existe o no está en UTF-8.") from error
    titulos = False
    for numero, linea in enumerate(lineas, start=1):
        if not linea.strip() or linea.startswith("#"):
            continue
        lugar, valores = f"{nombre}, línea {numero}", [valor.strip() for valor in next(csv.reader([linea]))]
        if not titulos and valores != COLUMNAS:
            raise TablaDeEtapasInvalida(f"{lugar}: debe decir {','.join(COLUMNAS)}.")
        if len(valores) != len(COLUMNAS):
            raise TablaDeEtapasInvalida(f"{lugar}: tiene {len(valores)} valores y deben ser {len(COLUMNAS)}.")
        if titulos:
            yield lugar, valores
        titulos = True


def _entero(lugar: str, columna: str, valor: str, minimo: int, maximo: int) -> int | None:
    if not valor:
        return None
    if not (valor.isascii() and valor.isdecimal() and len(valor) < 6 and minimo <= int(valor) <= maximo):
        raise TablaDeEtapasInvalida(
            f"{lugar}, columna {columna}: dice «{valor}» y debe ser un número entero entre {minimo} y {maximo}, o nada."
        )
    return int(valor)
