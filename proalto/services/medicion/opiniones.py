"""What customers said when they were asked how it was: the low scores first to be looked at, and the comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Database
from proalto.gateways.cipher import Cipher
from proalto.services.medicion.encuestas import comentario
from proalto.services.medicion.historia import Filtros

MALA = 2


@dataclass(frozen=True)
class Opinion:
    """An answer with what was said; `mala` marks those that a supervisor should look at."""

    cuando: datetime
    puntaje: int
    recomienda: int | None
    comentario: str
    gestion: str
    folio: str
    usuario_id: int | None

    @property
    def mala(self) -> bool:
        return self.puntaje <= MALA


def leer(db: Database, cipher: Cipher, filtros: Filtros) -> list[Opinion]:
    """Return the newest answers that say something or are bad, the newest first."""
    desde, hasta = filtros.momentos
    with db.transaction() as tx:
        rows = tx.all("asistente.encuestas.con_comentario", desde=desde, hasta=hasta, usuario_id=filtros.usuario_id)
    return [
        Opinion(row["respondida_en"], row["puntaje"], row["recomienda"], comentario(cipher, row["comentario"]),
                row["gestion"], row["folio"] or "", row["usuario_id"])
        for row in rows
    ]  # fmt: skip


def malas(db: Database, filtros: Filtros) -> int:
    """Return how many scores of 1 or 2 there are."""
    desde, hasta = filtros.momentos
    with db.transaction() as tx:
        row = tx.one("asistente.encuestas.malas", desde=desde, hasta=hasta, usuario_id=filtros.usuario_id, mala=MALA)
    return int(row["cuantas"])
