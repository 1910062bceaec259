"""Locking a customer: no code reaches them, nothing opens, until a person has confirmed who they are.

Ten wrong codes do it, and the word BLOQUEAR from the registered number. What ends a lock is a person who
closes its case with the cause `identidad_confirmada`; reopening the case locks again. Nothing else does: the lock
outlives its case, which an erasure may close and the nightly cleaning delete.
"""

from __future__ import annotations

import re
from datetime import datetime

from proalto.db.database import Database, Transaction
from proalto.formats.texto import normalizar
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import casos, tipos_de_caso
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import CEDULA, cerrar_de_cedula, cerrar_de_celular, cerrar_sesion

TIPO = "bloqueo"
CONFIRMADA = "identidad_confirmada"  # the cause that ends a lock when its case is closed with it
# The whole message, without courtesies: "bloquear avisos" or "me bloquearon el celular" ask for something else.
_PIDE = re.compile(
    r"(?:no fui yo )?(?:(?:quiero|necesito|deseo|favor) (?:que )?)?(?:me )?"
    r"(?:bloque(?:ar|a|e|en)(?:me|n?lo|n?la)?|bloqueenme|bloqueeme)(?: ya)?"
    r"(?: (?:mi|la) (?:cuenta|identidad))?(?: no fui yo)?"
)
_CORTESIA = re.compile(
    r"\b(?:hola|buen(?:os|as)? (?:dias?|tardes|noches)|buenas|por favor|porfavor|porfa|xfa|muchas gracias|gracias|"
    r"senorita|senor|urgente)\b"
)
_NO_ES_LETRA = re.compile(r"[^\w]+")


def pide_bloquear(texto: str) -> bool:
    """Tell whether this is the word of our notices, courtesies apart, and nothing else."""
    palabras = _NO_ES_LETRA.sub(" ", normalizar(texto))
    return _PIDE.fullmatch(" ".join(_CORTESIA.sub(" ", palabras).split())) is not None


def bloquear_por_titular(
    db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, huella_celular: bytes | None, now: datetime
) -> bool:
    """Lock every customer whose registered mobile this chat is; tell whether there was any.

    Whoever it is, their own session ends. Safe to repeat for the same message.
    """
    cedulas = _de_este_celular(nucleo, contacto)
    with db.transaction() as tx:
        if tx.one("asistente.seguridad.ya_bloqueado", wamid=contacto.wamid, tipo=TIPO)["ya"]:
            return True
        cerrar_sesion(tx, contacto.id, now)
        tx.run("asistente.identidad.anular_desafios", contacto_id=contacto.id)
        if huella_celular is not None:
            cerrar_de_celular(tx, huella_celular, now)
        for cedula in cedulas:
            bloquear(tx, cipher, contacto, cedula, "titular", now)
    return bool(cedulas)


def bloquear(tx: Transaction, cipher: Cipher, contacto: Contacto, cedula: str, motivo: str, now: datetime) -> None:
    """End what is open of this person and lock them, with a case for the fraud team.

    `contacto` is the registered mobile's: whoever attends the case writes to its owner, not to who was guessing.
    """
    huella = cipher.keyed_hash("cedula", cedula)
    tx.run("asistente.identidad.bloquear_cedula", cedula_hmac=huella)
    cerrar_de_cedula(tx, huella, now)
    tx.run("asistente.casos.bloquear_contacto", contacto_id=contacto.id)
    abierto = tx.first("asistente.seguridad.caso_abierto", contacto_id=contacto.id, tipo=TIPO)
    if abierto is None:
        caso_id = casos.crear(tx, cipher, contacto, tipos_de_caso.vigentes()[TIPO], now).id
        sellada = cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id)
        tx.run("asistente.seguridad.caso_de", caso_id=caso_id, cedula=sellada, cedula_hmac=huella)
    else:
        caso_id = int(abierto["id"])
    tx.run("asistente.seguridad.bloquear", cedula_hmac=huella, motivo=motivo, caso_id=caso_id, now=now)


def cerrado(tx: Transaction, caso_id: int, causa: str, now: datetime) -> None:
    """Lift the locks of a case that a person closed, if its cause says who they are."""
    if causa == CONFIRMADA:
        tx.run("asistente.seguridad.levantar", caso_id=caso_id, now=now)


def reabierto(tx: Transaction, caso_id: int) -> None:
    """Lock again whoever a case locked: it was not over."""
    tx.run("asistente.seguridad.volver_a_bloquear", caso_id=caso_id)


def _de_este_celular(nucleo: Database, contacto: Contacto) -> list[str]:
    if not contacto.address.phone:
        return []
    with nucleo.transaction() as tx:
        return [str(row["cedula"]) for row in tx.all("nucleo.clientes.por_celular", celular=contacto.address.phone)]
