"""Messages that may not leave: all that collects or sells for whoever says "no fui yo", what sells for whoever asks for
no more of it."""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Transaction
from proalto.services.mensajeria.plantillas import Clase

QUE_SE_DETIENE = (Clase.COBRANZA, Clase.PUBLICIDAD)
SUPLANTACION, BAJA, REVOCADA = "suplantacion", "baja", "revocada"
DEL_CONTACTO = (BAJA, REVOCADA)  # what they stopped themselves, and may let out again


def detener(
    tx: Transaction, contacto_id: int, motivo: str, now: datetime, *, caso_id: int | None, cedula_hmac: bytes | None
) -> None:
    """Stop collection and advertising for a contact, and wherever the same person is written to.

    Ley 2573 de 2026 art. 5.6: from the moment of the report, whoever makes it and however well they are known.
    """
    for cual in QUE_SE_DETIENE:
        _bloquear(tx, contacto_id, cual, motivo, now, caso_id, cedula_hmac)


def dar_de_baja(tx: Transaction, contacto_id: int, now: datetime) -> None:
    """Stop advertising for a contact (Ley 2300 de 2023 art. 5 par. 2)."""
    _bloquear(tx, contacto_id, Clase.PUBLICIDAD, BAJA, now, None, None)


def detener_por_revocada(tx: Transaction, contacto_id: int, now: datetime) -> None:
    """Stop advertising for a contact who takes back what they authorised."""
    _bloquear(tx, contacto_id, Clase.PUBLICIDAD, REVOCADA, now, None, None)


def deshacer_baja(tx: Transaction, contacto_id: int, now: datetime) -> None:
    """Let advertising leave again: who had asked for no more, or taken it back, has accepted it anew."""
    for motivo in DEL_CONTACTO:
        tx.run("asistente.bloqueos.levantar", contacto_id=contacto_id, motivo=motivo, now=now)


def puede_salir(tx: Transaction, contacto_id: int, cual: Clase, cedula_hmac: bytes | None = None) -> bool:
    """Tell whether a message of this class may leave now; asked when it leaves, so that what waits is stopped too.

    `cedula_hmac` is of whose obligation it speaks, if it does.
    """
    if cual not in QUE_SE_DETIENE:
        return True
    params = {"contacto_id": contacto_id, "clase": cual.value, "cedula_hmac": cedula_hmac}
    return not tx.one("asistente.bloqueos.vigente", **params)["bloqueada"]


def _bloquear(
    tx: Transaction,
    contacto_id: int,
    cual: Clase,
    motivo: str,
    now: datetime,
    caso_id: int | None,
    cedula_hmac: bytes | None,
) -> None:
    tx.run(
        "asistente.bloqueos.bloquear",
        contacto_id=contacto_id,
        cedula_hmac=cedula_hmac,
        clase=cual.value,
        motivo=motivo,
        caso_id=caso_id,
        now=now,
    )
