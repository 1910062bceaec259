"""Asking how it was, in rounds: what is due is in PostgreSQL, so a round that is missed loses nothing."""

from __future__ import annotations

import asyncio
import logging

from proalto.bootstrap import App
from proalto.db.database import DatabaseAway
from proalto.services.medicion.envio_de_encuestas import enviar_pendientes

logger = logging.getLogger(__name__)
RONDA_SEGUNDOS = 5.0


def preguntar(app: App) -> int:
    """One round; return how many were asked."""
    return enviar_pendientes(app.db, app.cipher, app.now())


async def preguntar_siempre(app: App) -> None:
    """Go round until cancelled."""
    while True:
        await asyncio.sleep(RONDA_SEGUNDOS)
        try:
            await asyncio.to_thread(preguntar, app)
        except DatabaseAway as error:
            logger.warning("surveys wait: %s", error)
        except Exception as error:  # noqa: BLE001 - a survey that cannot be asked must not end the rounds
            logger.error("surveys failed: %s", type(error).__name__)
