"""The consent ledger: what was shown and what was answered, one chain for each contact, and nothing ever changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher, Undecipherable, en_custodia
from proalto.services.consentimiento.cadenas import Ruptura, huella, por_tramos, seguir, sellar
from proalto.services.identificacion.contactos import Contacto
from proalto.services.operacion.textos import Documento

RESPUESTA, QUIEN = "autorizaciones.respuesta", "autorizaciones.quien"
LIBRO, TEXTOS = "autorizaciones", "textos_mostrados"
TRAMO = 2000  # entries that are checked in one query


class Finalidad(str, Enum):
    """What data are treated for. Each is accepted, refused and revoked apart from the other (L-03)."""

    ATENCION = "atencion"  # necessary: to identify, to answer, to manage the credit
    PUBLICIDAD = "publicidad"  # accessory: off until it is accepted, and nothing depends on it

    @property
    def documento(self) -> str:
        """The folder of `textos/` with what is asked about it."""
        return "autorizacion" if self is Finalidad.ATENCION else self.value


class Evento(str, Enum):
    """What the ledger records."""

    MOSTRADA = "mostrada"
    ACEPTADA = "aceptada"
    RECHAZADA = "rechazada"
    REVOCADA = "revocada"
    AVISADA = "avisada"  # told of a correction of the text, which needs no new answer


DECISIONES = (Evento.ACEPTADA, Evento.RECHAZADA, Evento.REVOCADA)


class NadaMostrado(ProAltoError):
    """The contact was never shown a text that an answer could be to."""


@dataclass(frozen=True)
class Entrada:
    """One entry with the exact text that it is about; `respuesta` is None when its key was destroyed, or there is none.

    `quien` is the keyed hash of the phone or BSUID that was spoken with.
    """

    id: int
    finalidad: Finalidad
    evento: Evento
    version: str
    sha256: str
    documento: str
    texto: str
    wamid: str = field(repr=False)
    respuesta: str | None = field(repr=False)
    quien: bytes | None = field(repr=False)
    ocurrido_en: datetime
    cadena: str


def anotar(
    tx: Transaction,
    cipher: Cipher,
    contacto: Contacto,
    finalidad: Finalidad,
    evento: Evento,
    documento: Documento | None,
    literal: str | None,
    now: datetime,
) -> None:
    """Add an entry about `documento`, or about the text on this purpose that the contact was shown last.

    Raises NadaMostrado. The same message adds the same entry once.
    """
    tx.all("asistente.autorizacion.una_a_la_vez", contacto_id=contacto.id)
    anterior = tx.first("asistente.autorizacion.ultima", contacto_id=contacto.id)
    version, sha256 = _texto(tx, contacto.id, finalidad, documento)
    de, custodia = contacto.address.phone or contacto.address.bsuid, en_custodia(contacto.id)
    entrada = {
        "contacto_id": contacto.id,
        "finalidad": finalidad.value,
        "evento": evento.value,
        "version": version,
        "sha256": sha256,
        "wamid_origen": contacto.wamid or f"propio:{now.isoformat()}",  # somebody did it for them, at the desk
        "respuesta": None if literal is None else cipher.encrypt(literal.encode(), RESPUESTA, de=custodia),
        "quien_hmac": cipher.keyed_hash(QUIEN, de) if de else None,
        "ocurrido_en": now,
    }
    tx.run("asistente.autorizacion.anotar", **entrada, cadena=eslabon(anterior["cadena"] if anterior else "", entrada))


def guardar_texto(tx: Transaction, documento: Documento) -> None:
    """Keep the exact words that are about to be shown, for ever (Decreto 1377 art. 16)."""
    tx.run(
        "asistente.autorizacion.guardar_texto",
        sha256=documento.sha256,
        documento=documento.nombre,
        version=documento.version,
        texto=documento.texto,
    )


def leer(db: Database, cipher: Cipher, contacto_id: int) -> list[Entrada]:
    """Return the contact's whole ledger, the oldest entry first."""
    with db.transaction() as tx:
        rows = tx.all("asistente.autorizacion.libro", contacto_id=contacto_id)
    return [_entrada(cipher, row) for row in rows]


def verificar(db: Database) -> list[Ruptura]:
    """Follow every contact's chain, and read every text again; return what does not fit."""
    with db.transaction() as tx:
        textos = tx.all("asistente.autorizacion.textos")
    alterados = [f"{t['documento']}/{t['version']}" for t in textos if t["sha256"] != huella(t["texto"])]
    todas = seguir(por_tramos(lambda ultima: _tramo(db, ultima)), eslabon, serie=lambda row: int(row["contacto_id"]))
    rotas = [str(row["id"]) for row, cuadra in todas if not cuadra or row["version"] != row["version_del_texto"]]
    return [*(Ruptura(TEXTOS, fila) for fila in alterados), *(Ruptura(LIBRO, fila) for fila in rotas)]


def sello(db: Database, hasta: int | None = None) -> tuple[int, str]:
    """Return the id of an entry (the newest, unless told) and one hash of all links up to it."""

    def tramo(ultima: Row | None) -> list[Row]:
        desde = ultima["id"] if ultima else 0
        with db.transaction() as tx:
            return tx.all("asistente.autorizacion.cadenas", desde=desde, hasta=hasta, cuantos=TRAMO)

    if hasta is None:
        with db.transaction() as tx:
            hasta = int(tx.one("asistente.autorizacion.ultimo")["id"])
    return hasta, sellar(por_tramos(tramo))


def eslabon(anterior: str, entrada: Row) -> str:
    """Return the hash that ties an entry to the one before it.

    What came with the purposes is tied only where it says something, so that older entries fit as they are.
    """
    respuesta = b"" if entrada["respuesta"] is None else bytes(entrada["respuesta"])
    cuando = entrada["ocurrido_en"].astimezone(timezone.utc).isoformat()
    partes = [anterior, str(entrada["contacto_id"]), entrada["evento"], entrada["sha256"], entrada["wamid_origen"],
              hashlib.sha256(respuesta).hexdigest(), cuando]  # fmt: skip
    if entrada["finalidad"] != Finalidad.ATENCION.value:
        partes.append(f"finalidad={entrada['finalidad']}")
    if entrada["quien_hmac"] is not None:
        partes.append(f"quien={bytes(entrada['quien_hmac']).hex()}")
    return huella("|".join(partes))


def _texto(tx: Transaction, contacto_id: int, finalidad: Finalidad, documento: Documento | None) -> tuple[str, str]:
    if documento is not None:
        return documento.version, documento.sha256
    row = tx.first("asistente.autorizacion.texto_mostrado", contacto_id=contacto_id, finalidad=finalidad.value)
    if row is None:
        raise NadaMostrado
    return str(row["version"]), str(row["sha256"])


def _entrada(cipher: Cipher, row: Row) -> Entrada:
    return Entrada(
        id=int(row["id"]),
        finalidad=Finalidad(row["finalidad"]),
        evento=Evento(row["evento"]),
        version=row["version"],
        sha256=row["sha256"],
        documento=row["documento"],
        texto=row["texto"],
        wamid=row["wamid_origen"],
        respuesta=_abrir(cipher, row["respuesta"]),
        quien=None if row["quien_hmac"] is None else bytes(row["quien_hmac"]),
        ocurrido_en=row["ocurrido_en"],
        cadena=row["cadena"],
    )


def _abrir(cipher: Cipher, respuesta: bytes | None) -> str | None:
    if respuesta is None:
        return None
    try:
        return cipher.decrypt(respuesta, RESPUESTA).decode()
    except Undecipherable:
        return None


def _tramo(db: Database, ultima: Row | None) -> list[Row]:
    desde = {"contacto_id": ultima["contacto_id"], "id": ultima["id"]} if ultima else {"contacto_id": 0, "id": 0}
    with db.transaction() as tx:
        return tx.all("asistente.autorizacion.eslabones", **desde, cuantos=TRAMO)
