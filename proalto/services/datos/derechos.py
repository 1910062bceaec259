"""The one place where rights meet what erases and what revokes, which other modules own.

What erases is imported when it is needed, so that neither side imports the other at start.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from proalto.db.database import Database
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento import autorizacion
from proalto.services.consentimiento.autorizacion import Evento, Finalidad
from proalto.services.contacto import bloqueos, suscripciones
from proalto.services.identificacion.contactos import Contacto, direccion


@dataclass(frozen=True)
class Conservado:
    """What is kept although its erasure was asked for, the law that orders it, and until when (None: no date yet)."""

    que: str
    norma: str
    hasta: date | None


@dataclass(frozen=True)
class Borrado:
    """An erasure: its proof, how many rows of each table went, and what stayed."""

    folio: str
    borrado: Mapping[str, int]
    conservado: tuple[Conservado, ...]
    sha256: str


def que_se_conserva(
    db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, cedula_hmac: bytes | None, now: datetime
) -> tuple[Conservado, ...]:
    """Return what must stay, each with its law (Decreto 1377 art. 9)."""
    from proalto.services.supresion import borrado

    return tuple(_conservado(uno) for uno in borrado.que_se_conserva(db, nucleo, cipher, contacto, cedula_hmac, now))


def borrar(
    db: Database,
    nucleo: Database,
    cipher: Cipher,
    contacto: Contacto,
    cedula_hmac: bytes | None,
    motivo: str,
    now: datetime,
) -> Borrado:
    """Erase what may go from every store, and return the proof; `cedula_hmac` is of whoever asked, None: unknown."""
    from proalto.services.supresion import borrado

    hecho = borrado.borrar(db, nucleo, cipher, contacto, cedula_hmac, motivo, now)
    return Borrado(hecho.folio, hecho.borrado, tuple(_conservado(uno) for uno in hecho.conservado), hecho.sha256)


def revocar_publicidad(db: Database, cipher: Cipher, contacto: Contacto, literal: str, now: datetime) -> None:
    """Take the accessory purposes back and stop notices, at once and whoever asks in that chat (L-20)."""
    suscripciones.cancelar(db, cipher, contacto, literal, now)  # which writes it in the ledger, too
    with db.transaction() as tx:
        bloqueos.detener_por_revocada(tx, contacto.id, now)


def revocar(db: Database, cipher: Cipher, contacto: Contacto, literal: str, now: datetime) -> bool:
    """Take back the consent of this chat, all of its purposes; False when there was none to take back."""
    revocar_publicidad(db, cipher, contacto, literal, now)
    if autorizacion.decision(db, contacto) is not Evento.ACEPTADA:
        return False
    autorizacion.revocar(db, cipher, contacto, Finalidad.ATENCION, literal, now)
    return True


def hubo_aceptada(db: Database, contacto: Contacto) -> bool:
    """Tell whether this chat ever gave an authorization, even one that was taken back since."""
    with db.transaction() as tx:
        return bool(tx.one("asistente.autorizacion.hubo", contacto_id=contacto.id)["hubo"])


def hay_autorizacion(db: Database, contacto: Contacto) -> bool:
    """Tell whether this chat was ever shown an authorization, of which a copy can be given."""
    with db.transaction() as tx:
        return tx.first("asistente.autorizacion.ultima", contacto_id=contacto.id) is not None


def copia(db: Database, cipher: Cipher, contacto_id: int, now: datetime) -> bytes:
    """Return the proof of what this chat was shown and answered until then, as a PDF."""
    with db.transaction() as tx:
        contacto = Contacto(contacto_id, direccion(tx, contacto_id))
    return autorizacion.copia(db, cipher, contacto, now)


def _conservado(uno: Any) -> Conservado:
    return Conservado(getattr(uno, "titulo", uno.que), uno.norma, uno.hasta)
