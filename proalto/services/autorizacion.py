"""The authorization to treat personal data (Ley 1581 art. 9 and 12; Decreto 1377 art. 5, 7 and 8)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timezone
from enum import Enum

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.formats.texto import normalizar
from proalto.gateways.cipher import Cipher, en_custodia
from proalto.services.contactos import Contacto
from proalto.services.textos import Documento, vigente

RESPUESTA = "autorizaciones.respuesta"
# Silence, "ok gracias" or going on writing is no consent (Decreto 1377 art. 7): only these words, or the button.
ACEPTAN = frozenset(
    ("acepto", "si acepto", "yo acepto", "acepto si", "autorizo", "si autorizo", "yo autorizo", "los autorizo",
     "si los autorizo", "acepto el tratamiento", "autorizo el tratamiento", "acepto el tratamiento de mis datos",
     "autorizo el tratamiento de mis datos", "si acepto el tratamiento de mis datos",
     "si autorizo el tratamiento de mis datos", "acepto la autorizacion", "claro que acepto", "si claro acepto")
)  # fmt: skip
RECHAZAN = frozenset(
    ("no acepto", "no autorizo", "no los autorizo", "no quiero autorizar", "no quiero aceptar", "yo no acepto",
     "no acepto el tratamiento", "no autorizo el tratamiento", "no autorizo el tratamiento de mis datos", "rechazo")
)  # fmt: skip


class Evento(str, Enum):
    """What the ledger records."""

    MOSTRADA = "mostrada"
    ACEPTADA = "aceptada"
    RECHAZADA = "rechazada"
    REVOCADA = "revocada"


class FaltaAutorizacion(ProAltoError):
    """The contact has not accepted the current version of the authorization."""


class NadaMostrado(ProAltoError):
    """The contact was never shown a text that an answer could be to."""


def leer_respuesta(texto: str) -> Evento | None:
    """Return what the words say to the authorization, or None when they are no explicit answer."""
    if "?" in texto:  # whoever asks has not answered
        return None
    dicho = normalizar(texto).replace(",", "").replace(".", "")
    if dicho in ACEPTAN:
        return Evento.ACEPTADA
    return Evento.RECHAZADA if dicho in RECHAZAN else None


def exigir_autorizacion(db: Database, contacto: Contacto) -> None:
    """Raise FaltaAutorizacion unless the contact's newest answer accepts the version in force."""
    if decision(db, contacto) is not Evento.ACEPTADA:
        raise FaltaAutorizacion


def decision(db: Database, contacto: Contacto) -> Evento | None:
    """Return the contact's newest answer to the version in force, or None when there is none."""
    with db.transaction() as tx:
        row = tx.first("asistente.autorizacion.decision", contacto_id=contacto.id)
    if row is None or row["sha256"] != vigente("autorizacion").sha256:
        return None
    return Evento(row["evento"])


def mostrar(db: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> Documento:
    """Record that the current text is being shown, and return it."""
    documento = vigente("autorizacion")
    with db.transaction() as tx:
        tx.run(
            "asistente.autorizacion.guardar_texto",
            sha256=documento.sha256,
            documento=documento.nombre,
            version=documento.version,
            texto=documento.texto,
        )
        _anotar(tx, cipher, contacto, Evento.MOSTRADA, documento, None, now)
    return documento


def responder(db: Database, cipher: Cipher, contacto: Contacto, evento: Evento, literal: str, now: datetime) -> None:
    """Record the contact's answer with its literal words, to the text that was shown to them last.

    That need not be the one in force: a new version may have come between the text and the answer. Raises NadaMostrado.
    """
    with db.transaction() as tx:
        _anotar(tx, cipher, contacto, evento, None, literal, now)


def _anotar(
    tx: Transaction,
    cipher: Cipher,
    contacto: Contacto,
    evento: Evento,
    documento: Documento | None,
    literal: str | None,
    now: datetime,
) -> None:
    """Add an entry about `documento`, or about the text of the contact's newest entry."""
    tx.all("asistente.autorizacion.una_a_la_vez", contacto_id=contacto.id)
    anterior = tx.first("asistente.autorizacion.ultima", contacto_id=contacto.id)
    version, sha256 = _texto(documento, anterior)
    respuesta = None if literal is None else cipher.encrypt(literal.encode(), RESPUESTA, de=en_custodia(contacto.id))
    tx.run(
        "asistente.autorizacion.anotar",
        contacto_id=contacto.id,
        evento=evento.value,
        version=version,
        sha256=sha256,
        wamid=contacto.wamid,
        respuesta=respuesta,
        now=now,
        cadena=eslabon(
            anterior["cadena"] if anterior else "", contacto.id, evento.value, sha256, contacto.wamid, respuesta, now
        ),
    )


def _texto(documento: Documento | None, anterior: Row | None) -> tuple[str, str]:
    if documento is not None:
        return documento.version, documento.sha256
    if anterior is None:
        raise NadaMostrado
    return str(anterior["version"]), str(anterior["sha256"])


def eslabon(
    anterior: str, contacto_id: int, evento: str, sha256: str, wamid: str, respuesta: bytes | None, momento: datetime
) -> str:
    """Return the hash that ties an entry of the ledger to the one before it."""
    huella = hashlib.sha256(respuesta or b"").hexdigest()
    cuando = momento.astimezone(timezone.utc).isoformat()
    partes = (anterior, str(contacto_id), evento, sha256, wamid, huella, cuando)
    return hashlib.sha256("|".join(partes).encode()).hexdigest()
