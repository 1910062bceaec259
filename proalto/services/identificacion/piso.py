"""When the answer to a step of identity leaves: on a fixed floor with some jitter, whatever the step has found.

How long a look took would tell an unknown cédula from a right one. Nobody sleeps: the outbox holds the answer back.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from proalto.db.database import Transaction
from proalto.services.identificacion.limites import LIMITES

_azar = secrets.SystemRandom()


def espera(tx: Transaction, wamid: str, transcurrido: timedelta) -> timedelta:
    """Return how long the answer to this message still waits, so long after its turn began; zero for other messages."""
    if not tx.one("asistente.identidad.pasos_de", wamid=wamid)["es_paso"]:
        return timedelta()
    return falta(transcurrido, timedelta(seconds=_azar.uniform(-_vaiven(), _vaiven())))


def falta(transcurrido: timedelta, vaiven: timedelta) -> timedelta:
    """Return what is left until the floor; until its next multiple when it is past, so that lateness tells nothing."""
    pisos = 1
    while LIMITES.respuesta_piso * pisos + vaiven < transcurrido:
        pisos += 1
    return LIMITES.respuesta_piso * pisos + vaiven - transcurrido


def _vaiven() -> float:
    return LIMITES.respuesta_vaiven.total_seconds()
