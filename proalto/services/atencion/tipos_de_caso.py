"""The types of case: who attends each, what harm it does, and how soon (`parametros/casos.csv`)."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from proalto.formats.dias_habiles import Horario
from proalto.formats.tabla import Fila, exigir_filas, leer_tabla
from proalto.services.atencion import prioridades
from proalto.services.mesa import equipos
from proalto.services.mesa.equipos import Equipo
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "casos.csv"
COLUMNAS = ("tipo", "titulo", "equipo", "dano", "respuesta_minutos", "solucion_minutos", "encuesta")
FRAUDE, OTRO = "fraude", "otro"
DE_LLAMAR = ("credito_nuevo", "renovacion", "revision")  # people who want a crédito, and are often called instead
TIPOS = (
    "asesor", "no_entendido", "queja", "enojo", FRAUDE, "crisis", "datos", "falla", "credito_nuevo", "renovacion",
    "revision", "paz_y_salvo", "bloqueo", OTRO,
)  # fmt: skip
MINUTOS_MAXIMO = 60 * 24 * 60


@dataclass(frozen=True)
class Tipo:
    """A type of case; the minutes are of its team's business time."""

    codigo: str
    titulo: str
    equipo: Equipo
    dano: str
    respuesta_minutos: int
    solucion_minutos: int
    encuesta: bool

    @property
    def horario(self) -> Horario:
        return self.equipo.horario


@cache
def vigentes() -> Mapping[str, Tipo]:
    """Return every type by its code, read once."""
    return leer(TABLA, equipos.vigentes(), prioridades.vigentes().danos)


def titulo(codigo: str) -> str:
    """Return how people call a type; its code when the table no longer has it."""
    tipo = vigentes().get(codigo)
    return codigo if tipo is None else tipo.titulo


def leer(tabla: Path, los_equipos: Mapping[str, Equipo], danos: Container[str]) -> Mapping[str, Tipo]:
    """Read and check the table; raise TablaInvalida at the first thing that is wrong."""
    tipos = {
        fila.una_de("tipo", TIPOS): _tipo(fila, los_equipos, danos) for fila in leer_tabla(tabla, COLUMNAS, ("tipo",))
    }
    exigir_filas(tabla, TIPOS, tipos)
    return tipos


def _tipo(fila: Fila, los_equipos: Mapping[str, Equipo], danos: Container[str]) -> Tipo:
    equipo = los_equipos[fila.una_de("equipo", tuple(los_equipos))]
    if fila.valores["dano"] not in danos:
        raise fila.mal("dano", "debe ser uno de los daños de prioridades.csv")
    respuesta, encuesta = fila.entero("respuesta_minutos", 1, MINUTOS_MAXIMO), fila.si_o_no("encuesta")
    if encuesta and fila.valores["tipo"] == FRAUDE:  # nobody asks a victim how they liked it
        raise fila.mal("encuesta", "debe ser no en los casos de fraude")
    return Tipo(
        fila.valores["tipo"],
        fila.texto("titulo"),
        equipo,
        fila.valores["dano"],
        respuesta,
        fila.entero("solucion_minutos", respuesta, MINUTOS_MAXIMO),
        encuesta,
    )
