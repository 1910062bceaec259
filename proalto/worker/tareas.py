"""The worker's process: its queues side by side, so that a slow Graph API never holds up a turn; a sweep for what a
crash forgot, and a watch over the applications that customers follow."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from concurrent.futures import ThreadPoolExecutor

from procrastinate import App as Procrastinate
from procrastinate import PsycopgConnector

from proalto import bootstrap
from proalto.bootstrap import App
from proalto.db.database import DatabaseAway
from proalto.services import bandeja_entrada, bandeja_salida, revision
from proalto.services.mantenimiento import Mantenimiento
from proalto.services.trabajos import ACUSAR, ADELANTAR, ATENDER, AVISAR, ENVIAR, REVISAR, barrer
from proalto.worker import demoras, plazos
from proalto.worker.acusar import acusar
from proalto.worker.atender import Atencion
from proalto.worker.encuestas import preguntar_siempre
from proalto.worker.enviar import enviar
from proalto.worker.novedades import Vigia
from proalto.worker.novedades import revisar as avisar_cambios
from proalto.worker.rasa import RasaClient
from proalto.worker.revisar import revisar

logger = logging.getLogger(__name__)
CONCURRENCIA = {ATENDER: 4, ADELANTAR: 20, ENVIAR: 8, ACUSAR: 4, REVISAR: 2, AVISAR: 1}
LATIDO_SEGUNDOS = 2.0
MUERTO_SEGUNDOS = 10.0
BARRIDO_SEGUNDOS = 1.0


def registrar(tareas: Procrastinate, app: App) -> Atencion:
    """Register the tasks, whose arguments are those of `services.trabajos`; return who holds the turns."""
    rasa = RasaClient(app.settings.rasa_url, app.cipher.internal_token("rasa"))
    atencion = Atencion(app, rasa, Mantenimiento(app.whatsapp))

    @tareas.task(name=ATENDER, queue=ATENDER)
    def atender_contacto(contacto_id: int) -> None:
        atencion.atender(contacto_id)

    @tareas.task(name=ADELANTAR, queue=ADELANTAR)
    async def adelantar_mensaje(contacto_id: int, wamid: str) -> None:
        await demoras.adelantar(app, atencion, contacto_id, wamid)

    @tareas.task(name=ENVIAR, queue=ENVIAR)
    def enviar_a_contacto(contacto_id: int) -> None:
        enviar(app, contacto_id)

    @tareas.task(name=ACUSAR, queue=ACUSAR)
    def acusar_mensaje(wamid: str) -> None:
        acusar(app, wamid)

    @tareas.task(name=REVISAR, queue=REVISAR)
    def revisar_documento(documento_id: int) -> None:
        revisar(app, documento_id)

    @tareas.task(name=AVISAR, queue=AVISAR)
    def avisar_cambio(radicado: str) -> None:
        avisar_cambios(app, [radicado])

    return atencion


async def correr(app: App) -> None:
    """Work until told to stop."""
    connector = PsycopgConnector(
        conninfo=bootstrap.database_url(app.settings),
        kwargs={"options": "-c search_path=asistente", "application_name": "asistente-worker"},
        min_size=2,
        max_size=12,
    )
    tareas = Procrastinate(connector=connector)
    atencion = registrar(tareas, app)
    # By default they would all share six threads on two cores, and turns of a frozen Rasa would hold up the sending.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(sum(CONCURRENCIA.values())))
    async with tareas.open_async():
        trabajadores = [
            tareas.run_worker_async(
                queues=[cola],
                name=cola,
                concurrency=concurrencia,
                delete_jobs="always",
                fetch_job_polling_interval=2.0,
                update_heartbeat_interval=LATIDO_SEGUNDOS,
                stalled_worker_timeout=MUERTO_SEGUNDOS,
                shutdown_graceful_timeout=10.0,
                install_signal_handlers=False,
            )
            for cola, concurrencia in CONCURRENCIA.items()
        ]
        siempre = (_barrer_siempre(app), Vigia(app).vigilar(), plazos.vigilar(app), preguntar_siempre(app),
                   demoras.vigilar(app, atencion))  # fmt: skip
        fondo = [asyncio.create_task(tarea) for tarea in siempre]
        todos = asyncio.gather(*trabajadores)
        for sig in (signal.SIGTERM, signal.SIGINT):
            # Left to procrastinate, only the queue that set its handler last would stop.
            asyncio.get_running_loop().add_signal_handler(sig, todos.cancel)
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await todos
        finally:
            for tarea in fondo:
                tarea.cancel()


async def _barrer_siempre(app: App) -> None:
    while True:
        await asyncio.sleep(BARRIDO_SEGUNDOS)
        try:
            await asyncio.to_thread(_barrer, app)
        except DatabaseAway as error:
            logger.warning("sweep: %s", error)


def _barrer(app: App) -> None:
    with app.db.transaction() as tx:
        por_atender, por_enviar = bandeja_entrada.olvidados(tx), bandeja_salida.olvidados(tx)
        barrer(tx, por_atender, por_enviar, revision.olvidados(tx), MUERTO_SEGUNDOS)
