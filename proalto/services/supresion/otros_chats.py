"""The other chats of a person that an erasure takes whole: those where nothing is of anybody else.

When in doubt a chat is shared, and only the rows that carry this person's hash go.
"""

from __future__ import annotations

from proalto.db.database import Row, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.supresion.conservacion import documento_de


def propios(tx: Transaction, cipher: Cipher, contacto_id: int, cedula_hmac: bytes) -> list[Row]:
    """Return the chats of this person alone, other than this one."""
    otros = tx.all("asistente.borrado.otros_chats", contacto_id=contacto_id, cedula_hmac=cedula_hmac)
    return [otro for otro in otros if not _pidio_otra_persona(tx, cipher, int(otro["id"]), cedula_hmac)]


def _pidio_otra_persona(tx: Transaction, cipher: Cipher, contacto_id: int, cedula_hmac: bytes) -> bool:
    """Tell whether an application there names somebody else, or was filed without saying whose it is.

    An application takes no session, and the cédula that it names is sealed.
    """
    for tramite in tx.all("asistente.borrado.tramites_de_otro_chat", contacto_id=contacto_id):
        documento = documento_de(cipher, tramite["datos"])
        suyo = cipher.keyed_hash("cedula", documento) == cedula_hmac
        if not suyo and (documento or tramite["estado"] == "radicado"):
            return True
    return False
