"""Tries to reach somebody to collect or to sell: one a day and one channel a week, answered or not, whoever sends.

Ley 2300 de 2023 art. 3. A try is counted before it is made, by one transaction at a time for each person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from proalto.db.database import Transaction
from proalto.formats.dias_habiles import BOGOTA
from proalto.services.mensajeria.plantillas import Clase


@dataclass(frozen=True)
class Intento:
    """A message about to be tried; `personas` are all that the one who reads it is known as."""

    personas: Sequence[str]
    saliente_id: int
    canal: str
    clase: Clase


def personas(tx: Transaction, contacto_id: int, cedula_hmac: bytes | None) -> tuple[str, ...]:
    """Return under what names a contact's tries are counted: the chat, and everybody that it is known to be."""
    rows = tx.all("asistente.intentos_de_contacto.cedulas", contacto_id=contacto_id)
    huellas = {bytes(row["cedula_hmac"]).hex() for row in rows} | ({cedula_hmac.hex()} if cedula_hmac else set())
    return (f"contacto:{contacto_id}", *(f"cedula:{huella}" for huella in sorted(huellas)))


def cabe(tx: Transaction, intento: Intento, now: datetime) -> bool:
    """Tell whether a try may be made now; the same message may be tried again on its day."""
    row = tx.one("asistente.intentos_de_contacto.ocupado", personas=list(intento.personas), dia=_dia(now),
                 saliente_id=intento.saliente_id, canal=intento.canal)  # fmt: skip
    return not row["ocupado"]


def retener(tx: Transaction, intento: Intento) -> None:
    """Let nobody else look at these persons' tries before this transaction ends."""
    for persona in sorted(intento.personas):
        tx.all("asistente.intentos_de_contacto.candado", persona=persona)


def contar(tx: Transaction, intento: Intento, now: datetime) -> None:
    """Count a try; the caller holds the persons (`retener`) and has seen that it may be made (`cabe`)."""
    tx.run("asistente.intentos_de_contacto.anotar", personas=list(intento.personas), dia=_dia(now),
           canal=intento.canal, clase=intento.clase.value, saliente_id=intento.saliente_id, now=now)  # fmt: skip


def otro_dia(now: datetime) -> datetime:
    """Return when tomorrow begins, in Bogotá."""
    return datetime.combine(_dia(now) + timedelta(days=1), time(), BOGOTA)


def _dia(now: datetime) -> date:
    return now.astimezone(BOGOTA).date()
