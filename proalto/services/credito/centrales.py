"""Reports to credit bureaus: from when one may be made, and when a negative one must be gone. Pure dates.

Ley 1266 de 2008 art. 12 and 13, as Ley 2157 de 2021 art. 3 and Ley 2573 de 2026 left them.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

DIAS_DE_AVISO = 20  # calendar days, complete, after the day on which the notice was sent
MESES_PARA_REPORTAR = 18
ANOS_TRAS_EL_PAGO, ANOS_EN_TOTAL = 4, 8
PARTE_DEL_SALARIO = Decimal("0.15")


@dataclass(frozen=True)
class Reporte:
    """The days on which a default may be reported, both included."""

    desde: date
    hasta: date


@dataclass(frozen=True)
class Mora:
    """A default: since when, what is owed, and the days on which notices of a report were sent."""

    desde: date
    deuda: Decimal
    avisos: Collection[date] = ()
    victima: bool = False  # "Víctima de Falsedad Personal", or a claim of it without an answer


def permanece_hasta(mora_desde: date, pagada_el: date | None) -> date:
    """Return the day on which a negative datum must be gone: double the arrears, up to 4 years, from the payment.

    Paid or not, it is gone 8 years after the default began. Raise ValueError if the payment comes before the default.
    """
    caduca = sumar_meses(mora_desde, 12 * ANOS_EN_TOTAL)
    if pagada_el is None:
        return caduca
    if pagada_el < mora_desde:
        raise ValueError("a debt is not paid off before it is in default")
    return min(pagada_el + 2 * (pagada_el - mora_desde), sumar_meses(pagada_el, 12 * ANOS_TRAS_EL_PAGO), caduca)


def cuando_reportar(mora: Mora, salario_minimo: Decimal) -> Reporte | None:
    """Return when a default may be reported; None: never, or not before (more) notice was given.

    A debt of up to 15 % of the minimum wage takes two notices, on different days; only those sent in default count.
    """
    avisos = sorted({aviso for aviso in mora.avisos if aviso >= mora.desde})
    hacen_falta = 2 if mora.deuda <= PARTE_DEL_SALARIO * salario_minimo else 1
    if mora.victima or mora.deuda <= 0 or len(avisos) < hacen_falta:
        return None
    reporte = Reporte(avisos[hacen_falta - 1] + timedelta(days=DIAS_DE_AVISO + 1),
                      sumar_meses(mora.desde, MESES_PARA_REPORTAR))  # fmt: skip
    return reporte if reporte.desde <= reporte.hasta else None


def sumar_meses(dia: date, meses: int) -> date:
    """Return the same day so many months later, or the last one of a month that has no such day."""
    anos, mes = divmod(dia.year * 12 + dia.month - 1 + meses, 12)
    return date(anos, mes + 1, min(dia.day, calendar.monthrange(anos, mes + 1)[1]))
