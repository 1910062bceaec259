"""The lender's preapproved renewals, and what they would be on other terms.

For the term and the amount that the lender offers, the lender's own instalment is shown, always. Other terms are worked
out by `amortizacion`; when the lender's instalment is not the formula's (it may hold an insurance), whoever speaks must
say that ours is capital and interest only: `Oferta.con_cargos`. Nothing here promises an approval.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from proalto.db.database import Row
from proalto.services.credito.amortizacion import cuota
from proalto.services.credito.simulador import MONTO, PLAZO, exigir_limites
from proalto.services.operacion.parametros import Limites, TasaMaxima

TOLERANCIA = 2  # pesos that the lender's rounding may differ from ours
MILLAR = 1000
CIFRAS = ("oferta_monto", "oferta_plazo", "oferta_tasa", "oferta_cuota", "oferta_vence_en", "saldo")


@dataclass(frozen=True)
class Terminos:
    """A renewal on some terms; `saldo` is what it would pay off, `tasa` monthly and in percent."""

    monto: Decimal
    plazo: int
    tasa: Decimal
    cuota: Decimal
    saldo: Decimal

    @property
    def en_mano(self) -> Decimal:
        """What is left for the customer, before insurance and other charges."""
        return self.monto - self.saldo


@dataclass(frozen=True)
class Oferta:
    """The lender's preapproved renewal of one crédito, and how far other terms may go; its amount is the most."""

    terminos: Terminos
    vence_en: date
    monto_minimo: Decimal
    plazo_minimo: int
    plazo_maximo: int
    con_cargos: bool


def leer_oferta(row: Row, hoy: date, maxima: TasaMaxima | None) -> tuple[Terminos, date] | None:
    """Return the terms of the crédito's offer and its last day; None when it has none that may be used today.

    Of no use is one with a figure missing, expired, that leaves nothing in hand, or above the legal maximum rate
    (Ley 1527 de 2012 art. 3 num. 2).
    """
    if any(row[columna] is None for columna in CIFRAS):
        return None
    terminos = Terminos(row["oferta_monto"], row["oferta_plazo"], row["oferta_tasa"], row["oferta_cuota"], row["saldo"])
    legal = terminos.tasa >= 0 and (maxima is None or maxima.permite(terminos.tasa))
    cierta = terminos.plazo > 0 and terminos.cuota > 0 and terminos.en_mano > 0
    return (terminos, row["oferta_vence_en"]) if legal and cierta and row["oferta_vence_en"] >= hoy else None


def armar(terminos: Terminos, vence_en: date, limites: Limites, plazo_por_edad: int | None) -> Oferta:
    """Return the offer with how far it may be moved; the terms offered are always within."""
    plazo_maximo = min(limites.plazo_maximo, plazo_por_edad or limites.plazo_maximo)
    que_salda = (terminos.saldo // MILLAR + 1) * MILLAR  # the smallest round amount that leaves something in hand
    return Oferta(
        terminos=terminos,
        vence_en=vence_en,
        monto_minimo=min(terminos.monto, max(limites.monto_minimo, que_salda)),
        plazo_minimo=min(terminos.plazo, limites.plazo_minimo),
        plazo_maximo=max(terminos.plazo, plazo_maximo),
        con_cargos=abs(terminos.cuota - cuota(terminos.monto, terminos.tasa, terminos.plazo)) > TOLERANCIA,
    )


def simular(oferta: Oferta, plazo: int | None = None, monto: Decimal | None = None) -> Terminos:
    """Return the offer on another term or amount, at its own rate; raise FueraDeLimites where it does not reach."""
    ofrecidos = oferta.terminos
    plazo = ofrecidos.plazo if plazo is None else plazo
    monto = ofrecidos.monto if monto is None else monto
    exigir_limites(monto, oferta.monto_minimo, ofrecidos.monto, MONTO)
    exigir_limites(plazo, oferta.plazo_minimo, oferta.plazo_maximo, PLAZO)
    if (monto, plazo) == (ofrecidos.monto, ofrecidos.plazo):
        return ofrecidos
    return Terminos(monto, plazo, ofrecidos.tasa, cuota(monto, ofrecidos.tasa, plazo), ofrecidos.saldo)
