"""How messages leave: pace, waits and limits, from `parametros/envios.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from proalto.formats.tabla import leer_codigos
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "envios.csv"
# Meta's own limits are the most that a table may ask for. An uncertain send may not wait less than a slow one takes:
# the client gives Meta 3 s to connect and 10 s to answer, after at most START_SECONDS (worker/enviar.py).
ENTRE = {
    "por_segundo": (1, 1000),
    "rafaga_del_numero": (1, 100),
    "por_minuto": (1, 10),
    "rafaga_por_persona": (1, 45),
    "incierto_segundos": (30, 600),
    "sondeo_segundos": (5, 3600),
    "caduca_horas": (1, 72),
    "fallidos_dias": (1, 365),
}


@dataclass(frozen=True)
class Reglas:
    """The values of the table, each named as its code."""

    por_segundo: int
    rafaga_del_numero: int
    por_minuto: int
    rafaga_por_persona: int
    incierto_segundos: int
    sondeo_segundos: int
    caduca_horas: int
    fallidos_dias: int

    @property
    def caduca(self) -> timedelta:
        return timedelta(hours=self.caduca_horas)


@cache
def vigentes() -> Reglas:
    """Return the table, read once."""
    return leer(TABLA)


def leer(tabla: Path) -> Reglas:
    """Read and check the table; raise TablaInvalida at the first thing that is wrong."""
    return Reglas(**leer_codigos(tabla, ENTRE))
