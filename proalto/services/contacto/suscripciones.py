"""Who asked to be told of changes of an application. A subscription belongs to a contact and a radicado."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Database, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento import publicidad
from proalto.services.credito.solicitud import Solicitud, consultar_solicitudes
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import Nivel, exigir_identidad


class NadaQueAvisar(ProAltoError):
    """Every application of the customer has come to its end: no change will follow."""


@dataclass(frozen=True)
class Suscrito:
    """The applications that the contact will be told of, and whether this request added any."""

    radicados: tuple[str, ...]
    nuevo: bool


def suscribir(
    db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, radicado: str, now: datetime
) -> Suscrito:
    """Tell the contact from now on of changes of one application, or of all that go on if `radicado` is none of theirs.

    Raises what `consultar_solicitudes` raises (level N1), or NadaQueAvisar.
    """
    solicitudes = consultar_solicitudes(db, nucleo, cipher, contacto, now)
    en_curso = [solicitud for solicitud in solicitudes if solicitud.etapa and not solicitud.terminada]
    elegidas = [solicitud for solicitud in en_curso if solicitud.radicado == radicado] or en_curso
    if not elegidas:
        raise NadaQueAvisar
    huella = cipher.keyed_hash("cedula", exigir_identidad(db, cipher, contacto, Nivel.N1, now).cedula)
    with db.transaction() as tx:
        nuevas = [_suscribir(tx, contacto, huella, solicitud, now) for solicitud in elegidas]
    return Suscrito(tuple(solicitud.radicado for solicitud in elegidas), any(nuevas))


def esta_suscrito(db: Database, contacto: Contacto, radicado: str) -> bool:
    """Tell whether the contact will be told of changes of this application."""
    with db.transaction() as tx:
        return tx.first("asistente.suscripciones.viva", contacto_id=contacto.id, radicado=radicado) is not None


def cancelar(db: Database, cipher: Cipher, contacto: Contacto, literal: str, now: datetime) -> int:
    """End all the contact's subscriptions, and advertising too, which takes no identity; `literal`: their words.

    Return how many subscriptions this message has ended.
    """
    with db.transaction() as tx:
        publicidad.dar_de_baja(tx, cipher, contacto, literal, now)
        terminar_todas(tx, contacto.id, "pedido", now, contacto.wamid)
        row = tx.one("asistente.suscripciones.canceladas", contacto_id=contacto.id, wamid=contacto.wamid)
    return int(row["cuantas"])


def terminar_todas(tx: Transaction, contacto_id: int, motivo: str, now: datetime, wamid: str | None = None) -> None:
    """End all the contact's subscriptions; `motivo` is one of the table's."""
    tx.run("asistente.suscripciones.cancelar", contacto_id=contacto_id, motivo=motivo, wamid=wamid, now=now)


def _suscribir(tx: Transaction, contacto: Contacto, huella: bytes, solicitud: Solicitud, now: datetime) -> bool:
    assert solicitud.etapa is not None
    row = tx.one(
        "asistente.suscripciones.suscribir",
        contacto_id=contacto.id,
        radicado=solicitud.radicado,
        cedula_hmac=huella,
        etapa=solicitud.etapa.nombre,
        actualizada_en=solicitud.desde,
        wamid=contacto.wamid,
        now=now,
    )
    return bool(row["nueva"])
