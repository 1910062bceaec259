"""How long each class of data is kept (`parametros/retencion.csv`), and how the data policy says it: the published
period is the one that is obeyed (Decreto 1377 de 2013 art. 11 and 13.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from proalto.formats.tabla import Fila, exigir_filas, leer_tabla
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "retencion.csv"
COLUMNAS = ("clase", "dias", "cuenta_desde", "se_publica_como", "norma")
CON_PLAZO = (
    "conversaciones", "entregas", "codigos", "identidad", "borradores", "solicitudes", "certificados", "casos",
    "reclamos", "avisos", "oposiciones", "contactos", "estadisticas", "mesa", "limpiezas", "tecnico",
)  # fmt: skip
SIN_PLAZO = ("prueba", "auditoria", "interno")
MAXIMO = 36_500
ANO = 365


@dataclass(frozen=True)
class Regla:
    """A class of data: kept for so many days since a moment; `dias` 0: no time ends it."""

    clase: str
    dias: int
    cuenta_desde: str
    se_publica_como: str
    norma: str

    def corte(self, now: datetime) -> datetime:
        """Return the moment before which nothing of this class is kept.

        Raises:
            ValueError: no time ends this class; a cut at `now` would erase all of it.
        """
        if not self.dias:
            raise ValueError(f"no time ends {self.clase!r}")
        return now - timedelta(days=self.dias)

    @property
    def frase(self) -> str:
        """How the policy says it: "lo que hablamos en este chat, 1 año"."""
        return f"{self.se_publica_como}, {en_palabras(self.dias)}"


def en_palabras(dias: int) -> str:
    """Return a period as people say it: years when they are whole, else days."""
    if dias % ANO == 0:
        anos = dias // ANO
        return "1 año" if anos == 1 else f"{anos} años"
    return "1 día" if dias == 1 else f"{dias} días"


def frases() -> tuple[str, ...]:
    """Return what the policy must say, one phrase a class that is published."""
    return tuple(regla.frase for regla in vigentes().values() if regla.se_publica_como)


@cache
def vigentes() -> Mapping[str, Regla]:
    """Return the table, read once, by class."""
    return leer(TABLA)


def leer(tabla: Path) -> dict[str, Regla]:
    """Read and check the table; raise TablaInvalida at the first thing that is wrong."""
    reglas = {regla.clase: regla for regla in map(_regla, leer_tabla(tabla, COLUMNAS, ("clase",)))}
    exigir_filas(tabla, (*CON_PLAZO, *SIN_PLAZO), reglas)
    return reglas


def _regla(fila: Fila) -> Regla:
    clase = fila.una_de("clase", (*CON_PLAZO, *SIN_PLAZO))
    minimo, maximo = (1, MAXIMO) if clase in CON_PLAZO else (0, 0)
    return Regla(
        clase=clase,
        dias=fila.entero("dias", minimo, maximo),
        cuenta_desde=fila.valores["cuenta_desde"],
        se_publica_como=fila.valores["se_publica_como"],
        norma=fila.valores["norma"],
    )
