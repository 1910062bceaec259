"""The statement of a customer's créditos: what it says, and the PDF that says it.

fpdf2 takes seconds to import and 50 MB to hold, so it is imported when the first one is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Renglon:
    """One crédito; what the lender's database does not tell is None."""

    numero: str
    estado: str | None
    saldo: Decimal | None
    monto: Decimal | None
    valor_cuota: Decimal | None
    tasa_mensual: Decimal | None  # in percent
    cuotas_pagadas: int | None
    cuotas_totales: int | None
    fecha_desembolso: date | None
    proximo_descuento: date | None
    dias_mora: int | None
    pagaduria: str | None


@dataclass(frozen=True)
class Extracto:
    """What a statement says, as it was at `corte_en`."""

    nombre: str
    cedula: str
    creditos: tuple[Renglon, ...]
    corte_en: datetime

    def __repr__(self) -> str:  # names, cédulas and amounts stay out of logs
        return "Extracto(...)"

    @property
    def total(self) -> Decimal | None:
        """What is owed in all; None when some crédito does not say."""
        saldos = [uno.saldo for uno in self.creditos]
        return None if None in saldos else sum((saldo for saldo in saldos if saldo is not None), Decimal(0))

    def como_json(self) -> dict[str, Any]:
        """Return what `de_json` takes."""
        creditos = [{campo: _texto(valor) for campo, valor in asdict(uno).items()} for uno in self.creditos]
        corte = self.corte_en.isoformat()
        return {"nombre": self.nombre, "cedula": self.cedula, "creditos": creditos, "corte_en": corte}

    @classmethod
    def de_json(cls, guardado: Mapping[str, Any]) -> Extracto:
        """Return the statement that was kept."""
        creditos = tuple(_renglon(uno) for uno in guardado["creditos"])
        return cls(guardado["nombre"], guardado["cedula"], creditos, datetime.fromisoformat(guardado["corte_en"]))


def dibujar(extracto: Extracto, textos: Mapping[str, str]) -> bytes:
    """Return the PDF. `textos` are the parts of `textos/extracto.txt`."""
    from proalto.gateways.hoja_extracto import DibujoDeExtracto

    return bytes(DibujoDeExtracto(extracto, textos).todo())


_DECIMALES = ("saldo", "monto", "valor_cuota", "tasa_mensual")
_FECHAS = ("fecha_desembolso", "proximo_descuento")


def _texto(valor: Any) -> Any:
    return str(valor) if isinstance(valor, Decimal | date) else valor


def _renglon(guardado: Mapping[str, Any]) -> Renglon:
    campos = dict(guardado)
    for campo in _DECIMALES:
        campos[campo] = None if campos[campo] is None else Decimal(campos[campo])
    for campo in _FECHAS:
        campos[campo] = None if campos[campo] is None else date.fromisoformat(campos[campo])
    return Renglon(**campos)
