"""What a customer answers to an offer: another term or amount, or that it must wait."""

from dataclasses import dataclass
from decimal import Decimal

from proalto.formats.pesos import leer_pesos
from proalto.formats.plazo import leer_plazo, menciona_plazo
from proalto.formats.texto import normalizar

_MONTOS = range(100_000, 10**9)  # a smaller number is no amount of a crédito, and a larger one is a telephone
_APLAZAN = frozenset({
    "no gracias", "no muchas gracias", "por ahora no", "ahora no", "no por ahora", "todavia no", "de pronto despues",
    "despues", "mas tarde", "luego", "mas adelante", "otro dia", "despues te aviso", "despues le aviso", "yo te aviso",
    "yo le aviso", "te aviso", "le aviso", "luego te digo", "dejame pensarlo", "dejeme pensarlo", "lo voy a pensar",
    "lo pienso", "voy a pensarlo", "me lo pienso", "tengo que pensarlo", "dejame lo pienso", "dejeme lo pienso",
    "dejame consultarlo", "dejeme consultarlo", "lo consulto con mi familia", "lo voy a consultar", "lo consulto",
})  # fmt: skip


@dataclass(frozen=True)
class Pedido:
    """Other terms asked for; None where nothing was said, and `ilegible` when a term was that cannot be read."""

    plazo: int | None
    monto: Decimal | None
    ilegible: bool = False


def leer_terminos(texto: str) -> Pedido | None:
    """Return the term and the amount that `texto` asks for, or None when it speaks of neither."""
    plazo, monto = leer_plazo(texto), leer_pesos(texto)
    monto = Decimal(int(monto)) if monto is not None and int(monto) in _MONTOS else None
    if plazo is None and monto is None:
        return Pedido(None, None, ilegible=True) if menciona_plazo(texto) else None
    return Pedido(plazo, monto)


def aplaza(texto: str) -> bool:
    """Tell whether `texto` says no more than that it is not for now."""
    return normalizar(texto).replace(",", "") in _APLAZAN
