"""What buttons and list rows mean. Meta carries an opaque id; the command behind it never leaves this house."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Database, Transaction
from proalto.formats.opcion import elegir
from proalto.gateways.cipher import Cipher

CONTENIDO = "opciones"


@dataclass(frozen=True)
class Opcion:
    """One choice: `payload` is the Rasa command that it stands for, `sinonimos` are words that equal a tap."""

    titulo: str
    payload: str
    descripcion: str = ""
    sinonimos: tuple[str, ...] = ()


def guardar(tx: Transaction, cipher: Cipher, contacto_id: int, wamid_origen: str, opciones: list[Opcion]) -> list[str]:
    """Store the options that one answer offers and return their opaque ids, in order."""
    ids = []
    for posicion, opcion in enumerate(opciones):
        ids.append(secrets.token_urlsafe(12))
        tx.run(
            "asistente.opciones.guardar",
            id=ids[-1],
            contacto_id=contacto_id,
            wamid_origen=wamid_origen,
            posicion=posicion,
            contenido=cipher.seal(
                {"titulo": opcion.titulo, "payload": opcion.payload, "sinonimos": opcion.sinonimos},
                CONTENIDO,
                de=contacto_id,
            ),
        )
    return ids


def tocada(db: Database, cipher: Cipher, contacto_id: int, opcion_id: str) -> str | None:
    """Return the command behind a tapped id, or None when it was never offered to this contact."""
    with db.transaction() as tx:
        row = tx.first("asistente.opciones.por_id", id=opcion_id, contacto_id=contacto_id)
    return None if row is None else str(cipher.unseal(row["contenido"], CONTENIDO)["payload"])


def dicha(
    db: Database, cipher: Cipher, contacto_id: int, texto: str, recibido_en: datetime | None = None
) -> str | None:
    """Return the command of the last offered option whose title, number or synonym the text is, or None.

    The fixed menu counts for what came after it: a "1" that was waiting already was said to an earlier list.
    """
    with db.transaction() as tx:
        contenidos = [
            cipher.unseal(row["contenido"], CONTENIDO)
            for row in tx.all("asistente.opciones.ultimas", contacto_id=contacto_id, recibido_en=recibido_en)
        ]
    indice = elegir(texto, [c["titulo"] for c in contenidos], [c["sinonimos"] for c in contenidos])
    return None if indice is None else str(contenidos[indice]["payload"])
