"""French amortisation: constant instalments, each month's interest on what is still owed.

The rounding rule, stated once: the instalment is rounded to the peso, halves up; so is each month's interest; the last
instalment pays what is left, and so absorbs the pesos that rounding gained or lost. Insurance and other charges are no
part of it. Rates are monthly and in percent, as in `nucleo` (1.62 is 1,62 %); zero is allowed. Wrong numbers raise
ValueError: what a customer may ask for is limited in `parametros/plazos_montos.csv`, before coming here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext

PESO = Decimal(1)
MEDIO_PESO = Decimal("0.5")
DIGITOS = 60  # (1 + rate) ** 120 loses none that could move a peso


@dataclass(frozen=True)
class Pago:
    """One instalment, in pesos: `cuota` is `interes` and `capital`; `saldo` is what is owed after it."""

    numero: int
    cuota: Decimal
    interes: Decimal
    capital: Decimal
    saldo: Decimal


def cuota(monto: Decimal, tasa: Decimal, plazo: int) -> Decimal:
    """Return the monthly instalment that pays `monto` in `plazo` months."""
    with localcontext() as context:
        context.prec = DIGITOS
        return _a_pesos(_exigir(monto, "monto") / _de_un_peso_al_mes(tasa, plazo))


def plan(monto: Decimal, tasa: Decimal, plazo: int) -> tuple[Pago, ...]:
    """Return every instalment, in order; the last one leaves nothing owed."""
    return tuple(_pagos(monto, tasa, plazo))


def saldo_despues(monto: Decimal, tasa: Decimal, plazo: int, pagadas: int) -> Decimal:
    """Return the capital still owed after `pagadas` instalments (0 to `plazo`)."""
    if not 0 <= pagadas <= plazo:
        raise ValueError("paid instalments are from none to all")
    if not pagadas:
        return _exigir(monto, "monto")
    return next(pago.saldo for pago in _pagos(monto, tasa, plazo) if pago.numero == pagadas)


def total(monto: Decimal, tasa: Decimal, plazo: int) -> Decimal:
    """Return what all the instalments sum."""
    return sum((pago.cuota for pago in _pagos(monto, tasa, plazo)), Decimal(0))


def monto_maximo(cuota: Decimal, tasa: Decimal, plazo: int) -> Decimal:
    """Return the largest amount, in whole pesos, whose instalment is not above `cuota`."""
    with localcontext() as context:
        context.prec = DIGITOS
        # An instalment of less than half a peso more is rounded down to the one that may be paid.
        techo = _exigir(cuota, "cuota").to_integral_value(ROUND_FLOOR) + MEDIO_PESO
        exacto = techo * _de_un_peso_al_mes(tasa, plazo)
        monto = exacto.to_integral_value(ROUND_FLOOR)
        return monto if monto < exacto else monto - PESO


def _pagos(monto: Decimal, tasa: Decimal, plazo: int) -> Iterator[Pago]:
    fija, saldo, factor = cuota(monto, tasa, plazo), monto, tasa / 100
    for numero in range(1, plazo + 1):
        interes = _a_pesos(saldo * factor)
        capital = saldo if numero == plazo else min(fija - interes, saldo)
        saldo -= capital
        yield Pago(numero, interes + capital, interes, capital, saldo)


def _de_un_peso_al_mes(tasa: Decimal, plazo: int) -> Decimal:
    """Return what is lent today for one peso a month."""
    if plazo < 1 or not tasa.is_finite() or tasa < 0:
        raise ValueError("a term has months, and a rate is not negative")
    factor = tasa / 100
    return (1 - (1 + factor) ** -plazo) / factor if factor else Decimal(plazo)


def _exigir(pesos: Decimal, que: str) -> Decimal:
    if not pesos.is_finite() or pesos < 0:
        raise ValueError(f"{que}: pesos are not negative")
    return pesos


def _a_pesos(valor: Decimal) -> Decimal:
    return valor.quantize(PESO, rounding=ROUND_HALF_UP)
