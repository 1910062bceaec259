"""Colombian business days and hours, and how a promised moment is said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from proalto.formats.fecha import MESES, fecha_en_palabras

BOGOTA = ZoneInfo("America/Bogota")
DIAS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
Tramo = tuple[time, time]
_UN_DIA = timedelta(days=1)
_SABADO = 5

# The hours in which advisors attend, Monday first; holidays have none.
_ENTRE_SEMANA: tuple[Tramo, ...] = ((time(8), time(17)),)
_SABADOS: tuple[Tramo, ...] = ((time(9), time(12)),)
_SEMANA: tuple[tuple[Tramo, ...], ...] = (*[_ENTRE_SEMANA] * 5, _SABADOS, ())


@dataclass(frozen=True)
class Horario:
    """Hours of attention in Bogotá: for each weekday, Monday first, its spans in order, the end not included.

    Raise ValueError if there are not seven days, no span at all, or spans that overlap or run backwards.
    """

    semana: tuple[tuple[Tramo, ...], ...] = _SEMANA

    def __post_init__(self) -> None:
        if len(self.semana) != len(DIAS) or not any(self.semana):
            raise ValueError("a schedule has seven days, and hours in at least one")
        for tramos in self.semana:
            horas = [hora for tramo in tramos for hora in tramo]
            if horas != sorted(horas) or any(abre == cierra for abre, cierra in tramos):
                raise ValueError("the spans of a day follow one another, and each ends after it begins")

    def tramos(self, dia: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the spans of `dia` as aware moments; none on a holiday."""
        if dia not in _festivos(dia.year):
            for abre, cierra in self.semana[dia.weekday()]:
                yield datetime.combine(dia, abre, BOGOTA), datetime.combine(dia, cierra, BOGOTA)


def es_habil(dia: date) -> bool:
    """Tell whether `dia` is a business day: Monday to Friday and not a Colombian holiday (Ley 51 de 1983)."""
    return dia.weekday() < _SABADO and dia not in _festivos(dia.year)


def sumar_dias_habiles(dia: date, n: int) -> date:
    """Return the `n`-th business day after `dia`, which itself does not count; `dia` when `n` is 0.

    Raise ValueError if `n` is negative.
    """
    if n < 0:
        raise ValueError("business days are only added")
    while n:
        dia += _UN_DIA
        n -= es_habil(dia)
    return dia


def proximo_momento_habil(now: datetime, horario: Horario) -> datetime:
    """Return `now` if it falls within `horario`, or else the next opening; aware in, UTC out."""
    abre, _ = next(_tramos_desde(now, horario))
    return abre.astimezone(timezone.utc)


def sumar_tiempo_habil(now: datetime, minutos: int, horario: Horario) -> datetime:
    """Return the moment when `minutos` of `horario` have passed since `now`; aware in, UTC out.

    A time used up exactly at closing ends then, not at the next opening. Raise ValueError if `minutos` < 0.
    """
    if minutos < 0:
        raise ValueError("business time is only added")
    return sumar_lapso_habil(now, timedelta(minutes=minutos), horario)


def sumar_lapso_habil(now: datetime, lapso: timedelta, horario: Horario) -> datetime:
    """Return the moment when `lapso` of `horario` has passed since `now`, as sumar_tiempo_habil does."""
    falta = lapso
    for abre, cierra in _tramos_desde(now, horario):
        if falta <= cierra - abre:
            return (abre + falta).astimezone(timezone.utc)
        falta -= cierra - abre
    raise AssertionError("a schedule has no last span")


def lapso_habil(desde: datetime, hasta: datetime, horario: Horario) -> timedelta:
    """Return how much of `horario` lies between two aware moments; nothing when they run backwards."""
    pasado = timedelta()
    for abre, cierra in _tramos_desde(desde, horario):
        if abre >= hasta:
            return pasado
        pasado += min(cierra, hasta) - abre
    raise AssertionError("a schedule has no last span")


def atiende(now: datetime, horario: Horario) -> bool:
    """Tell whether `now` falls within `horario`."""
    return proximo_momento_habil(now, horario) == now


def momento_en_palabras(momento: datetime, ahora: datetime) -> str:
    """Return the deadline `momento` as it is promised: "hoy antes de las 4:30 p. m."; aware in.

    The year is said only when it is not the one of `ahora`.
    """
    return f"{_dia_en_palabras(momento, ahora)} antes de {_hora_en_palabras(_en_bogota(momento))}"


def desde_en_palabras(momento: datetime, ahora: datetime) -> str:
    """Return when something begins: "el martes 24 de noviembre a las 6:46 p. m."; aware in."""
    return f"{_dia_en_palabras(momento, ahora)} a {_hora_en_palabras(_en_bogota(momento))}"


def dia_con_nombre(dia: date) -> str:
    """Return "martes 24 de noviembre de 2026"."""
    return f"{DIAS[dia.weekday()]} {fecha_en_palabras(dia)}"


def momento_exacto(momento: datetime) -> str:
    """Return "18 de noviembre de 2026 a las 10:00:05 a. m.", as it is in Bogotá; aware in."""
    local = _en_bogota(momento)
    hora, articulo, mitad = _partes_de_la_hora(local)
    return f"{fecha_en_palabras(local.date())} a {articulo} {hora}:{local.minute:02d}:{local.second:02d} {mitad}"


def _dia_en_palabras(momento: datetime, ahora: datetime) -> str:
    dia, hoy = _en_bogota(momento).date(), _en_bogota(ahora).date()
    if dia == hoy:
        return "hoy"
    if dia == hoy + _UN_DIA:
        return "mañana"
    ano = f" de {dia.year}" if dia.year != hoy.year else ""
    return f"el {DIAS[dia.weekday()]} {dia.day} de {MESES[dia.month - 1]}{ano}"


def _hora_en_palabras(local: datetime) -> str:
    hora, articulo, mitad = _partes_de_la_hora(local)
    if (local.hour, local.minute) == (12, 0):
        mitad = "m."
    return f"{articulo} {hora}:{local.minute:02d} {mitad}"


def _partes_de_la_hora(local: datetime) -> tuple[int, str, str]:
    hora = local.hour % 12 or 12
    return hora, "la" if hora == 1 else "las", "a. m." if local.hour < 12 else "p. m."


def _tramos_desde(now: datetime, horario: Horario) -> Iterator[tuple[datetime, datetime]]:
    """Yield the spans not over at `now`, the first one from `now` on if it has begun; without end."""
    local = _en_bogota(now)
    dia = local.date()
    while True:
        for abre, cierra in horario.tramos(dia):
            if local < cierra:
                yield max(local, abre), cierra
        dia += _UN_DIA


def _en_bogota(momento: datetime) -> datetime:
    if momento.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return momento.astimezone(BOGOTA)


@cache
def _festivos(ano: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("CO", years=ano))
