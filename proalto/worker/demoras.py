"""A round over whoever waits too long, so that word of it comes in time whatever holds the turns up."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from proalto.bootstrap import App
from proalto.db.database import DatabaseAway
from proalto.services.conversacion import menu_fijo
from proalto.services.mensajeria import bandeja_entrada, limites_de_uso
from proalto.worker import sin_rasa
from proalto.worker.atender import Atencion

logger = logging.getLogger(__name__)
RONDA_SEGUNDOS = 0.5
ADELANTAR_TRAS = 3.0  # seconds that what needs no Rasa waits for its turn, when Rasa may be well
# Threads of its own: while Rasa is frozen, turns hold those of everybody else.
HILOS = ThreadPoolExecutor(4, thread_name_prefix="demoras")


async def vigilar(app: App, atencion: Atencion) -> None:
    """Go round for ever."""
    while True:
        await asyncio.sleep(RONDA_SEGUNDOS)
        try:
            await asyncio.get_running_loop().run_in_executor(HILOS, ronda, app, atencion)
        except DatabaseAway as error:
            logger.warning("round over who waits: %s", error)
        except Exception as error:  # noqa: BLE001 - whatever it was, the next round must come
            logger.error("round over who waits failed: %s", type(error).__name__)


def ronda(app: App, atencion: Atencion) -> None:
    """Tell each contact that waits, once: that we cannot look now, or that many people write."""
    perdido, segundos = atencion.presencia.perdido(), menu_fijo.AVISAR_TRAS.total_seconds()
    with app.db.transaction() as tx:
        if atencion.presencia.volvio():
            tx.run("asistente.bandeja_entrada.soltar_aplazados")
        demorados = menu_fijo.demorados(tx, perdido)
        hay_fila = not perdido and limites_de_uso.hay_fila(tx)
        fila = tx.all("asistente.limites_de_uso.recien_llegados", segundos=segundos) if hay_fila else []
    for row in demorados:
        sin_rasa.ofrecer(app, row["contacto_id"], row["wamid"])
    avisados = {row["contacto_id"] for row in demorados}
    for row in fila:
        if row["contacto_id"] not in avisados:
            sin_rasa.avisar_fila(app, row["contacto_id"], row["wamid"])


async def adelantar(app: App, atencion: Atencion, contacto_id: int, wamid: str) -> None:
    """Answer what needs no Rasa: after a while, in which Rasa may do it; at once if Rasa answers nobody."""
    loop = asyncio.get_running_loop()
    limite = loop.time() + ADELANTAR_TRAS
    while loop.time() < limite and not atencion.presencia.perdido():
        await asyncio.sleep(RONDA_SEGUNDOS / 2)
        if not await loop.run_in_executor(HILOS, bandeja_entrada.espera_respuesta, app.db, wamid):
            return
    await loop.run_in_executor(HILOS, atencion.adelantar, contacto_id, wamid)
