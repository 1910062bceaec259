"""A case's clock as the desk shows it: how much of the promised business time is used, and how much is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from proalto.db.database import Row
from proalto.services.atencion.relojes import Reloj


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


def plazo(row: Row, nombre: str, now: datetime) -> Plazo | None:
    """Return the clock that a row holds in its columns `<nombre>_...`, or None when the case has none."""
    if row[f"{nombre}_minutos"] is None:
        return None
    reloj = Reloj(**{campo: row[f"{nombre}_{campo}"] for campo in Reloj.__dataclass_fields__})
    usado, total = reloj.transcurrido(now), timedelta(minutes=reloj.minutos)
    porcentaje = int(usado / total * 100)
    return Plazo(_estado(reloj, row[f"{nombre}_vence_en"], porcentaje, now), porcentaje, total - usado)


def _estado(reloj: Reloj, vence_en: datetime | None, porcentaje: int, now: datetime) -> EstadoDePlazo:
    if reloj.cumplido_en is not None:
        return EstadoDePlazo.TARDE if reloj.a_tiempo is False else EstadoDePlazo.CUMPLIDO
    if vence_en is None:
        return EstadoDePlazo.PAUSADO
    if vence_en <= now:
        return EstadoDePlazo.VENCIDO
    if porcentaje >= 80:
        return EstadoDePlazo.ULTIMA
    return EstadoDePlazo.MEDIA if porcentaje >= 50 else EstadoDePlazo.A_TIEMPO
