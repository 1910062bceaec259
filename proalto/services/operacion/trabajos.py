"""Wake-up calls for the worker. They may be lost or doubled without harm: the inbox and the outbox hold the truth.

Each is made once the transaction that makes it necessary is committed (`Transaction.after`): it notifies the worker.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from proalto.db.database import Transaction

ATENDER, ENVIAR, ACUSAR, REVISAR, AVISAR = "atender", "enviar", "acusar", "revisar", "avisar"
ADELANTAR = "adelantar"


def despertar_atencion(tx: Transaction, contacto_id: int) -> None:
    """Ask for the contact's unanswered messages to be attended; one at a time for each contact.

    Whoever has accepted the data policy comes before numbers that nobody knows: a flood of those holds nobody up.
    """
    lock = f"{ATENDER}:{contacto_id}"
    tx.after("asistente.trabajos.despertar_atencion", cola=ATENDER, lock=lock, contacto_id=contacto_id)


def despertar_mensaje(tx: Transaction, contacto_id: int, wamid: str) -> None:
    """Ask for what a new message needs: that its contact be attended, and that it be marked as read."""
    tx.after(
        "asistente.trabajos.despertar_mensaje",
        atender=ATENDER,
        acusar=ACUSAR,
        contacto_id=contacto_id,
        wamid=wamid,
        lock=f"{ATENDER}:{contacto_id}",
        lock_acuse=f"{ACUSAR}:{wamid}",
    )


def despertar_adelanto(tx: Transaction, contacto_id: int, wamid: str) -> None:
    """Ask for a message that needs no Rasa to be answered soon, whatever waits before it."""
    _despertar(tx, ADELANTAR, f"{ADELANTAR}:{wamid}", {"contacto_id": contacto_id, "wamid": wamid})


def despertar_envio(tx: Transaction, contacto_id: int) -> None:
    """Ask for the contact's outbox to be sent; one at a time for each contact."""
    _despertar(tx, ENVIAR, f"{ENVIAR}:{contacto_id}", {"contacto_id": contacto_id})


def despertar_acuse(tx: Transaction, wamid: str) -> None:
    """Ask for the read receipt and the typing indicator."""
    _despertar(tx, ACUSAR, f"{ACUSAR}:{wamid}", {"wamid": wamid})


def despertar_revision(tx: Transaction, documento_id: int) -> None:
    """Ask for a customer's file to be fetched and looked at."""
    _despertar(tx, REVISAR, f"{REVISAR}:{documento_id}", {"documento_id": documento_id})


def despertar_avisos(tx: Transaction, radicado: str) -> None:
    """Ask for whoever follows this application to be told, if it has changed."""
    _despertar(tx, AVISAR, f"{AVISAR}:{radicado}", {"radicado": radicado})


def _despertar(tx: Transaction, tarea: str, lock: str, args: dict[str, object]) -> None:
    tx.after(
        "asistente.trabajos.despertar", cola=tarea, tarea=tarea, lock=lock, queueing_lock=lock, args=json.dumps(args)
    )


def soltar_terminados(tx: Transaction, trabajos: Sequence[int]) -> int:
    """Free the jobs that ended without the database knowing; return how many there were."""
    return tx.run("asistente.trabajos.soltar_terminados", trabajos=list(trabajos)) if trabajos else 0


def barrer(
    tx: Transaction,
    por_atender: Sequence[int],
    por_enviar: Sequence[int],
    por_revisar: Sequence[int],
    muerto_segundos: float,
) -> None:
    """Free what dead workers held, and wake the contacts and files that a crash forgot."""
    tx.run("asistente.trabajos.soltar_de_muertos", segundos=muerto_segundos)
    for contacto_id in por_atender:
        despertar_atencion(tx, contacto_id)
    for contacto_id in por_enviar:
        despertar_envio(tx, contacto_id)
    for documento_id in por_revisar:
        despertar_revision(tx, documento_id)
