"""Advertising accepted and taken back: the ledger and what stops a message change together (Ley 2300 art. 5)."""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Database, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento import autorizacion
from proalto.services.consentimiento import libro_de_autorizaciones as libro
from proalto.services.consentimiento.autorizacion import Evento, Finalidad
from proalto.services.contacto import acuerdos_de_contacto, bloqueos
from proalto.services.contacto.acuerdos_de_contacto import Canal
from proalto.services.identificacion.contactos import Contacto

CHAT = "canales_autorizados.chat"


def aceptar(db: Database, cipher: Cipher, contacto: Contacto, literal: str, now: datetime) -> bool:
    """Record that the contact accepts advertising by this chat, and lift what they themselves had stopped.

    False, and nothing is recorded, when a later message of theirs has said no: it came while this one waited. Raises
    NadaMostrado.
    """
    with db.transaction() as tx:
        params = {"contacto_id": contacto.id, "finalidad": Finalidad.PUBLICIDAD.value}
        if tx.one("asistente.autorizacion.revocada_despues", wamid=contacto.wamid, **params)["revocada"]:
            return False
        libro.anotar(tx, cipher, contacto, Finalidad.PUBLICIDAD, Evento.ACEPTADA, None, literal, now)
        bloqueos.deshacer_baja(tx, contacto.id, now)
        _por_whatsapp(tx, cipher, contacto, now)
    return True


def dar_de_baja(tx: Transaction, cipher: Cipher, contacto: Contacto, literal: str, now: datetime) -> None:
    """Stop advertising for a contact, and write in the ledger that they took it back; a repeated message adds nothing.

    Whoever never accepted it says no beforehand.
    """
    bloqueos.dar_de_baja(tx, contacto.id, now)
    autorizacion.anotar_revocacion(tx, cipher, contacto, Finalidad.PUBLICIDAD, literal, now)


def _por_whatsapp(tx: Transaction, cipher: Cipher, contacto: Contacto, now: datetime) -> None:
    """Let offers use the channel by which they were accepted.

    It is the chat that accepts, whoever has it: under a person's own hash it would open this chat to collection too.
    """
    chat = cipher.keyed_hash(CHAT, str(contacto.id))
    if acuerdos_de_contacto.canal_autorizado(tx, contacto.id, Canal.WHATSAPP.value, now, chat):
        return
    mostrado = tx.one(
        "asistente.autorizacion.texto_mostrado", contacto_id=contacto.id, finalidad=Finalidad.PUBLICIDAD.value
    )
    documento = f"{Finalidad.PUBLICIDAD.documento} {mostrado['version']} {mostrado['sha256']}"
    acuerdos_de_contacto.autorizar_canal(tx, contacto.id, chat, Canal.WHATSAPP, documento, mostrado["ocurrido_en"], now)
