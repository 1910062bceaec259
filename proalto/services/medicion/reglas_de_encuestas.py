"""When customers are asked how it was, from `parametros/encuestas.csv`; and whether now is a good moment."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from enum import Enum
from functools import cache
from pathlib import Path

from proalto.formats.dias_habiles import Horario, proximo_momento_habil
from proalto.formats.tabla import leer_codigos
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "encuestas.csv"
MAXIMO = 1000
# What we send of our own accord, outside the service window: Monday to Saturday, not on holidays.
HORARIO = Horario((*[((time(8), time(19)),)] * 6, ()))


@dataclass(frozen=True)
class Reglas:
    """The values of the table, each named as its code."""

    minutos_de_silencio: int
    minutos_tras_cierre: int
    dias_entre_encuestas: int
    dias_entre_recomendacion: int
    dias_tras_caso_delicado: int
    horas_de_vida: int

    @property
    def silencio(self) -> timedelta:
        return timedelta(minutes=self.minutos_de_silencio)

    @property
    def vida(self) -> timedelta:
        return timedelta(hours=self.horas_de_vida)


class Que(Enum):
    """What to do with a survey that is due."""

    PREGUNTAR = "preguntar"
    PLANTILLA = "plantilla"
    ESPERAR = "esperar"
    OMITIR = "omitir"


@dataclass(frozen=True)
class Momento:
    """What is known of the contact when a survey is due."""

    de_caso: bool
    programada_en: datetime
    autorizado: bool  # they accept the authorization in force
    delicado: bool  # a case of fraud or crisis, lately
    preguntado: bool  # another survey, lately
    ocupado: bool  # a person speaks, a form is open, or a message waits for its answer
    ventana: bool  # WhatsApp's service window is open


def decidir(momento: Momento, reglas: Reglas, now: datetime) -> Que:
    """Say whether to ask now, and how. A case may be asked about after an errand, but not the other way round."""
    if not momento.autorizado or momento.delicado or now - momento.programada_en > reglas.vida:
        return Que.OMITIR
    if momento.preguntado and not momento.de_caso:
        return Que.OMITIR
    if momento.ocupado:
        return Que.ESPERAR
    if momento.ventana:
        return Que.PREGUNTAR
    if not momento.de_caso:  # it was minutes ago: whoever is away by now has forgotten it
        return Que.OMITIR
    return Que.PLANTILLA if proximo_momento_habil(now, HORARIO) == now else Que.ESPERAR


@cache
def reglas() -> Reglas:
    """Return the table, read once."""
    return leer(TABLA)


def leer(tabla: Path) -> Reglas:
    """Read and check the table; raise TablaInvalida at the first thing that is wrong."""
    return Reglas(**leer_codigos(tabla, {campo.name: (1, MAXIMO) for campo in fields(Reglas)}))
