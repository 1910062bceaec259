"""The instalment of a crédito that is not granted yet: a reference, never a promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_UP, Decimal

from proalto.errors import ProAltoError
from proalto.services.credito.amortizacion import cuota, total
from proalto.services.operacion.parametros import CREDITO_NUEVO, MITAD, Parametros, avisar, vigentes

MONTO, PLAZO = "monto", "plazo"
PESO = Decimal(1)


class FueraDeLimites(ProAltoError):
    """What was asked for is less or more than the product allows: `que` is "monto" (pesos) or "plazo" (months)."""

    def __init__(self, minimo: Decimal | int, maximo: Decimal | int, que: str) -> None:
        super().__init__(que)
        self.minimo, self.maximo, self.que = minimo, maximo, que


@dataclass(frozen=True)
class Ingreso:
    """A monthly income: `neto` of the discounts of law, and what else is already deducted from it (not with us)."""

    neto: Decimal
    descuentos: Decimal = Decimal(0)

    def disponible(self, porcentaje: int = MITAD) -> Decimal:
        """Return the largest instalment that may be deducted besides, in whole pesos; zero when there is no room.

        What is left may not be less than half of the net income (Ley 1527 de 2012 art. 3 num. 5).
        """
        return max(Decimal(0), self.neto * porcentaje / 100 - self.descuentos).quantize(PESO, ROUND_FLOOR)


@dataclass(frozen=True)
class Simulacion:
    """What a crédito would cost, without insurance or other charges.

    `tasa` is monthly, in percent; `maxima_al_dia` is False when no legal maximum is on file for today, and so nothing
    was compared. `ingreso_minimo` is the net income whose half the instalment is. `cabe` is None while the income is
    not known: then whoever speaks must say that it is still to be verified.
    """

    monto: Decimal
    plazo: int
    tasa: Decimal
    cuota: Decimal
    total: Decimal
    maxima_al_dia: bool
    ingreso_minimo: Decimal
    cabe: bool | None


def simular_credito(segmento: str, monto: Decimal, plazo: int, hoy: date, ingreso: Ingreso | None = None) -> Simulacion:
    """Return the instalment of a new crédito at the reference rate of the segment.

    Raises FueraDeLimites. The rate is never above the legal maximum of `hoy`.
    """
    avisar(hoy)
    return simular(vigentes(), segmento, monto, plazo, hoy, ingreso)


def simular(
    parametros: Parametros, segmento: str, monto: Decimal, plazo: int, hoy: date, ingreso: Ingreso | None = None
) -> Simulacion:
    """Do what `simular_credito` does, with these parameters."""
    limites = parametros.limites[CREDITO_NUEVO, segmento]
    exigir_limites(monto, limites.monto_minimo, limites.monto_maximo, MONTO)
    exigir_limites(plazo, limites.plazo_minimo, limites.plazo_maximo, PLAZO)
    maxima = parametros.tasa_maxima(hoy)
    tasa = maxima.mensual if maxima and not maxima.permite(limites.tasa_mensual) else limites.tasa_mensual
    mensual = cuota(monto, tasa, plazo)
    return Simulacion(
        monto=monto,
        plazo=plazo,
        tasa=tasa,
        cuota=mensual,
        total=total(monto, tasa, plazo),
        maxima_al_dia=maxima is not None,
        ingreso_minimo=(mensual * 100 / MITAD).quantize(PESO, ROUND_UP),
        cabe=None if ingreso is None else mensual <= ingreso.disponible(),
    )


def exigir_limites(valor: Decimal | int, minimo: Decimal | int, maximo: Decimal | int, que: str) -> None:
    """Raise FueraDeLimites unless `valor` is between both, included."""
    if not minimo <= valor <= maximo:
        raise FueraDeLimites(minimo, maximo, que)
