"""What may not be sent to an address outlives the erasure of its contact, as a keyed hash: whoever writes from there
again is somebody new, and must not be bothered again (Ley 2300 de 2023 art. 5; Ley 2573 de 2026 art. 5.6)."""

from __future__ import annotations

from proalto.db.database import Transaction
from proalto.gateways.cipher import Cipher
from proalto.whatsapp.address import Address


def huellas(cipher: Cipher, address: Address) -> list[bytes]:
    """Return the keyed hashes by which an erased address is known again."""
    partes = (("telefono", address.phone), ("bsuid", address.bsuid))
    return [cipher.keyed_hash(nombre, valor) for nombre, valor in partes if valor]


def recordar_bloqueos(tx: Transaction, cipher: Cipher, contacto_id: int, address: Address) -> None:
    """Remember what may not be sent to a contact that is being erased."""
    tx.run("asistente.bloqueos_de_borrados.recordar", contacto_id=contacto_id, huellas=huellas(cipher, address))


def heredar_bloqueos(tx: Transaction, cipher: Cipher, contacto_id: int, address: Address) -> None:
    """Give a new contact what an erased one of the same address had asked for, and what it had tried lately at proving
    who it is: whoever must wait does not begin anew by erasing the chat."""
    de_antes = huellas(cipher, address)
    tx.run("asistente.bloqueos_de_borrados.heredar", contacto_id=contacto_id, huellas=de_antes)
    tx.run("asistente.bloqueos_de_borrados.heredar_intentos", contacto_id=contacto_id, huellas=de_antes)
