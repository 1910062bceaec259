"""French amortisation and the calendar of payroll deductions."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

PESO = Decimal(1)


def valor_cuota(monto: Decimal, tasa_mensual: Decimal, plazo: int) -> Decimal:
    """Return the constant monthly instalment, rounded to the peso; `tasa_mensual` in percent, above zero."""
    tasa = tasa_mensual / 100
    return _pesos(monto * tasa / (1 - (1 + tasa) ** -plazo))


def saldo(monto: Decimal, tasa_mensual: Decimal, plazo: int, pagadas: int) -> Decimal:
    """Return the capital still owed after `pagadas` instalments, rounded to the peso."""
    if pagadas >= plazo:
        return Decimal(0)  # the last instalment absorbs the pesos that rounding left over
    tasa = tasa_mensual / 100
    crecido = (1 + tasa) ** pagadas
    return _pesos(monto * crecido - valor_cuota(monto, tasa_mensual, plazo) * (crecido - 1) / tasa)


def fecha_descuento(today: date, meses: int, dia: int) -> date:
    """Return the deduction date `meses` months after the next one (negative: before it).

    The next one is the first after `today`. `dia` is 30 or 31; shorter months use their last day.
    """
    pasado = 1 if _dia_de_mes(today.year * 12 + today.month - 1, dia) <= today else 0
    return _dia_de_mes(today.year * 12 + today.month - 1 + pasado + meses, dia)


def _dia_de_mes(mes: int, dia: int) -> date:
    year, month = mes // 12, mes % 12 + 1
    return date(year, month, min(dia, monthrange(year, month)[1]))


def _pesos(valor: Decimal) -> Decimal:
    return valor.quantize(PESO, rounding=ROUND_HALF_UP)
