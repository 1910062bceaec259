"""Notes among colleagues on a case, encrypted; customers never see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher

NOTA_MAXIMA = 4000


class NotaInvalida(ProAltoError):
    """A note has words, and not more than NOTA_MAXIMA letters."""


@dataclass(frozen=True)
class Nota:
    """What a colleague wrote; its text stays out of repr and so out of logs."""

    id: int
    usuario_id: int
    nombre: str
    texto: str
    creada_en: datetime

    def __repr__(self) -> str:
        return f"Nota({self.id})"


def poner(tx: Transaction, cipher: Cipher, caso_id: int, usuario_id: int, texto: str, now: datetime) -> None:
    """Add a note; raise NotaInvalida."""
    limpio = texto.strip()
    if not 0 < len(limpio) <= NOTA_MAXIMA:
        raise NotaInvalida
    sellado = cipher.seal(limpio, _contexto(caso_id))
    tx.run("asistente.casos.anotar_nota", caso_id=caso_id, usuario_id=usuario_id, texto=sellado, now=now)


def notas(tx: Transaction, cipher: Cipher, caso_id: int) -> list[Nota]:
    """Return the notes of a case, the oldest first."""
    rows = tx.all("asistente.casos.notas", caso_id=caso_id)
    return [Nota(**(row | {"texto": cipher.unseal(row["texto"], _contexto(caso_id))})) for row in rows]


def _contexto(caso_id: int) -> str:
    return f"notas.texto:{caso_id}"
