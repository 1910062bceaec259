"""What somebody agreed about being written to: by which channels, in which hours, and when they want what they asked
for (Ley 2300 de 2023 art. 2, 3 and 8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum

from proalto.db.database import Database, Transaction
from proalto.errors import ProAltoError
from proalto.formats.dias_habiles import DIAS, Horario
from proalto.services.identificacion.contactos import Contacto
from proalto.services.mesa.auditoria import anotar


class AcuerdoInvalido(ProAltoError):
    """It is no agreement by the law: `str(error)` says what it lacks."""


class Canal(str, Enum):
    """By what somebody is reached."""

    WHATSAPP = "whatsapp"
    SMS = "sms"
    LLAMADA = "llamada"
    CORREO = "correo"


class Preferencia(str, Enum):
    """When somebody wants the notices that they asked for."""

    HABIL = "habil"
    CUALQUIERA = "cualquiera"


@dataclass(frozen=True)
class Instrumento:
    """Hours agreed in a document apart from the contract and later than it; `dias`: 1 is Monday."""

    contrato: str
    contrato_firmado_en: datetime
    instrumento: str
    instrumento_firmado_en: datetime
    dias: Collection[int]
    abre: time
    cierra: time


def autorizar_canal(
    tx: Transaction,
    contacto_id: int,
    cedula_hmac: bytes,
    canal: Canal,
    documento: str,
    informado_en: datetime,
    now: datetime,
    *,
    por: int | None = None,
) -> bool:
    """Record that a person, told beforehand, lets us write to them by this channel about what is theirs.

    `documento` says where that is written; `por` is the colleague who records it. False when it was recorded already.
    Raise AcuerdoInvalido.
    """
    if not documento.strip() or informado_en > now:
        raise AcuerdoInvalido("the document, or being told before")
    campos = {"documento": documento.strip(), "informado_en": informado_en, "autorizado_en": now}
    nueva = tx.run("asistente.acuerdos_de_contacto.autorizar_canal", contacto_id=contacto_id, cedula_hmac=cedula_hmac,
                   canal=canal.value, **campos)  # fmt: skip
    if nueva:
        anotar(tx, por, "canal_autorizado", f"contacto:{contacto_id}", now, {"canal": canal.value})
    return bool(nueva)


def terminar_canal(
    tx: Transaction, contacto_id: int, cedula_hmac: bytes, canal: Canal, now: datetime, *, por: int | None = None
) -> bool:
    """Record that this person authorises a channel no longer; False when they did not."""
    campos = {"contacto_id": contacto_id, "cedula_hmac": cedula_hmac, "canal": canal.value, "now": now}
    if not tx.run("asistente.acuerdos_de_contacto.terminar_canal", **campos):
        return False
    anotar(tx, por, "canal_terminado", f"contacto:{contacto_id}", now, {"canal": canal.value})
    return True


def canal_autorizado(
    tx: Transaction, contacto_id: int, canal: str, now: datetime, cedula_hmac: bytes | None = None
) -> bool:
    """Tell whether a channel was authorised; for what speaks of one person's obligation, by that very person."""
    params = {"contacto_id": contacto_id, "canal": canal, "now": now, "cedula_hmac": cedula_hmac}
    return bool(tx.one("asistente.acuerdos_de_contacto.canal_autorizado", **params)["autorizado"])


def pactar_horario(
    tx: Transaction,
    contacto_id: int,
    cedula_hmac: bytes,
    instrumento: Instrumento,
    now: datetime,
    *,
    por: int | None = None,
) -> bool:
    """Record other hours than the law's for one person, in the place of those they agreed before (art. 3 par.).

    False when these very ones were agreed already. Raise AcuerdoInvalido.
    """
    uno = instrumento
    if not uno.contrato.strip() or not uno.instrumento.strip() or uno.contrato.strip() == uno.instrumento.strip():
        raise AcuerdoInvalido("an instrument apart from the contract")
    if not uno.contrato_firmado_en < uno.instrumento_firmado_en <= now:
        raise AcuerdoInvalido("an instrument later than the contract, and signed")
    if not uno.dias or not set(uno.dias) <= set(range(1, len(DIAS) + 1)) or uno.abre >= uno.cierra:
        raise AcuerdoInvalido("days and hours")
    de_quien = {"contacto_id": contacto_id, "cedula_hmac": cedula_hmac}
    campos = {**vars(uno), "dias": sorted(set(uno.dias)), **de_quien}
    if tx.one("asistente.acuerdos_de_contacto.mismo_horario", **campos)["mismo"]:
        return False
    tx.run("asistente.acuerdos_de_contacto.terminar_horario", **de_quien, now=now)
    tx.run("asistente.acuerdos_de_contacto.pactar", **campos)
    anotar(tx, por, "horario_pactado", f"contacto:{contacto_id}", now)
    return True


def terminar_horario(
    tx: Transaction, contacto_id: int, cedula_hmac: bytes, now: datetime, *, por: int | None = None
) -> bool:
    """Record that a person's hours are those of the law again; False when they were."""
    campos = {"contacto_id": contacto_id, "cedula_hmac": cedula_hmac, "now": now}
    if not tx.run("asistente.acuerdos_de_contacto.terminar_horario", **campos):
        return False
    anotar(tx, por, "horario_terminado", f"contacto:{contacto_id}", now)
    return True


def horario_pactado(tx: Transaction, contacto_id: int, cedula_hmac: bytes | None, now: datetime) -> Horario | None:
    """Return the hours agreed with a person, or None: those of the law. Holidays are in no agreement.

    What concerns nobody by name (None) keeps to the law's: who reads that phone may be another.
    """
    campos = {"contacto_id": contacto_id, "cedula_hmac": cedula_hmac, "now": now}
    row = tx.first("asistente.acuerdos_de_contacto.pactado", **campos)
    if row is None:
        return None
    tramo = ((row["abre"], row["cierra"]),)
    return Horario(tuple(tramo if dia in row["dias"] else () for dia in range(1, len(DIAS) + 1)))


def preferir(db: Database, contacto: Contacto, preferencia: Preferencia, now: datetime) -> None:
    """Record when the contact wants the notices that they asked for."""
    with db.transaction() as tx:
        tx.run("asistente.acuerdos_de_contacto.preferir", contacto_id=contacto.id, horario=preferencia.value,
               wamid=contacto.wamid, now=now)  # fmt: skip


def preferencia(tx: Transaction, contacto_id: int) -> Preferencia:
    """Return when the contact wants the notices that they asked for: by default, in the hours of the law."""
    row = tx.first("asistente.acuerdos_de_contacto.preferencia", contacto_id=contacto_id)
    return Preferencia.HABIL if row is None else Preferencia(row["horario"])


def olvidar(tx: Transaction, contacto_id: int, now: datetime) -> None:
    """End all that was agreed: the number is in other hands."""
    tx.run("asistente.acuerdos_de_contacto.terminar", contacto_id=contacto_id, now=now)
