"""Conversations that a person has and in which nobody writes any more: the assistant takes them back."""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Database, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import alertas, gestion_casos
from proalto.services.conversacion import conversaciones
from proalto.services.conversacion.conversaciones import Devuelta, Turno

SIN_RESPONDER = "sin_responder"


def vencer(db: Database, cipher: Cipher, now: datetime) -> int:
    """Give back to the assistant the conversations that stood still too long (`esperas`); return how many."""
    with db.transaction() as tx:
        contactos = [int(row["contacto_id"]) for row in tx.all("asistente.conversaciones.vencidas", now=now)]
    return sum(_vencer(db, cipher, contacto_id, now) for contacto_id in contactos)


def _vencer(db: Database, cipher: Cipher, contacto_id: int, now: datetime) -> bool:
    with db.transaction() as tx:
        turno = conversaciones.bloquear(tx, contacto_id)
        if turno.vence_en is None or turno.vence_en > now:  # somebody wrote meanwhile
            return False
        conversaciones.devolver(tx, cipher, contacto_id, _motivo(tx, turno, now), now)
        assert turno.caso_id is not None
        if turno.espera == "cliente":  # the case waits for them, and so do its clocks
            gestion_casos.esperar_cliente(tx, turno.caso_id, now)
        else:
            clase = alertas.siguiente(tx, turno.caso_id, SIN_RESPONDER)
            alertas.alertar(tx, turno.caso_id, clase, now)
    return True


def _motivo(tx: Transaction, turno: Turno, now: datetime) -> Devuelta:
    if turno.espera == "cliente":
        return Devuelta.SILENCIO_CLIENTE
    return Devuelta.SILENCIO_ASESOR if conversaciones.en_horario(tx, turno, now) else Devuelta.FUERA_DE_HORARIO
