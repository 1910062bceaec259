"""A case's clock as the desk shows it: how much of the promised business time is used, and how much is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from proalto.db.database import Row
from proalto.formats.dias_habiles import BOGOTA, Horario

_UN_DIA = timedelta(days=1)


class EstadoDePlazo(str, Enum):
    """How a clock is; from `media` on, it should be hurried."""

    A_TIEMPO = "a_tiempo"
    MEDIA = "media"  # half of it is used
    ULTIMA = "ultima"  # 80 % of it is used
    VENCIDO = "vencido"
    PAUSADO = "pausado"
    CUMPLIDO = "cumplido"
    TARDE = "tarde"  # done, but late


@dataclass(frozen=True)
class Plazo:
    """One clock; `quedan` is business time, below zero when it is over."""

    estado: EstadoDePlazo
    porcentaje: int
    quedan: timedelta
    vence_en: datetime | None


def plazo(row: Row, reloj: str, horario: Horario, now: datetime) -> Plazo | None:
    """Return the clock that a row holds under `<reloj>_...`, or None when the case has none."""
    if not row[reloj]:
        return None
    corre_desde: datetime | None = row[f"{reloj}_corre_desde"]
    usado: timedelta = row[f"{reloj}_consumido"]
    if corre_desde is not None:
        usado += tiempo_habil(corre_desde, now, horario)
    total = timedelta(minutes=row[f"{reloj}_minutos"])
    vence_en = row[f"{reloj}_vence_en"]
    porcentaje = int(usado / total * 100)
    return Plazo(_estado(row, reloj, porcentaje, vence_en, now), porcentaje, total - usado, vence_en)


def tiempo_habil(desde: datetime, hasta: datetime, horario: Horario) -> timedelta:
    """Return how much time of `horario` lies between two moments; none when they are not in order."""
    suma, dia = timedelta(0), desde.astimezone(BOGOTA).date()
    while dia <= hasta.astimezone(BOGOTA).date():
        for abre, cierra in horario.tramos(dia):
            suma += max(timedelta(0), min(cierra, hasta) - max(abre, desde))
        dia += _UN_DIA
    return suma


def _estado(row: Row, reloj: str, porcentaje: int, vence_en: datetime | None, now: datetime) -> EstadoDePlazo:
    if row[f"{reloj}_cumplido_en"] is not None:
        return EstadoDePlazo.TARDE if row[f"{reloj}_a_tiempo"] is False else EstadoDePlazo.CUMPLIDO
    if vence_en is None:
        return EstadoDePlazo.PAUSADO
    if vence_en <= now:
        return EstadoDePlazo.VENCIDO
    if porcentaje >= 80:
        return EstadoDePlazo.ULTIMA
    return EstadoDePlazo.MEDIA if porcentaje >= 50 else EstadoDePlazo.A_TIEMPO
