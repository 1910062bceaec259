"""French amortisation written again, apart from the product: whole numbers only, from the sum of discounted pesos.

A rate comes as a fraction p/q of a month's capital. Nothing here is rounded but what the rule says: the instalment and
each month's interest, to the peso, halves up.
"""

from __future__ import annotations

from fractions import Fraction


def valor_presente_de_un_peso_al_mes(tasa: Fraction, plazo: int) -> tuple[int, int]:
    """Return, as (numerator, denominator), what `plazo` monthly pesos are worth today: v + v^2 + ... + v^plazo."""
    p, q = tasa.numerator, tasa.denominator
    arriba, abajo = 0, 1
    for _ in range(plazo):  # a peso in a month is worth q / (q + p); the rest is worth that much of itself
        arriba, abajo = q * (abajo + arriba), (q + p) * abajo
    return arriba, abajo


def redondear(arriba: int, abajo: int) -> int:
    """Return arriba / abajo to the nearest whole number, halves up."""
    return (2 * arriba + abajo) // (2 * abajo)


def cuota(monto: int, tasa: Fraction, plazo: int) -> int:
    arriba, abajo = valor_presente_de_un_peso_al_mes(tasa, plazo)
    return redondear(monto * abajo, arriba)


def saldos(monto: int, tasa: Fraction, plazo: int) -> list[int]:
    """Return what is owed at the start and after each instalment."""
    fija, debe = cuota(monto, tasa, plazo), [monto]
    while len(debe) < plazo:
        crecido = debe[-1] + redondear(debe[-1] * tasa.numerator, tasa.denominator)
        debe.append(max(0, crecido - fija))
    return [*debe, 0]


def pagado(monto: int, tasa: Fraction, plazo: int) -> int:
    """Return what was paid in all: the capital, and the interest of each month."""
    return monto + sum(redondear(debe * tasa.numerator, tasa.denominator) for debe in saldos(monto, tasa, plazo)[:-1])


def monto_maximo(limite: int, tasa: Fraction, plazo: int) -> int:
    """Return the largest amount whose instalment fits, by halving: no formula."""
    cabe, no_cabe = 0, (limite + 1) * plazo + 1
    while no_cabe - cabe > 1:
        medio = (cabe + no_cabe) // 2
        cabe, no_cabe = (medio, no_cabe) if cuota(medio, tasa, plazo) <= limite else (cabe, medio)
    return cabe
