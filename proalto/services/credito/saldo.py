"""Saldo: what is owed on each live crédito."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from proalto.db.database import Database, Row
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento.autorizacion import exigir_autorizacion
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import Capacidad, Nivel, exigir_identidad

VIVOS, CANCELADO = ("vigente", "en_mora"), "cancelado"


class SinCredito(ProAltoError):
    """The customer never had a crédito with us."""


class TodoPagado(ProAltoError):
    """The customer had créditos and owes nothing."""


class RequiereAsesor(ProAltoError):
    """A person must tell: written off, sold, in a state that we do not know, or a live one without a figure."""


@dataclass(frozen=True)
class Saldo:
    """One live crédito; what the lender's database does not tell is None."""

    numero: str
    saldo: Decimal
    cuotas_pagadas: int | None
    cuotas_totales: int | None
    valor_cuota: Decimal | None
    proximo_descuento: date | None
    dias_mora: int


def consultar_saldo(db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> list[Saldo]:
    """Return the saldo of each live crédito, the oldest first.

    Raises FaltaAutorizacion, FaltaIdentidad, SinCredito, TodoPagado or RequiereAsesor.
    """
    exigir_autorizacion(db, contacto)
    titular = exigir_identidad(db, cipher, contacto, Nivel.N2, now, Capacidad.SALDO)
    with nucleo.transaction() as tx:
        creditos = tx.all("nucleo.saldo.por_cedula", cedula=titular.cedula)
    vivos = [row for row in creditos if row["estado"] in VIVOS]
    if not creditos:
        raise SinCredito
    if any(row["saldo"] is None for row in vivos):
        raise RequiereAsesor
    if vivos:
        return [_saldo(row) for row in vivos]
    if any(row["estado"] != CANCELADO for row in creditos):
        raise RequiereAsesor
    raise TodoPagado


def _saldo(row: Row) -> Saldo:
    return Saldo(
        numero=str(row["numero"]),
        saldo=row["saldo"],
        cuotas_pagadas=row["cuotas_pagadas"],
        cuotas_totales=row["cuotas_totales"],
        valor_cuota=row["valor_cuota"],
        proximo_descuento=row["proximo_descuento"],
        dias_mora=row["dias_mora"] or 0,
    )
