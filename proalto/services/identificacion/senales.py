"""Signs that a SIM, a number or a record is in other hands: sessions end, and for a while no code alone opens N2.

Three are seen: Meta's `identity_key_hash` is another one, a system message tells that a number or user id changed
hands (or somebody else writes from a known number), and the lender's database has another mobile than the one that a
code last proved.
"""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Row, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.sesiones import cerrar_de_cedula, cerrar_de_celular, cerrar_sesion
from proalto.whatsapp.address import Address

CELULAR = "celular"
NINGUNO = "-"  # stands for the mobile of whoever has none, so that every branch does the same work
LLAVE, NUMERO = "llave", "numero"


class EnEnfriamiento(ProAltoError):
    """A sign is too young for a code to open N2; `hasta` is when it will not be any more."""

    def __init__(self, hasta: datetime) -> None:
        super().__init__("cooling off")
        self.hasta = hasta


def huella_celular(cipher: Cipher, celular: str | None) -> bytes:
    """Return the keyed hash under which a mobile is compared."""
    return cipher.keyed_hash(CELULAR, celular or NINGUNO)


def mirar_llave(tx: Transaction, cipher: Cipher, contacto_id: int, llave: str, telefono: str | None, wamid: str,
                now: datetime) -> None:  # fmt: skip
    """Keep the identity key that came with a message; another one than before is a sign."""
    row = tx.first("asistente.seguridad.llave", contacto_id=contacto_id, llave=cipher.keyed_hash(LLAVE, llave))
    if row is not None and row["cambio"]:
        anotar(tx, cipher, LLAVE, contacto_id, telefono, wamid, now)


def mirar_numero(tx: Transaction, cipher: Cipher, address: Address, wamid: str, now: datetime) -> None:
    """Note, before the contact is looked up, that somebody else writes from a number that we know."""
    if address.phone and address.bsuid:
        row = tx.first("asistente.seguridad.del_numero", telefono=address.phone, bsuid=address.bsuid)
        if row is not None:
            anotar(tx, cipher, NUMERO, row["id"], address.phone, wamid, now)


def anotar(
    tx: Transaction, cipher: Cipher, clase: str, contacto_id: int, telefono: str | None, wamid: str, now: datetime
) -> None:
    """Record a sign about a chat and its number: what is open ends, and the registered mobiles are told."""
    telefono_hmac = huella_celular(cipher, telefono) if telefono else None
    senal = tx.first(
        "asistente.seguridad.anotar_senal",
        clave=f"{clase}:{contacto_id}:{wamid}",
        clase=clase,
        contacto_id=contacto_id,
        telefono_hmac=telefono_hmac,
        cedula_hmac=None,
        now=now,
    )
    cerrar_sesion(tx, contacto_id, now)
    tx.run("asistente.identidad.anular_desafios", contacto_id=contacto_id)
    if telefono_hmac is not None:
        cerrar_de_celular(tx, telefono_hmac, now)
    if senal is not None:
        _avisar(tx, senal, now, contacto_id=contacto_id, telefono_hmac=telefono_hmac)
    tx.run("asistente.seguridad.olvidar_parejas", contacto_id=contacto_id)


def mirar_celular(tx: Transaction, cipher: Cipher, cedula_hmac: bytes, celular: str | None, now: datetime) -> None:
    """Note that the lender's database has another mobile than the one that a code proved last.

    Without `celular` (a wrong datum, an unknown cédula) nothing is noted, whatever there is.
    """
    ahora, visto = huella_celular(cipher, celular), tx.first("asistente.seguridad.visto", cedula_hmac=cedula_hmac)
    if celular is None or visto is None or bytes(visto["celular_hmac"]) == ahora:
        return
    senal = tx.first(
        "asistente.seguridad.anotar_senal",
        clave=f"celular:{cedula_hmac.hex()}:{ahora.hex()}:{visto['visto_en'].isoformat()}",
        clase="celular",
        contacto_id=None,
        telefono_hmac=None,
        cedula_hmac=cedula_hmac,
        now=now,
    )
    if senal is not None:
        cerrar_de_cedula(tx, cedula_hmac, now)
        _avisar(tx, senal, now, cedula_hmac=cedula_hmac)


def enfria_hasta(
    tx: Transaction, contacto_id: int, celular_hmac: bytes, cedula_hmac: bytes, now: datetime
) -> datetime | None:
    """Return until when no code alone opens N2 for this chat, mobile and person; None when one does."""
    row = tx.one(
        "asistente.seguridad.ultima_senal",
        contacto_id=contacto_id,
        telefono_hmac=celular_hmac,
        cedula_hmac=cedula_hmac,
        desde=now - LIMITES.enfriamiento,
    )
    ultima: datetime | None = row["en"]
    return None if ultima is None else ultima + LIMITES.enfriamiento


def _avisar(
    tx: Transaction,
    senal: Row,
    now: datetime,
    *,
    contacto_id: int | None = None,
    telefono_hmac: bytes | None = None,
    cedula_hmac: bytes | None = None,
) -> None:
    tx.run(
        "asistente.seguridad.avisar_del_cambio",
        senal_id=senal["id"],
        contacto_id=contacto_id,
        telefono_hmac=telefono_hmac,
        cedula_hmac=cedula_hmac,
        now=now,
    )
