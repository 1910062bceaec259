"""The teams that attend cases (`parametros/equipos.csv`)."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from proalto.errors import ProAltoError
from proalto.formats.dias_habiles import Horario
from proalto.formats.tabla import exigir_filas, leer_tabla
from proalto.services.mesa import horarios
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "equipos.csv"
COLUMNAS = ("codigo", "nombre", "turno", "toma_minutos")
EQUIPOS = ("comercial", "servicio", "reclamos", "fraude", "datos")
TOMA_MAXIMA = 24 * 60


class SinEquipo(ProAltoError):
    """There is no such team."""


@dataclass(frozen=True)
class Equipo:
    """A team; `toma_minutos`: the business time in which an advisor must answer a case that was given to them."""

    codigo: str
    nombre: str
    turno: str
    toma_minutos: int

    @property
    def horario(self) -> Horario:
        return horarios.de_turno(self.turno)


@cache
def vigentes() -> Mapping[str, Equipo]:
    """Return every team by its code, read once."""
    return leer(TABLA, horarios.vigentes())


def por_codigo(codigo: str) -> Equipo:
    """Return a team; raise SinEquipo."""
    try:
        return vigentes()[codigo]
    except KeyError:
        raise SinEquipo(codigo) from None


def leer(tabla: Path, turnos: Container[str]) -> Mapping[str, Equipo]:
    """Read and check the table; raise TablaInvalida at the first thing that is wrong."""
    equipos: dict[str, Equipo] = {}
    for fila in leer_tabla(tabla, COLUMNAS, ("codigo",)):
        codigo, turno = fila.una_de("codigo", EQUIPOS), fila.texto("turno")
        if turno not in turnos:
            raise fila.mal("turno", "debe ser uno de los de turnos.csv")
        equipos[codigo] = Equipo(codigo, fila.texto("nombre"), turno, fila.entero("toma_minutos", 1, TOMA_MAXIMA))
    exigir_filas(tabla, EQUIPOS, equipos)
    return equipos
