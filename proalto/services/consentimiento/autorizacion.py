"""The authorization to treat personal data, each purpose apart (Ley 1581 art. 9 and 12; Decreto 1377 art. 5 to 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento import libro_de_autorizaciones as libro
from proalto.services.consentimiento.libro_de_autorizaciones import RESPUESTA, Evento, Finalidad, NadaMostrado
from proalto.services.consentimiento.respuesta_expresa import leer_respuesta
from proalto.services.consentimiento.versiones import sigue_valiendo
from proalto.services.identificacion.contactos import Contacto
from proalto.services.operacion.textos import Documento, vigente

__all__ = ["RESPUESTA", "Evento", "FaltaAutorizacion", "Finalidad", "NadaMostrado", "Vigente", "leer_respuesta"]
verificar_cadena = libro.verificar


class FaltaAutorizacion(ProAltoError):
    """The contact has not accepted the current version of the authorization."""


@dataclass(frozen=True)
class Vigente:
    """A purpose that the contact accepts today: the version that they answered to, and since when."""

    finalidad: Finalidad
    version: str
    desde: datetime


def exigir_autorizacion(db: Database, contacto: Contacto) -> None:
    """Raise FaltaAutorizacion unless the contact's newest answer accepts the version in force."""
    if decision(db, contacto) is not Evento.ACEPTADA:
        raise FaltaAutorizacion


def autoriza(tx: Transaction, contacto_id: int, finalidad: Finalidad) -> bool:
    """Tell whether data of this contact may be used for this purpose now. Advertising needs the necessary one too."""
    necesarias = dict.fromkeys((Finalidad.ATENCION, finalidad))
    return all(_decision(tx, contacto_id, cual) is Evento.ACEPTADA for cual in necesarias)


def decision(db: Database, contacto: Contacto, finalidad: Finalidad = Finalidad.ATENCION) -> Evento | None:
    """Return the contact's newest answer that holds for the version in force, or None when there is none."""
    with db.transaction() as tx:
        return _decision(tx, contacto.id, finalidad)


def vigentes(db: Database, contacto: Contacto) -> Mapping[Finalidad, Vigente]:
    """Return the purposes for which the contact's data may be used now."""
    with db.transaction() as tx:
        autorizadas = [finalidad for finalidad in Finalidad if autoriza(tx, contacto.id, finalidad)]
        filas = {cual: _fila(tx, contacto.id, cual) for cual in autorizadas}
    return {cual: Vigente(cual, row["version"], row["ocurrido_en"]) for cual, row in filas.items() if row}


def mostrar(
    db: Database, cipher: Cipher, contacto: Contacto, now: datetime, finalidad: Finalidad = Finalidad.ATENCION
) -> Documento:
    """Record that the current text about a purpose is being shown, and return it."""
    documento = vigente(finalidad.documento)
    with db.transaction() as tx:
        libro.guardar_texto(tx, documento)
        libro.anotar(tx, cipher, contacto, finalidad, Evento.MOSTRADA, documento, None, now)
    return documento


def responder(
    db: Database,
    cipher: Cipher,
    contacto: Contacto,
    evento: Evento,
    literal: str,
    now: datetime,
    finalidad: Finalidad = Finalidad.ATENCION,
) -> None:
    """Record the contact's answer with its literal words, to the text on this purpose that was shown to them last.

    That need not be the one in force: a new version may have come between the text and the answer. Raises NadaMostrado.
    """
    with db.transaction() as tx:
        libro.anotar(tx, cipher, contacto, finalidad, evento, None, literal, now)


def revocar(
    db: Database, cipher: Cipher, contacto: Contacto, finalidad: Finalidad, literal: str, now: datetime
) -> None:
    """Record that the contact takes an authorization back, with their literal words; it holds from now on.

    Whoever was never asked may say no beforehand: then it is about the text in force.
    """
    with db.transaction() as tx:
        anotar_revocacion(tx, cipher, contacto, finalidad, literal, now)


def anotar_revocacion(
    tx: Transaction, cipher: Cipher, contacto: Contacto, finalidad: Finalidad, literal: str, now: datetime
) -> None:
    """Do what `revocar` does, in the transaction of what must change with it."""
    try:
        libro.anotar(tx, cipher, contacto, finalidad, Evento.REVOCADA, None, literal, now)
    except NadaMostrado:
        documento = vigente(finalidad.documento)
        libro.guardar_texto(tx, documento)
        libro.anotar(tx, cipher, contacto, finalidad, Evento.REVOCADA, documento, literal, now)


def avisar_correccion(db: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> Documento | None:
    """Return the text in force if it corrects the one that the contact accepted, once; and record that they are told.

    What changes a purpose is never told this way: it is asked (`mostrar`).
    """
    documento = vigente(Finalidad.ATENCION.documento)
    with db.transaction() as tx:
        row = _fila(tx, contacto.id, Finalidad.ATENCION)
        if row is None or row["sha256"] == documento.sha256 or not autoriza(tx, contacto.id, Finalidad.ATENCION):
            return None
        de_esta = {"contacto_id": contacto.id, "finalidad": Finalidad.ATENCION.value, "sha256": documento.sha256}
        if tx.one("asistente.autorizacion.avisada", **de_esta)["hay"]:
            return None
        libro.guardar_texto(tx, documento)
        libro.anotar(tx, cipher, contacto, Finalidad.ATENCION, Evento.AVISADA, documento, None, now)
    return documento


def copia(db: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> bytes:
    """Return the proof of everything that the contact accepted or refused, as a PDF in Spanish (Ley 1581 art. 8(b))."""
    # Here, not above: it reads the outbox, and who fills that asks this module first.
    from proalto.services.consentimiento import prueba_de_autorizacion

    autorizadas = vigentes(db, contacto)
    hoy = {f.value: (autorizadas[f].desde, autorizadas[f].version) if f in autorizadas else None for f in Finalidad}
    pruebas = prueba_de_autorizacion.reunir(db, cipher, contacto.id)
    return prueba_de_autorizacion.imprimir(contacto.address, pruebas, hoy, now)


def _decision(tx: Transaction, contacto_id: int, finalidad: Finalidad) -> Evento | None:
    row = _fila(tx, contacto_id, finalidad)
    if row is None:
        return None
    evento = Evento(row["evento"])
    return evento if sigue_valiendo(vigente(finalidad.documento), row["sha256"]) else None


def _fila(tx: Transaction, contacto_id: int, finalidad: Finalidad) -> Row | None:
    return tx.first("asistente.autorizacion.decision", contacto_id=contacto_id, finalidad=finalidad.value)
