"""What a code that was tried leads to: a session that reaches as far as it may, or one wrong code more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from proalto.db.database import Row, Transaction
from proalto.services.identificacion import intentos, senales
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.sesiones import Alcance, Nivel, abrir_sesion, cerrar_de_cedula


def abrir(tx: Transaction, contacto: Contacto, desafio: Row, now: datetime) -> datetime | None:
    """Open the session that the right code earns; return until when it is only N1, or None."""
    tx.run("asistente.identidad.cerrar_desafio", id=desafio["id"], estado="usado")
    celular_hmac, huella = bytes(desafio["celular_hmac"]), bytes(desafio["cedula_hmac"])
    alcance = Alcance(celular_hmac, compartida=desafio["compartido"])
    if not desafio["propio"]:
        alcance = replace(alcance, restringida_hasta=_emparejar(tx, contacto, desafio, now))
    hasta = enfria(tx, contacto, desafio, now)
    if hasta is None:
        celular = bytes(desafio["celular"])
        tx.run("asistente.seguridad.ver", cedula_hmac=huella, contacto_id=contacto.id, celular=celular,
               celular_hmac=celular_hmac, now=now)  # fmt: skip
    nivel = Nivel.N2 if hasta is None else Nivel.N1
    abrir_sesion(tx, contacto.id, bytes(desafio["cedula"]), huella, nivel, now, alcance)
    return hasta


def negar(tx: Transaction, contacto: Contacto, desafio: Row, now: datetime) -> None:
    """Lock the customer at the last of too many wrong codes in a row: the mobile is told and a person gets the case.

    Nothing of it shows in this chat: its challenge goes on as the decoy that it has become.
    """
    huella = bytes(desafio["cedula_hmac"])
    seguidos = intentos.malos_seguidos(tx, contacto, huella, now)
    if not desafio["senuelo"] and seguidos >= LIMITES.codigos_malos_seguidos_bloquean:
        cerrar_de_cedula(tx, huella, now)
        _avisar(tx, contacto, desafio, "bloqueo", f"bloqueo:{desafio['id']}", now)


def enfria(tx: Transaction, contacto: Contacto, desafio: Row, now: datetime) -> datetime | None:
    """Return until when a sign of other hands keeps this challenge's code from opening N2, or None."""
    celular_hmac, huella = bytes(desafio["celular_hmac"]), bytes(desafio["cedula_hmac"])
    return senales.enfria_hasta(tx, contacto.id, celular_hmac, huella, now)


def _emparejar(tx: Transaction, contacto: Contacto, desafio: Row, now: datetime) -> datetime:
    """Remember that this chat got in; return until when it may do little, and tell the mobile the first time."""
    huella = bytes(desafio["cedula_hmac"])
    primera: datetime = tx.one(
        "asistente.identidad.emparejar",
        contacto_id=contacto.id,
        cedula_hmac=huella,
        now=now,
        recordada=LIMITES.pareja_recordada,
    )["primera_en"]
    _avisar(tx, contacto, desafio, "otro_chat", f"otro_chat:{contacto.id}:{huella.hex()}:{primera.isoformat()}", now)
    return primera + LIMITES.otro_chat_restringido


def _avisar(tx: Transaction, contacto: Contacto, desafio: Row, clase: str, clave: str, now: datetime) -> None:
    tx.run(
        "asistente.seguridad.avisar",
        clave=clave,
        clase=clase,
        contacto_id=contacto.id,
        cedula=bytes(desafio["cedula"]),
        cedula_hmac=bytes(desafio["cedula_hmac"]),
        celular=bytes(desafio["celular"]),
        now=now,
    )
