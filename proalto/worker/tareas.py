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
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool

from proalto import bootstrap
from proalto.bootstrap import App
from proalto.db.database import DatabaseAway
from proalto.services.credito import revision
from proalto.services.mensajeria import bandeja_entrada, bandeja_salida
from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.services.operacion.trabajos import (
    ACUSAR,
    ADELANTAR,
    ATENDER,
    AVISAR,
    ENVIAR,
    REVISAR,
    barrer,
    soltar_terminados,
)
from proalto.worker import demoras, lectura, limpieza, plazos
from proalto.worker.acusar import acusar
from proalto.worker.atender import Atencion
from proalto.worker.encuestas import preguntar_siempre
from proalto.worker.enviar import enviar
from proalto.worker.novedades import Vigia
from proalto.worker.novedades import revisar as avisar_cambios
from proalto.worker.pulso import Pulso
from proalto.worker.rasa import RasaClient
from proalto.worker.revisar import revisar
from proalto.worker.terminados import Terminados

logger = logging.getLogger(__name__)
# A turn that hangs costs its place up to 11 s and nothing else: a thread that waits holds no connection. PostgreSQL's
# pool (8 for each process) is shared by all of them for a few milliseconds each.
CONCURRENCIA = {ATENDER: 16, ADELANTAR: 20, ENVIAR: 8, ACUSAR: 4, REVISAR: 2, AVISAR: 1}
EN_HILOS = {cola: lugares for cola, lugares in CONCURRENCIA.items() if cola != ADELANTAR}  # that one waits in the loop
HILOS_DE_RONDAS = 7  # the sweep and the rounds, beside the jobs
LATIDO_SEGUNDOS = 2.0
MUERTO_SEGUNDOS = 10.0
BARRIDO_SEGUNDOS = 1.0
REINTENTO_SEGUNDOS = 1.0
ESPERA_DE_CONEXION = 5.0
# A line cut without a word is noticed within 15 s; a server that is frozen is waited for.
LINEA = {"keepalives_idle": 5, "keepalives_interval": 5, "keepalives_count": 2, "tcp_user_timeout": 15_000}
# That a call was taken or is done need not be on the disk: one that comes again finds nothing to do.
SIN_ESPERAR = "-c synchronous_commit=off"


def registrar(tareas: Procrastinate, app: App) -> Atencion:
    """Register the tasks, whose arguments are those of `services.operacion.trabajos`; return who holds the turns."""
    rasa = RasaClient(app.settings.rasa_urls, app.cipher.internal_token("rasa"))
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
    _usar_hilos()
    pulso = Pulso(app.settings.run_dir, EN_HILOS)
    pulso.empezar()
    terminados = Terminados()
    tareas = Procrastinate(connector=PsycopgConnector())
    atencion = registrar(tareas, app)
    siempre = (
        pulso.latir(),
        _barrer_siempre(app, terminados),
        Vigia(app).vigilar(),
        plazos.vigilar(app),
        limpieza.vigilar(app),
        lectura.vigilar(app),
        preguntar_siempre(app),
        demoras.vigilar(app, atencion),
    )
    fondo = [asyncio.create_task(tarea) for tarea in siempre]
    async with _conexiones(app) as conexiones:
        await tareas.open_async(conexiones)
        parar = asyncio.Event()
        todos = asyncio.gather(*(_trabajar_siempre(tareas, cola, pulso, terminados, parar) for cola in CONCURRENCIA))

        def terminar() -> None:
            parar.set()
            todos.cancel()

        for sig in (signal.SIGTERM, signal.SIGINT):
            # Left to procrastinate, only the queue that set its handler last would stop.
            asyncio.get_running_loop().add_signal_handler(sig, terminar)
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await todos
        finally:
            for tarea in fondo:
                tarea.cancel()


def _usar_hilos() -> None:
    """Give every job and every round a thread; Python's own pool has six on two cores: less than one queue's places."""
    hilos = ThreadPoolExecutor(sum(CONCURRENCIA.values()) + HILOS_DE_RONDAS, thread_name_prefix="worker")
    asyncio.get_running_loop().set_default_executor(hilos)


def _conexiones(app: App) -> AsyncConnectionPool:
    """Return procrastinate's pool. Entered, it waits for nothing: the database may come later."""
    return AsyncConnectionPool(
        make_conninfo(bootstrap.database_url(app.settings), **LINEA),
        kwargs={"options": f"{bootstrap.opciones(app.settings)} {SIN_ESPERAR}", "application_name": "asistente-worker"},
        min_size=2,
        max_size=8,
        timeout=ESPERA_DE_CONEXION,
        reconnect_timeout=ESPERA_DE_CONEXION,  # then it starts again at short pauses, instead of ever longer ones
        check=AsyncConnectionPool.check_connection,
        open=False,
    )


async def _trabajar_siempre(
    tareas: Procrastinate, cola: str, pulso: Pulso, terminados: Terminados, parar: asyncio.Event
) -> None:
    """Work on one queue until told to stop; procrastinate's worker ends, some times without a word, with the database.

    It may end without a word too when it is cancelled as it starts: then `parar` says that it must not start anew.
    """
    while not parar.is_set():
        try:
            await tareas.run_worker_async(
                queues=[cola],
                name=cola,
                concurrency=CONCURRENCIA[cola],
                delete_jobs="always",
                fetch_job_polling_interval=2.0,
                update_heartbeat_interval=LATIDO_SEGUNDOS,
                stalled_worker_timeout=MUERTO_SEGUNDOS,
                shutdown_graceful_timeout=10.0,
                install_signal_handlers=False,
                task_middleware=[pulso.envolver(cola)] if cola in EN_HILOS else [],
                worker_middleware=[terminados.envolver],
            )
        except Exception as error:  # noqa: BLE001 - whatever it was, the queue must not end
            logger.warning("queue %s starts anew: %s", cola, type(error).__name__)
        await asyncio.sleep(REINTENTO_SEGUNDOS)


async def _barrer_siempre(app: App, terminados: Terminados) -> None:
    while True:
        await asyncio.sleep(BARRIDO_SEGUNDOS)
        try:
            await asyncio.to_thread(_barrer, app, terminados)
        except DatabaseAway as error:
            logger.warning("sweep: %s", error)
        except Exception as error:  # noqa: BLE001 - without the sweep, what a crash forgot would wait for ever
            logger.error("sweep failed: %s", type(error).__name__)


def _barrer(app: App, terminados: Terminados) -> None:
    por_soltar = terminados.por_soltar()
    with app.db.transaction() as tx:
        sueltos = soltar_terminados(tx, por_soltar)
        por_atender, por_enviar = bandeja_entrada.olvidados(tx), bandeja_salida.olvidados(tx)
        barrer(tx, por_atender, por_enviar, revision.olvidados(tx), MUERTO_SEGUNDOS)
    terminados.olvidar(por_soltar)
    if sueltos:
        logger.warning("%s jobs had ended without the database knowing", sueltos)
