"""Files of an erased contact that Meta still holds: asked to be deleted, until Meta has, or has let them expire."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from proalto.db.database import Database, Transaction
from proalto.errors import OutsideError
from proalto.whatsapp.door import WhatsApp

logger = logging.getLogger(__name__)
CADUCAN = timedelta(days=30)  # an uploaded file lives 30 days there
ESPERA_MAXIMA = timedelta(hours=6)


def encargar(tx: Transaction, medios: Iterable[str], now: datetime) -> None:
    """Have these files deleted at Meta, soon."""
    for media_id in medios:
        tx.run("asistente.medios_por_borrar.encargar", media_id=media_id, now=now)


def borrar_vencidos(db: Database, whatsapp: WhatsApp, now: datetime) -> int:
    """Do one round; return how many files Meta holds no longer. One that Meta does not know is gone."""
    with db.transaction() as tx:
        pendientes = tx.all("asistente.medios_por_borrar.vencidos", now=now)
    return sum(_borrar(db, whatsapp, row["media_id"], row["intentos"], row["pedido_en"], now) for row in pendientes)


def _borrar(db: Database, whatsapp: WhatsApp, media_id: str, intentos: int, pedido_en: datetime, now: datetime) -> bool:
    try:
        whatsapp.delete_media(media_id)
        ido = True
    except OutsideError as error:
        ido = error.permanent or now - pedido_en > CADUCAN
        logger.info("a file at Meta was not deleted: %s", type(error).__name__)
    with db.transaction() as tx:
        if ido:
            tx.run("asistente.medios_por_borrar.olvidar", media_id=media_id)
        else:
            espera = min(ESPERA_MAXIMA, timedelta(minutes=2 ** min(intentos, 12)))
            tx.run("asistente.medios_por_borrar.aplazar", media_id=media_id, proximo=now + espera)
    return ido
