"""What is erased while nobody waits for it: contacts who asked for it, their files at Meta, and each night whatever is
older than its class allows."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from proalto.bootstrap import App
from proalto.errors import ProAltoError
from proalto.services.supresion import borrado, medios_en_meta, pruebas_de_borrado, retencion

logger = logging.getLogger(__name__)
RONDA_SEGUNDOS = 10.0


def borrar_pedidos(app: App) -> None:
    """Erase whoever asked for it and has read the last answer, and go on with what a crash left half done."""
    for folio in borrado.por_hacer(app.db, app.now()):
        borrado.ejecutar(app.db, app.nucleo, app.cipher, folio, app.now())
        logger.info("erasure %s is done", folio)


def limpiar(app: App) -> None:
    """Do this night's cleaning, if it is night and nobody has."""
    if retencion.toca(app.db, app.now()):
        informe = retencion.limpiar(app.db, app.nucleo, app.cipher, app.now())
        if informe is not None:
            logger.info("retention: %s", informe)


def revisar(app: App) -> None:
    """Do one round; a part that fails does not keep the others from theirs."""
    pasos: tuple[Callable[[], object], ...] = (
        lambda: borrar_pedidos(app),
        lambda: pruebas_de_borrado.anotar(app.db, app.settings.diario_dir, app.now()),
        lambda: medios_en_meta.borrar_vencidos(app.db, app.whatsapp, app.now()),
        lambda: limpiar(app),
    )
    for paso in pasos:
        try:
            paso()
        except (ProAltoError, OSError) as error:  # a database that is away, a full disk: what is left is in its tables
            logger.warning("cleaning: %s", type(error).__name__)
        except Exception as error:  # noqa: BLE001 - the watch must not end; the type only, no row's content
            logger.error("cleaning failed: %s", type(error).__name__)


async def vigilar(app: App) -> None:
    """Watch until cancelled."""
    while True:
        await asyncio.to_thread(revisar, app)
        await asyncio.sleep(RONDA_SEGUNDOS)
