"""Arithmetic of the indicators: shares, percentiles, and what falls on each day or week."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from proalto.formats.dias_habiles import BOGOTA

DIA, SEMANA = "dia", "semana"
Cosa = TypeVar("Cosa")
Numero = float | None


def parte(bien: int, de: int) -> Numero:
    """Return the percentage, to one decimal; None of nothing."""
    return round(100 * bien / de, 1) if de else None


def percentil(valores: Sequence[float], p: float) -> Numero:
    """Return the value below which the share `p` lies, between the two nearest in proportion; None of nothing."""
    if not valores:
        return None
    ordenados = sorted(valores)
    lugar = p * (len(ordenados) - 1)
    abajo = int(lugar)
    arriba = min(abajo + 1, len(ordenados) - 1)
    return round(ordenados[abajo] + (ordenados[arriba] - ordenados[abajo]) * (lugar - abajo), 3)


def mediana(valores: Sequence[float]) -> Numero:
    return percentil(valores, 0.5)


def casilla(momento: datetime, por: str) -> str:
    """Return the day of a moment in Bogotá, or its ISO week: "2026-11-18", "2026-S47"."""
    dia = momento.astimezone(BOGOTA).date()
    return dia.isoformat() if por == DIA else _semana(dia)


def casillas(desde: date, hasta: date, por: str) -> list[str]:
    """Return every day or week from one day to another, in order."""
    dias = [desde + timedelta(days=n) for n in range((hasta - desde).days + 1)]
    return list(dict.fromkeys(dia.isoformat() if por == DIA else _semana(dia) for dia in dias))


def repartir(cosas: Iterable[Cosa], clave: Callable[[Cosa], str]) -> dict[str, list[Cosa]]:
    """Return the things under each key, in the order in which keys appear."""
    montones: dict[str, list[Cosa]] = {}
    for cosa in cosas:
        montones.setdefault(clave(cosa), []).append(cosa)
    return montones


def _semana(dia: date) -> str:
    ano, semana, _ = dia.isocalendar()
    return f"{ano}-S{semana:02d}"
