"""Notes among colleagues on a case, encrypted; customers never see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from proalto.db.database import Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher, en_custodia
from proalto.services.identificacion.contactos import esta_borrado

NOTA_MAXIMA = 4000
DOBLE = timedelta(seconds=30)


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


def poner(
    tx: Transaction, cipher: Cipher, caso_id: int, contacto_id: int, usuario_id: int, texto: str, now: datetime
) -> None:
    """Add a note; raise NotaInvalida."""
    limpio = texto.strip()
    if not 0 < len(limpio) <= NOTA_MAXIMA:
        raise NotaInvalida
    dueno = en_custodia(contacto_id) if esta_borrado(tx, contacto_id) else contacto_id
    sellado = cipher.seal(limpio, contexto(caso_id), de=dueno)
    tx.run("asistente.casos.anotar_nota", caso_id=caso_id, usuario_id=usuario_id, texto=sellado, now=now)


def repetida(tx: Transaction, cipher: Cipher, caso_id: int, usuario_id: int, texto: str, now: datetime) -> bool:
    """Tell whether this is the very note that this person left last, a moment ago: a form that was sent twice."""
    ultimas = notas(tx, cipher, caso_id)[-1:]
    return any((n.usuario_id, n.texto) == (usuario_id, texto.strip()) and now - n.creada_en < DOBLE for n in ultimas)


def notas(tx: Transaction, cipher: Cipher, caso_id: int) -> list[Nota]:
    """Return the notes of a case, the oldest first."""
    rows = tx.all("asistente.casos.notas", caso_id=caso_id)
    return [Nota(**(row | {"texto": cipher.unseal(row["texto"], contexto(caso_id))})) for row in rows]


def contexto(caso_id: int) -> str:
    """Return what binds a note to its case."""
    return f"notas.texto:{caso_id}"
