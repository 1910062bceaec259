"""An independent judge of business time: every minute of seven years, open or not, with holidays from the law itself.

Ley 51 de 1983: fixed days, days that move to Monday, and those that follow Easter.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np

INICIO = datetime(2024, 1, 1, 5, 0, tzinfo=timezone.utc)  # midnight in Bogotá, which has no daylight saving
DIAS = (date(2031, 1, 1) - date(2024, 1, 1)).days
FIJOS = [(1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25)]
AL_LUNES = [(1, 6), (3, 19), (6, 29), (8, 15), (10, 12), (11, 1), (11, 11)]
DE_PASCUA = [-3, -2, 43, 64, 71]  # Holy Thursday and Friday; Ascension, Corpus Christi and Sacred Heart, on Mondays


def festivos(ano: int) -> set[date]:
    pascua = _pascua(ano)
    movidos = {date(ano, mes, dia) + timedelta((7 - date(ano, mes, dia).weekday()) % 7) for mes, dia in AL_LUNES}
    return {date(ano, mes, dia) for mes, dia in FIJOS} | movidos | {pascua + timedelta(n) for n in DE_PASCUA}


def _pascua(ano: int) -> date:
    """Gauss, in the form of Meeus."""
    a, (b, c) = ano % 19, divmod(ano, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    resto = (32 + 2 * e + 2 * i - h - k) % 7
    mes, dia = divmod(h + resto - 7 * ((a + 11 * h + 22 * resto) // 451) + 114, 31)
    return date(ano, mes, dia + 1)


class Minutero:
    """Each minute since INICIO, open or not; `semana`: for each weekday, its spans as minutes of the day."""

    def __init__(self, semana: list[list[tuple[int, int]]]) -> None:
        abiertos = np.zeros(DIAS * 1440, dtype=bool)
        libres = set().union(*(festivos(ano) for ano in range(2024, 2031)))
        for n in range(DIAS):
            dia = date(2024, 1, 1) + timedelta(n)
            for abre, cierra in [] if dia in libres else semana[dia.weekday()]:
                abiertos[n * 1440 + abre : n * 1440 + cierra] = True
        self.hasta = np.concatenate([[0], np.cumsum(abiertos)])  # minutes open before each

    def cuenta(self, desde: int, hasta: int) -> int:
        return int(self.hasta[hasta] - self.hasta[desde])

    def vence(self, desde: int, falta: int) -> int:
        """The first minute at which `falta` minutes have been open since `desde`."""
        if falta <= 0:
            return desde
        return int(np.searchsorted(self.hasta, self.hasta[desde] + falta, side="left"))


def momento(minuto: int) -> datetime:
    return INICIO + timedelta(minutes=minuto)
