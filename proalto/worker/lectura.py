"""Every ten seconds: whether the lender's views can still be read, so that somebody is told who can mend it."""

from __future__ import annotations

import asyncio
import logging

from proalto.bootstrap import App, papeles_en_nucleo
from proalto.db.database import DatabaseAway
from proalto.services.operacion import lectura_de_nucleo

logger = logging.getLogger(__name__)
RONDA_SEGUNDOS = 10.0


def revisar(app: App) -> None:
    """Do one round; a database that is away is told by the health page, and says nothing of privileges."""
    try:
        perdidas, vueltas = lectura_de_nucleo.revisar(app.db, app.nucleo, con_papeles=papeles_en_nucleo(app.settings))
    except DatabaseAway as error:
        logger.warning("reading nucleo: %s", error)
        return
    except Exception as error:  # noqa: BLE001 - the watch must not end
        logger.error("reading nucleo failed: %s", type(error).__name__)
        return
    for vista in perdidas:
        logger.error("nucleo.%s cannot be read: it is gone, or its GRANT is (docs/nucleo.md, Permisos)", vista)
    for vista in vueltas:
        logger.info("nucleo.%s can be read again", vista)


async def vigilar(app: App) -> None:
    """Watch until cancelled."""
    while True:
        await asyncio.to_thread(revisar, app)
        await asyncio.sleep(RONDA_SEGUNDOS)
