"""When people attend (`parametros/turnos.csv`): the schedules that clocks run on and that advisors work."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from proalto.formats.dias_habiles import Horario, Tramo
from proalto.formats.tabla import Fila, leer_tabla, tabla_mala
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "turnos.csv"
COLUMNAS = ("turno", "dia", "abre", "cierra")
DIAS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
GENERAL = "general"


@cache
def vigentes() -> Mapping[str, Horario]:
    """Return every schedule by the name of its turno, read once."""
    return leer(TABLA)


def de_turno(turno: str) -> Horario:
    """Return the schedule of a turno; one that the table no longer has is the general one."""
    return vigentes().get(turno) or vigentes()[GENERAL]


def leer(tabla: Path) -> Mapping[str, Horario]:
    """Read and check the table; raise TablaInvalida at the first thing that is wrong."""
    semanas: dict[str, list[list[Tramo]]] = {}
    for fila in leer_tabla(tabla, COLUMNAS, ("turno", "dia", "abre")):
        semana = semanas.setdefault(fila.texto("turno"), [[] for _ in DIAS])
        dia = semana[DIAS.index(fila.una_de("dia", DIAS))]
        dia.append(_tramo(fila, dia))
    if GENERAL not in semanas:
        raise tabla_mala(tabla, f"falta el turno {GENERAL}")
    return {turno: Horario(tuple(tuple(dia) for dia in semana)) for turno, semana in semanas.items()}


def _tramo(fila: Fila, antes: list[Tramo]) -> Tramo:
    abre, cierra = fila.hora("abre"), fila.hora("cierra")
    if cierra <= abre:
        raise fila.mal("cierra", "debe ser después de la hora en que abre")
    if antes and abre < antes[-1][1]:
        raise fila.mal("abre", f"debe ser desde las {antes[-1][1]:%H:%M}, cuando cierra el tramo anterior de ese día")
    return abre, cierra
