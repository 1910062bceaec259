"""Sessions: what a contact has proved, for how long. PostgreSQL decides; no slot does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from proalto.db.database import Database, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.contactos import Contacto
from proalto.services.limites import LIMITES

CEDULA = "cedula"


class Nivel(IntEnum):
    """What was proved: N1 knowledge and the registered number (or a code), N2 knowledge and a code."""

    N1 = 1
    N2 = 2
    N3 = 3


class FaltaIdentidad(ProAltoError):
    """The contact has no live session of the level that the request takes."""

    def __init__(self, nivel: Nivel) -> None:
        super().__init__(nivel.name)
        self.nivel = nivel


@dataclass(frozen=True)
class Titular:
    """The person whose data the session opens; the cédula stays out of repr and so out of logs."""

    cedula: str

    def __repr__(self) -> str:
        return "Titular(...)"


def exigir_identidad(db: Database, cipher: Cipher, contacto: Contacto, nivel: Nivel, now: datetime) -> Titular:
    """Return whose data may be shown, and start the idle clock anew; raise FaltaIdentidad otherwise."""
    with db.transaction() as tx:
        row = tx.first(
            "asistente.sesiones.usar",
            contacto_id=contacto.id,
            nivel=int(nivel),
            now=now,
            ocio=LIMITES.sesion_ociosa.total_seconds(),
            total=LIMITES.sesion_total.total_seconds(),
        )
    if row is None:
        raise FaltaIdentidad(nivel)
    return Titular(cipher.decrypt(row["cedula"], CEDULA).decode())


def abrir_sesion(
    tx: Transaction, contacto_id: int, cedula: bytes, cedula_hmac: bytes, nivel: Nivel, now: datetime
) -> None:
    """Open a session for the (encrypted) cédula; whatever session the contact had is ended."""
    cerrar_sesion(tx, contacto_id, now)
    tx.run(
        "asistente.sesiones.abrir",
        contacto_id=contacto_id,
        cedula=cedula,
        cedula_hmac=cedula_hmac,
        nivel=int(nivel),
        now=now,
    )


def cerrar_sesion(tx: Transaction, contacto_id: int, now: datetime) -> None:
    """End the contact's session, if there is one."""
    tx.run("asistente.sesiones.cerrar", contacto_id=contacto_id, now=now)
