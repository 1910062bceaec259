"""Requests of rights over personal data: each has a folio and a legal clock (Ley 1581 arts. 14-15, Ley 1266 art. 16).

Anybody may file one, in any state and without proving who they are (Ley 1755 de 2015 art. 32): receiving a request
reveals nothing. Those that a program may answer at once are recorded as answered, without a case.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from proalto.db.database import Database, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import casos, tipos_de_caso
from proalto.services.datos import plazos_legales
from proalto.services.datos.derecho_pedido import Derecho, Estado, Solicitud, de_fila
from proalto.services.datos.plazos_legales import Regimen, Tramite, regimen_de
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.limites import LIMITES

TIPO = "datos"
FOLIO_PROPIO = "D-"
RECIENTE = timedelta(minutes=5)  # a proof of identity that changes or erases data is not older (level N3)


class SinResponder(ProAltoError):
    """The case is about a right that nobody has answered: its clock goes on (Ley 1581 art. 15)."""


@dataclass(frozen=True)
class Radicada:
    """A request that was filed; `nueva` is False when the same one was waiting already."""

    folio: str
    vence_el: date
    nueva: bool
    caso_id: int | None = None


def radicar(
    db: Database,
    cipher: Cipher,
    contacto: Contacto,
    derecho: Derecho,
    now: datetime,
    *,
    con_creditos: bool | None = None,
    nota: Mapping[str, str] | None = None,
) -> Radicada:
    """File a request with a case of its own, or return the same one that still waits; nobody need be identified.

    A claim of somebody identified is marked beside their data at once (art. 15 num. 2).
    """
    with db.transaction() as tx:
        tx.run("asistente.casos.bloquear_contacto", contacto_id=contacto.id)
        huella = _quien(tx, contacto, now)
        row = tx.first("asistente.solicitudes_de_datos.viva", contacto_id=contacto.id, derecho=derecho.value,
                       cedula_hmac=huella, wamid=contacto.wamid)  # fmt: skip
        if row is not None:
            if huella is not None:  # they had asked for it before they proved who they are, or ask again
                _identificar(tx, contacto, row["id"], huella, now)
            return Radicada(row["folio"], row["vence_el"], row["wamid_origen"] == contacto.wamid, row["caso_id"])
        tipo = tipos_de_caso.vigentes()[TIPO]
        caso = casos.crear(tx, cipher, contacto, tipo, now, nota, gestion=derecho.value)
        regimen = regimen_de(con_creditos=con_creditos)
        marcada = now if huella is not None and derecho.tramite is Tramite.RECLAMO else None
        return _abrir(tx, contacto, derecho, regimen, Estado.EN_CURSO, huella, now, caso, marcada)


def atendida(tx: Transaction, contacto: Contacto, derecho: Derecho, now: datetime, huella: bytes | None) -> Radicada:
    """Record a request that was answered at once, under a folio of its own; a repeated message has the same."""
    hecha = tx.first("asistente.solicitudes_de_datos.de_mensaje", wamid=contacto.wamid, derecho=derecho.value)
    if hecha is not None:
        return Radicada(hecha["folio"], hecha["vence_el"], nueva=False)
    return _abrir(tx, contacto, derecho, Regimen.AMBOS, Estado.FAVORABLE, huella, now, None, None)


def de_caso(tx: Transaction, caso_id: int) -> Solicitud | None:
    """Return the request that a case is about, or None."""
    row = tx.first("asistente.solicitudes_de_datos.de_caso", caso_id=caso_id)
    return None if row is None else de_fila(row)


def exigir_respondida(tx: Transaction, caso_id: int) -> None:
    """Raise SinResponder if a case cannot be closed yet."""
    solicitud = de_caso(tx, caso_id)
    if solicitud is not None and solicitud.abierta:
        raise SinResponder(solicitud.folio)


def bloquear(tx: Transaction, caso_id: int) -> Solicitud | None:
    """Return the request of a case, held until the transaction ends, or None."""
    row = tx.first("asistente.solicitudes_de_datos.bloquear", caso_id=caso_id)
    return None if row is None else de_fila(row)


def reclamo_en_tramite(tx: Transaction, cedula_hmac: bytes) -> str | None:
    """Return the folio of a claim of this person that is marked beside their data, which no decision may use."""
    row = tx.first("asistente.solicitudes_de_datos.en_tramite", cedula_hmac=cedula_hmac)
    return None if row is None else str(row["folio"])


def identificado_hace_poco(tx: Transaction, contacto_id: int, huella: bytes | None, now: datetime) -> bool:
    """Tell whether whoever writes proved who they are (N2) within the last five minutes."""
    return (_reciente(tx, contacto_id, huella, now) or 0) >= 2


def terminar(
    tx: Transaction,
    folio: str,
    estado: Estado,
    now: datetime,
    *,
    fundamento: str | None = None,
    autorizada_por: int | None = None,
) -> None:
    """Record how a request ended."""
    tx.run("asistente.solicitudes_de_datos.terminar", folio=folio, estado=estado.value, respondida_en=now,
           fundamento=fundamento, autorizada_por=autorizada_por)  # fmt: skip


def _abrir(
    tx: Transaction,
    contacto: Contacto,
    derecho: Derecho,
    regimen: Regimen,
    estado: Estado,
    huella: bytes | None,
    now: datetime,
    caso: casos.Fila | None,
    marcada: datetime | None,
) -> Radicada:
    vence_el = plazos_legales.plazo(derecho.tramite, now).vence
    folio = caso.folio if caso else nuevo_folio()
    tx.run(
        "asistente.solicitudes_de_datos.abrir",
        folio=folio,
        contacto_id=contacto.id,
        caso_id=caso.id if caso else None,
        cedula_hmac=huella,
        derecho=derecho.value,
        tramite=derecho.tramite.value,
        regimen=regimen.value,
        estado=estado.value,
        nivel=_reciente(tx, contacto.id, huella, now),
        vence_el=vence_el,
        marcada_en=marcada,
        respondida_en=now if estado is Estado.FAVORABLE else None,
        wamid=contacto.wamid,
        now=now,
    )
    return Radicada(folio, vence_el, nueva=True, caso_id=caso.id if caso else None)


def nuevo_folio() -> str:
    """Return a number for a request without a case."""
    return FOLIO_PROPIO + "".join(secrets.choice(casos.FOLIO_ALFABETO) for _ in range(casos.FOLIO_LARGO))


def _identificar(tx: Transaction, contacto: Contacto, solicitud_id: int, huella: bytes, now: datetime) -> None:
    """Note who the person of a waiting request has proved to be, on its case too; a claim is marked with that."""
    tx.run("asistente.solicitudes_de_datos.identificar", id=solicitud_id, cedula_hmac=huella,
           nivel=_reciente(tx, contacto.id, huella, now), now=now)  # fmt: skip
    tx.run("asistente.solicitudes_de_datos.identificar_caso", id=solicitud_id, contacto_id=contacto.id)


def _quien(tx: Transaction, contacto: Contacto, now: datetime) -> bytes | None:
    sesion = tx.first(
        "asistente.sesiones.viva",
        contacto_id=contacto.id,
        now=now,
        ocio=LIMITES.sesion_ociosa.total_seconds(),
        total=LIMITES.sesion_total.total_seconds(),
    )
    return None if sesion is None else bytes(sesion["cedula_hmac"])


def _reciente(tx: Transaction, contacto_id: int, huella: bytes | None, now: datetime) -> int | None:
    row = tx.first("asistente.solicitudes_de_datos.sesion_reciente", contacto_id=contacto_id, cedula_hmac=huella,
                   desde=now - RECIENTE, now=now)  # fmt: skip
    return None if row is None else int(row["nivel"])
