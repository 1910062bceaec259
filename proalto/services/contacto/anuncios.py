"""Announcements of the lender's system: "this application changed". A hint, taken once; nucleo tells the truth."""

from __future__ import annotations

from datetime import datetime, timedelta

from proalto.db.database import Database
from proalto.errors import ProAltoError
from proalto.services.operacion import trabajos

TOLERANCIA = timedelta(minutes=5)  # between the lender's clock and ours, and for the way


class AnuncioViejo(ProAltoError):
    """The announcement was signed too long ago, or in the future: somebody may be sending it again."""


def recibir_anuncio(db: Database, anuncio_id: str, momento: datetime, radicado: str, now: datetime) -> bool:
    """Wake the worker for this application; False when this announcement was taken before. Raises AnuncioViejo."""
    if abs(now - momento) > TOLERANCIA:
        raise AnuncioViejo
    with db.transaction() as tx:
        tx.run("asistente.suscripciones.olvidar_anuncios", now=now)
        if tx.run("asistente.suscripciones.anunciar", id=anuncio_id, now=now) == 0:
            return False
        trabajos.despertar_avisos(tx, radicado)
    return True
