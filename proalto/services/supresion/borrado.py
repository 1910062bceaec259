"""Erasure of a contact (Ley 1581 art. 8 lit. e and 15; Decreto 1377 art. 9): every store, resumable after a crash, with
a proof that holds nothing personal. What a law keeps is named, and stays under a key of its own."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from proalto.db.database import Database, DatabaseAway, Row, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.gateways.llaves import de_contacto
from proalto.services.identificacion.contactos import Contacto, SinContacto
from proalto.services.supresion import conservacion, otros_chats, pruebas_de_borrado
from proalto.services.supresion.bloqueos_de_borrados import huellas
from proalto.services.supresion.conservacion import PASAJEROS, Conservado
from proalto.services.supresion.pasos_de_borrado import PASOS, PUERTA, Encargo, cerrar_contacto
from proalto.whatsapp.address import Address

MOTIVO = re.compile(r"[A-Za-z0-9_-]{3,40}")
FOLIO_ALFABETO = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
FOLIO_LARGO = 8
CALMA = timedelta(minutes=2)  # what the contact was told last must have left before its address goes
A_MAS_TARDAR = timedelta(hours=1)
TURNOS = (0.1, 0.3, 1.0, 2.0)  # seconds: who holds a row of theirs now is done soon


class MotivoInvalido(ProAltoError):
    """Why something was erased is told by a code or a folio, never by somebody's words."""


@dataclass(frozen=True)
class Borrado:
    """The proof of an erasure: how many rows of each table went, what stays and by which norm."""

    folio: str
    borrado: Mapping[str, int]
    conservado: tuple[Conservado, ...]
    sha256: str


def que_se_conserva(
    db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, cedula_hmac: bytes | None, now: datetime
) -> tuple[Conservado, ...]:
    """Return what an erasure would leave, each with its norm; raise DatabaseAway when that cannot be known now."""
    return conservacion.reunir(db, nucleo, cipher, contacto.id, cedula_hmac, now)


def pedir(
    db: Database, cipher: Cipher, contacto: Contacto, cedula_hmac: bytes | None, motivo: str, now: datetime
) -> str:
    """Have the contact erased once it has read what was said last; return the proof's folio. Asked again, the same.

    `cedula_hmac` is whoever asked and had proved who they are, never whoever came after them: what else is theirs goes
    too. None: this chat only. Raises SinContacto or MotivoInvalido.
    """
    if not MOTIVO.fullmatch(motivo):
        raise MotivoInvalido
    with db.transaction() as tx:
        fila = tx.first("asistente.borrado.contacto", contacto_id=contacto.id)
        if fila is None:
            raise SinContacto(str(contacto.id))
        suya = Address(fila["telefono"], fila["bsuid"])
        return _registrar(tx, cipher, contacto.id, suya, cedula_hmac, motivo, now, parte_de=None)


def borrar(
    db: Database,
    nucleo: Database,
    cipher: Cipher,
    contacto: Contacto,
    cedula_hmac: bytes | None,
    motivo: str,
    now: datetime,
) -> Borrado:
    """Erase the contact now, and the other chats that are of nobody but this person; None: of this chat alone.

    May be called again after any failure, and goes on where it stood; so does the worker, by itself, an hour later.
    Raises what `pedir` and `que_se_conserva` raise; once it has begun, only DatabaseAway.
    """
    return ejecutar(db, nucleo, cipher, pedir(db, cipher, contacto, cedula_hmac, motivo, now), now)


def por_hacer(db: Database, now: datetime) -> list[str]:
    """Return the folios of erasures to do now, or that a crash left half done."""
    with db.transaction() as tx:
        rows = tx.all("asistente.borrado.por_hacer", calma=now - CALMA, antes_de=now - A_MAS_TARDAR)
    return [str(row["folio"]) for row in rows]


def ejecutar(db: Database, nucleo: Database, cipher: Cipher, folio: str, now: datetime) -> Borrado:
    """Do what is left of an erasure, and return its proof."""
    with db.transaction() as tx:
        fila = tx.one("asistente.borrado.ver", folio=folio)
    if fila["estado"] != "hecho":
        if PUERTA not in fila["hechos"]:
            debidos = conservacion.reunir(db, nucleo, cipher, fila["contacto_id"], fila["cedula_hmac"], now)
            _con_paciencia(partial(_abrir, db, cipher, folio, debidos, now))
        _partes(db, nucleo, cipher, folio, now)
        for nombre, hacer in PASOS:
            _con_paciencia(partial(_paso, db, cipher, folio, nombre, hacer, now))
        _con_paciencia(partial(_terminar, db, folio, now))
        cipher.forget(de_contacto(fila["contacto_id"]))
    with db.transaction() as tx:
        fila = tx.one("asistente.borrado.ver", folio=folio)
        partes = tx.all("asistente.borrado.conteos_de_partes", folio=folio)
    return _borrado(fila, partes)


def _abrir(db: Database, cipher: Cipher, folio: str, debidos: tuple[Conservado, ...], now: datetime) -> None:
    """Shut the contact's door, with what is kept of them and their other chats written down."""

    def puerta(encargo: Encargo) -> dict[str, int]:
        tx, huella = encargo.tx, encargo.cedula_hmac
        hechos = cerrar_contacto(encargo)
        dicho = json.dumps([uno.as_json() for uno in debidos])
        en_custodia = any(uno.que in PASAJEROS for uno in debidos)
        tx.run("asistente.borrado.anotar_deberes", folio=folio, conservado=dicho, en_custodia=en_custodia)
        if huella is not None and encargo.parte_de is None:
            for otro in otros_chats.propios(tx, cipher, encargo.contacto_id, huella):
                suya = Address(otro["telefono"], otro["bsuid"])
                _registrar(tx, cipher, int(otro["id"]), suya, None, encargo.motivo, now, parte_de=folio)
        return hechos

    _paso(db, cipher, folio, PUERTA, puerta, now)


def _paso(
    db: Database, cipher: Cipher, folio: str, nombre: str, hacer: Callable[[Encargo], dict[str, int]], now: datetime
) -> None:
    """Do a step that is not done, in one transaction."""
    with db.transaction() as tx:
        fila = tx.one("asistente.borrado.bloquear", folio=folio)
        if nombre in fila["hechos"]:
            return
        tx.one("asistente.borrado.permitir")
        conteos = hacer(_encargo(tx, cipher, fila, now))
        con_algo = {tabla: cuantas for tabla, cuantas in conteos.items() if cuantas}
        tx.run("asistente.borrado.anotar_paso", folio=folio, paso=nombre, conteos=json.dumps(con_algo))


def _partes(db: Database, nucleo: Database, cipher: Cipher, folio: str, now: datetime) -> None:
    """Erase the person's other chats: before the sessions that tell what is theirs go."""
    with db.transaction() as tx:
        partes = [str(row["folio"]) for row in tx.all("asistente.borrado.partes", folio=folio)]
    for parte in partes:
        ejecutar(db, nucleo, cipher, parte, now)


def _terminar(db: Database, folio: str, now: datetime) -> None:
    with db.transaction() as tx:
        fila = tx.one("asistente.borrado.bloquear", folio=folio)
        if fila["estado"] != "hecho":
            sha256 = pruebas_de_borrado.huella(fila | {"terminado_en": now})
            tx.run("asistente.borrado.terminar", folio=folio, sha256=sha256, now=now)


def _registrar(
    tx: Transaction,
    cipher: Cipher,
    contacto_id: int,
    suya: Address,
    cedula_hmac: bytes | None,
    motivo: str,
    now: datetime,
    *,
    parte_de: str | None,
) -> str:
    tx.run(
        "asistente.borrado.pedir",
        folio="B-" + "".join(secrets.choice(FOLIO_ALFABETO) for _ in range(FOLIO_LARGO)),
        contacto_id=contacto_id,
        parte_de=parte_de,
        huellas=huellas(cipher, suya),
        cedula_hmac=cedula_hmac,
        motivo=motivo,
        now=now,
    )
    return str(tx.one("asistente.borrado.de_contacto", contacto_id=contacto_id)["folio"])


def _encargo(tx: Transaction, cipher: Cipher, fila: Row, now: datetime) -> Encargo:
    return Encargo(
        tx=tx,
        cipher=cipher,
        contacto_id=int(fila["contacto_id"]),
        cedula_hmac=None if fila["cedula_hmac"] is None else bytes(fila["cedula_hmac"]),
        parte_de=fila["parte_de"],
        motivo=fila["motivo"],
        que_queda=frozenset(uno["que"] for uno in fila["conservado"]),
        now=now,
    )


def _con_paciencia(hacer: Callable[[], None]) -> None:
    """Try again when somebody holds a row of theirs, or two waited for each other: nothing was done then."""
    for segundos in TURNOS:
        try:
            return hacer()
        except DatabaseAway:
            time.sleep(segundos)
    return hacer()


def _borrado(fila: Row, partes: list[Row]) -> Borrado:
    conteos: dict[str, int] = {}
    conservado: dict[str, Conservado] = {}
    for una in (fila, *partes):
        for tabla, cuantas in una["conteos"].items():
            conteos[tabla] = conteos.get(tabla, 0) + cuantas
        for dicho in una["conservado"]:
            conservado.setdefault(dicho["que"], Conservado.from_json(dicho))
    return Borrado(fila["folio"], conteos, tuple(conservado.values()), fila["sha256"])
