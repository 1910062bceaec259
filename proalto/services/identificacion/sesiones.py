"""Sessions: what a contact has proved, for how long, and what it opens. PostgreSQL decides; no slot does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum

from proalto.db.database import Database, Transaction
from proalto.errors import ProAltoError
from proalto.gateways.cipher import Cipher
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.limites import LIMITES

CEDULA = "cedula"


class Nivel(IntEnum):
    """What was proved: N1 knowledge and the registered number (or a code), N2 knowledge and a code."""

    N1 = 1
    N2 = 2
    N3 = 3


class Capacidad(str, Enum):
    """What an errand is about to do with the customer's data."""

    ETAPA = "etapa"
    SALDO = "saldo"
    OFERTA = "oferta"
    DOCUMENTO = "documento"
    RENOVAR = "renovar"
    DATOS = "datos"


DESDE_OTRO_CHAT = frozenset((Capacidad.ETAPA, Capacidad.SALDO, Capacidad.OFERTA))
CON_CELULAR_COMPARTIDO = frozenset((Capacidad.ETAPA, Capacidad.SALDO))


class FaltaIdentidad(ProAltoError):
    """The contact has no live session of the level that the request takes."""

    def __init__(self, nivel: Nivel) -> None:
        super().__init__(nivel.name)
        self.nivel = nivel


class NoDesdeEsteChat(ProAltoError):
    """The session is good, but what was asked waits, or belongs in the registered mobile's own chat."""


class CelularCompartido(ProAltoError):
    """The session is good, but two customers have this mobile: no code tells them apart."""


@dataclass(frozen=True)
class Titular:
    """The person whose data the session opens; the cédula stays out of repr and so out of logs."""

    cedula: str

    def __repr__(self) -> str:
        return "Titular(...)"


@dataclass(frozen=True)
class Alcance:
    """How far a session reaches: the mobile that proved it (keyed hash), until when it is restricted, and whether
    another customer has the same mobile."""

    celular_hmac: bytes | None = None
    restringida_hasta: datetime | None = None
    compartida: bool = False


TODO = Alcance()


def exigir_identidad(
    db: Database,
    cipher: Cipher,
    contacto: Contacto,
    nivel: Nivel,
    now: datetime,
    capacidad: Capacidad | None = None,
) -> Titular:
    """Return whose data may be shown, and start the idle clock anew.

    Raises FaltaIdentidad, NoDesdeEsteChat or CelularCompartido. Without `capacidad` an errand above N1 is taken for
    the one that the fewest sessions may do.
    """
    que = capacidad or (Capacidad.ETAPA if nivel is Nivel.N1 else Capacidad.DATOS)
    with db.transaction() as tx:
        row = tx.first(
            "asistente.sesiones.usar",
            contacto_id=contacto.id,
            nivel=int(nivel),
            now=now,
            ocio=LIMITES.sesion_ociosa.total_seconds(),
            total=LIMITES.sesion_total.total_seconds(),
        )
    if row is None:
        raise FaltaIdentidad(nivel)
    if row["compartida"] and que not in CON_CELULAR_COMPARTIDO:
        raise CelularCompartido(que.value)
    hasta = row["restringida_hasta"]
    if hasta is not None and now < hasta and que not in DESDE_OTRO_CHAT:
        raise NoDesdeEsteChat(que.value)
    return Titular(cipher.decrypt(row["cedula"], CEDULA).decode())


def abrir_sesion(
    tx: Transaction,
    contacto_id: int,
    cedula: bytes,
    cedula_hmac: bytes,
    nivel: Nivel,
    now: datetime,
    alcance: Alcance = TODO,
) -> None:
    """Open a session for the (encrypted) cédula; whatever session the contact had is ended."""
    cerrar_sesion(tx, contacto_id, now)
    tx.run(
        "asistente.sesiones.abrir",
        contacto_id=contacto_id,
        cedula=cedula,
        cedula_hmac=cedula_hmac,
        nivel=int(nivel),
        now=now,
        celular_hmac=alcance.celular_hmac,
        restringida_hasta=alcance.restringida_hasta,
        compartida=alcance.compartida,
    )


def cerrar_sesion(tx: Transaction, contacto_id: int, now: datetime) -> None:
    """End the contact's session, if there is one."""
    tx.run("asistente.sesiones.cerrar", contacto_id=contacto_id, now=now)


def cerrar_de_celular(tx: Transaction, celular_hmac: bytes, now: datetime) -> None:
    """End every session that a code to this mobile opened, in whatever chat; its living codes open nothing any more."""
    tx.run("asistente.sesiones.cerrar_de_celular", celular_hmac=celular_hmac, now=now)
    tx.run("asistente.identidad.anular_de_celular", celular_hmac=celular_hmac)


def cerrar_de_cedula(tx: Transaction, cedula_hmac: bytes, now: datetime) -> None:
    """End every session of this person, in whatever chat; their living codes open nothing any more."""
    tx.run("asistente.sesiones.cerrar_de_cedula", cedula_hmac=cedula_hmac, now=now)
    tx.run("asistente.identidad.anular_de_cedula", cedula_hmac=cedula_hmac)
