"""Which case comes first: points by objective criteria, in one table (`parametros/prioridades.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from proalto.errors import ProAltoError
from proalto.formats.tabla import Fila, leer_tabla, tabla_mala
from proalto.services.operacion.parametros import SEGMENTOS
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "prioridades.csv"
COLUMNAS = ("criterio", "valor", "puntos")
TIPO, DANO, SEGMENTO, REINCIDENCIA, NIVEL, PRIORIDAD = CRITERIOS = (
    "tipo", "dano", "segmento", "reincidencia", "nivel", "prioridad",
)  # fmt: skip
NINGUNO = "ninguno"
NUMEROS = {REINCIDENCIA: (1, 99), NIVEL: (1, 3), PRIORIDAD: (1, 3)}
ULTIMA = 4
PUNTOS_MAXIMO = 1000


class DanoDesconocido(ProAltoError):
    """The table has no such harm."""


@dataclass(frozen=True)
class Criterios:
    """What is known of a case when its place in the queue is decided."""

    tipo: str
    dano: str = NINGUNO
    segmento: str = ""
    reincidencias: int = 0
    nivel: int = 0


@dataclass(frozen=True)
class Prioridades:
    """The table, by criterion and value."""

    puntos: Mapping[str, Mapping[str, int]]

    @property
    def danos(self) -> tuple[str, ...]:
        """The harms there are, in the order of the table."""
        return tuple(self.puntos[DANO])

    def puntuar(self, caso: Criterios) -> int:
        """Return the points of a case."""
        return (
            self.puntos[TIPO].get(caso.tipo, 0)
            + self.puntos[DANO].get(caso.dano, 0)
            + self.puntos[SEGMENTO].get(caso.segmento, 0)
            + self._hasta(REINCIDENCIA, caso.reincidencias)
            + self._hasta(NIVEL, caso.nivel)
        )

    def prioridad(self, puntos: int) -> int:
        """Return 1 (urgent) to 4."""
        return next((nivel for nivel, desde in self._umbrales() if puntos >= desde), ULTIMA)

    def _hasta(self, criterio: str, cuanto: int) -> int:
        """Return the points of the greatest value of the table that is not above `cuanto`."""
        alcanzados = [(int(valor), puntos) for valor, puntos in self.puntos[criterio].items() if int(valor) <= cuanto]
        return max(alcanzados)[1] if alcanzados else 0

    def _umbrales(self) -> list[tuple[int, int]]:
        return sorted((int(nivel), desde) for nivel, desde in self.puntos[PRIORIDAD].items())


@cache
def vigentes() -> Prioridades:
    """Return the table, read once."""
    return leer(TABLA)


def leer(tabla: Path) -> Prioridades:
    """Read and check the table; raise TablaInvalida at the first thing that is wrong."""
    puntos: dict[str, dict[str, int]] = {criterio: {} for criterio in CRITERIOS}
    for fila in leer_tabla(tabla, COLUMNAS, ("criterio", "valor")):
        criterio = fila.una_de("criterio", CRITERIOS)
        puntos[criterio][_valor(fila, criterio)] = fila.entero("puntos", 0, PUNTOS_MAXIMO)
    if NINGUNO not in puntos[DANO]:
        raise tabla_mala(tabla, f"falta la fila de {DANO} {NINGUNO}")
    desde = [puntos[PRIORIDAD].get(str(nivel)) for nivel in range(1, ULTIMA)]
    if None in desde:
        raise tabla_mala(tabla, "deben estar las filas de prioridad 1, 2 y 3")
    if sorted(set(desde), key=lambda valor: -(valor or 0)) != desde:
        raise tabla_mala(tabla, "la prioridad 1 debe pedir más puntos que la 2, y la 2 más que la 3")
    return Prioridades(puntos)


def _valor(fila: Fila, criterio: str) -> str:
    if criterio in NUMEROS:
        return str(fila.entero("valor", *NUMEROS[criterio]))
    if criterio == SEGMENTO:
        return fila.una_de("valor", SEGMENTOS)
    return fila.texto("valor")
