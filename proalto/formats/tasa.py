"""Interest rates for reading."""

from decimal import Decimal

_ESPACIO_FIJO = "\u00a0"
_DECIMALES = 2


def tasa(valor: Decimal) -> str:
    """Return a rate in percent with two decimals, or with all that it has: "1,60 %", "1,5825 %"."""
    entero, _, decimales = f"{valor.normalize():f}".partition(".")
    return f"{entero},{decimales.ljust(_DECIMALES, '0')}{_ESPACIO_FIJO}%"
