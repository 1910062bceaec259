"""Impersonation (Ley 2573 de 2026 art. 5, 7 and 8): from the report on, collection stops, two terms run, and whoever
suffered it bears the mark that the law gives them. Whether it happened is not the lender's to say (art. 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from proalto.db.database import Transaction
from proalto.formats.dias_habiles import BOGOTA, sumar_dias_habiles
from proalto.services.contacto import bloqueos

DIAS_PARA_RESPONDER, DIAS_PARA_SOPORTES = 10, 20  # business days after the report
LEYENDA = "Víctima de Falsedad Personal"


class Terminos(str, Enum):
    """Which of the terms of a report still run; the words of each are in domain.yml and textos/menu_fijo.txt."""

    CORREN = "corren"
    SIN_RESPUESTA = "sin_respuesta"  # ours is over, theirs is not
    VENCIDOS = "vencidos"


@dataclass(frozen=True)
class Suplantacion:
    """A report: until when ProAlto answers, until when what the Fiscalía gives may be sent, and since when the mark."""

    caso_id: int
    reportada_en: datetime
    responder_hasta: date
    soportes_hasta: date
    marcada_en: datetime | None = None

    def terminos(self, now: datetime) -> Terminos:
        """Return which terms run: each counts its last day whole."""
        hoy = now.astimezone(BOGOTA).date()
        if hoy <= self.responder_hasta:
            return Terminos.CORREN
        return Terminos.SIN_RESPUESTA if hoy <= self.soportes_hasta else Terminos.VENCIDOS


def abrir(tx: Transaction, caso_id: int, contacto_id: int, cedula_hmac: bytes | None, now: datetime) -> None:
    """Stop what collects and what sells, and let the terms run, from the day after the report."""
    bloqueos.detener(tx, contacto_id, bloqueos.SUPLANTACION, now, caso_id=caso_id, cedula_hmac=cedula_hmac)
    hoy = now.astimezone(BOGOTA).date()
    tx.run(
        "asistente.suplantaciones.abrir",
        caso_id=caso_id,
        now=now,
        responder_hasta=sumar_dias_habiles(hoy, DIAS_PARA_RESPONDER),
        soportes_hasta=sumar_dias_habiles(hoy, DIAS_PARA_SOPORTES),
    )


def de_caso(tx: Transaction, caso_id: int) -> Suplantacion | None:
    """Return the report that opened a case; None of a case of another type."""
    row = tx.first("asistente.suplantaciones.de_caso", caso_id=caso_id)
    return None if row is None else Suplantacion(**row)


def marcar(tx: Transaction, caso_id: int, usuario_id: int, now: datetime) -> bool:
    """Give the mark; False when they bear it already."""
    return tx.run("asistente.suplantaciones.marcar", caso_id=caso_id, usuario_id=usuario_id, now=now) == 1


def en_disputa(tx: Transaction, cedula_hmac: bytes) -> bool:
    """Tell whether somebody bears the mark, or has a report without an answer: nothing of theirs may be reported."""
    return bool(tx.one("asistente.suplantaciones.en_disputa", cedula_hmac=cedula_hmac)["si"])
