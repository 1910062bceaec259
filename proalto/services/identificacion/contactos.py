"""Who writes: `contactos.id` is Rasa's sender_id; phone and BSUID are attributes, either may be missing."""

from __future__ import annotations

from dataclasses import dataclass

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.supresion.bloqueos_de_borrados import heredar_bloqueos
from proalto.whatsapp.address import Address


class SinContacto(ProAltoError):
    """There is no such contact."""


@dataclass(frozen=True)
class Contacto:
    """A contact in one turn; `wamid` is the message that is being answered and keys every side effect."""

    id: int
    address: Address
    wamid: str = ""


def identificar(tx: Transaction, cipher: Cipher, address: Address) -> int:
    """Return the id of the contact at this address, new if need be.

    The BSUID comes first: it changes when a person changes number, so a known phone with another BSUID is
    another person, who must not inherit the first one's conversation. Whatever creates a contact, a message or we, it
    inherits at once what an erased one of the same address had asked not to receive.
    """
    params = {"telefono": address.phone, "bsuid": address.bsuid}
    for _ in range(2):  # a second look when another process created the contact in between
        row = _conocido(tx, address)
        if row is not None:
            if (address.phone and row["telefono"] != address.phone) or (address.bsuid and not row["bsuid"]):
                _soltar(tx, address)
                tx.run("asistente.contactos.completar", contacto_id=row["id"], **params)
            return int(row["id"])
        _soltar(tx, address)
        created = tx.first("asistente.contactos.crear", **params)
        if created is not None:
            heredar_bloqueos(tx, cipher, int(created["id"]), address)
            return int(created["id"])
    raise SinContacto("contact neither found nor created")


def de_sender(db: Database, sender_id: str, wamid: str) -> Contacto:
    """Return the contact of a Rasa conversation; a sender that is no contact id is a local trial (`rasa shell`)."""
    contacto_id = de_quien(sender_id)
    with db.transaction() as tx:
        row = (
            tx.first("asistente.contactos.por_id", contacto_id=contacto_id)
            if contacto_id is not None
            else tx.one("asistente.contactos.local", clave=sender_id)
        )
    if row is None:
        raise SinContacto(sender_id)
    return Contacto(int(row["id"]), Address(row["telefono"], row["bsuid"]), wamid)


def de_quien(sender_id: str) -> int | None:
    """Return the contact whose conversation this is, if its name says so; None for a local trial."""
    return int(sender_id) if sender_id.isdecimal() else None


def direccion(tx: Transaction, contacto_id: int) -> Address:
    """Return where this contact is reached."""
    row = tx.first("asistente.contactos.por_id", contacto_id=contacto_id)
    if row is None:
        raise SinContacto(str(contacto_id))
    return Address(row["telefono"], row["bsuid"])


def esta_borrado(tx: Transaction, contacto_id: int) -> bool:
    """Tell whether this contact was erased: what is still written about it must be under the key of custody."""
    row = tx.first("asistente.contactos.borrado", contacto_id=contacto_id)
    return row is not None and bool(row["borrado"])


def _conocido(tx: Transaction, address: Address) -> Row | None:
    row = tx.first("asistente.contactos.por_bsuid", bsuid=address.bsuid) if address.bsuid else None
    if row is None and address.phone:
        row = tx.first("asistente.contactos.por_telefono", telefono=address.phone)
        if row is not None and address.bsuid and row["bsuid"] not in (None, address.bsuid):
            return None
    return row


def _soltar(tx: Transaction, address: Address) -> None:
    if address.phone and address.bsuid:
        tx.run("asistente.contactos.soltar_telefono", telefono=address.phone, bsuid=address.bsuid)
