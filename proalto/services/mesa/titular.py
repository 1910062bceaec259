"""Who a customer is and what they owe, for the card of an advisor: only of whom the contact proved to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from proalto.db.database import Database, DatabaseAway
from proalto.services.identificacion.sesiones import Nivel


@dataclass(frozen=True)
class Credito:
    """One crédito at a glance; what the lender's database does not tell is None."""

    numero: str
    estado: str
    saldo: Decimal | None
    valor_cuota: Decimal | None
    cuotas_pagadas: int | None
    cuotas_totales: int | None
    proximo_descuento: date | None
    dias_mora: int | None


@dataclass(frozen=True)
class Titularidad:
    """The customer; `creditos` is None when they may not be seen (below N2) and `ausente` when nobody could tell."""

    nombre: str = field(default="", repr=False)
    segmento: str = ""
    lugar: str = field(default="", repr=False)
    creditos: list[Credito] | None = field(default=None, repr=False)
    ausente: bool = False


def titular(nucleo: Database, cedula: str | None, nivel: int | None) -> Titularidad:
    """Return who this is: the name from N1 on, the créditos from N2 on."""
    if cedula is None or not nivel:
        return Titularidad()
    try:
        with nucleo.transaction() as tx:
            persona = tx.first("nucleo.mesa.cliente", cedula=cedula)
            con_creditos = nivel >= Nivel.N2
            creditos = tx.all("nucleo.mesa.creditos", cedula=cedula) if con_creditos else None
    except DatabaseAway:
        return Titularidad(ausente=True)
    persona = persona or {}
    return Titularidad(
        nombre=" ".join(filter(None, (persona.get("nombres"), persona.get("apellidos")))),
        segmento=persona.get("segmento") or "",
        lugar=", ".join(filter(None, (persona.get("municipio"), persona.get("departamento")))),
        creditos=None if creditos is None else [Credito(**row) for row in creditos],
    )
