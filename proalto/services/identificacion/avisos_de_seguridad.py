"""Telling a registered mobile what happens to its owner's data: by SMS, or by a template of class SEGURIDAD.

What must be told is written with its cause, in one transaction; this round finds the mobile and queues the words.
Nothing of it is waited for by whoever is asking, and nothing is told twice.
"""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.cipher import Cipher, LlaveDestruida, Undecipherable
from proalto.services.identificacion import bloqueo_de_identidad, contactos
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.desafios import Envio
from proalto.services.identificacion.limites import LIMITES
from proalto.services.identificacion.senales import CELULAR
from proalto.services.identificacion.sesiones import CEDULA
from proalto.services.mensajeria import bandeja_salida
from proalto.services.operacion import trabajos
from proalto.whatsapp.address import Address

CLASE = "seguridad"
BLOQUEO, MUCHOS_CHATS = "bloqueo", "muchos_chats"
CUANTOS = 50


def avisar(db: Database, nucleo: Database, cipher: Cipher, envio: Envio, now: datetime) -> int:
    """Queue what is pending; return how many notices. Raises DatabaseAway, and then the rest waits."""
    with db.transaction() as tx:
        pendientes = tx.all("asistente.seguridad.pendientes", cuantos=CUANTOS)
    return sum(_avisar(db, nucleo, cipher, envio, row, now) for row in pendientes)


def _avisar(db: Database, nucleo: Database, cipher: Cipher, envio: Envio, row: Row, now: datetime) -> bool:
    try:
        cedula = None if row["cedula"] is None else cipher.decrypt(row["cedula"], CEDULA).decode()
        celular = _celular(nucleo, cipher, row, cedula)
    except Undecipherable:  # whoever it was about has been forgotten
        cedula = celular = None
    with db.transaction() as tx:
        if celular and row["clase"] == MUCHOS_CHATS and not _de_veras(tx, row, celular):
            tx.run("asistente.seguridad.descartar", id=row["id"])
            return False
        if tx.first("asistente.seguridad.tomar", id=row["id"], now=now) is None or not celular:
            return False
        return _encolar(tx, cipher, envio, row, cedula, celular, now)


def _celular(nucleo: Database, cipher: Cipher, row: Row, cedula: str | None) -> str | None:
    """Return the mobile to tell: the one that was kept with the cause, or the registered one."""
    if row["celular"] is not None:
        return cipher.decrypt(row["celular"], CELULAR).decode()
    with nucleo.transaction() as tx:
        cliente = tx.first("nucleo.clientes.por_cedula", cedula=cedula)
    return str(cliente["celular"]) if cliente is not None and cliente["celular"] else None


def _de_veras(tx: Transaction, row: Row, celular: str) -> bool:
    """Tell whether the chats are still too many without the registered number's own."""
    ajenos = tx.one("asistente.seguridad.ajenos", cedula_hmac=bytes(row["cedula_hmac"]), creado_en=row["creado_en"],
                    telefono=celular)  # fmt: skip
    return bool(ajenos["cuantos"] >= LIMITES.contactos_por_cedula_24h)


def _encolar(
    tx: Transaction, cipher: Cipher, envio: Envio, row: Row, cedula: str | None, celular: str, now: datetime
) -> bool:
    address = Address(phone=celular)
    registrado = Contacto(contactos.identificar(tx, cipher, address), address, f"{CLASE}:{row['clave']}")
    try:
        if row["clase"] == BLOQUEO and cedula is not None:
            bloqueo_de_identidad.bloquear(tx, cipher, registrado, cedula, "codigos", now)
        encolado = bandeja_salida.encolar(
            tx,
            cipher,
            registrado.id,
            registrado.wamid,
            envio.aviso(row["clase"]),
            clase=CLASE,
            canal=envio.canal,
            destino=celular,
        )
    except LlaveDestruida:  # they were erased here, and are not written to any more
        return False
    trabajos.despertar_envio(tx, registrado.id)
    return encolado
