"""A job whose end could not be noted does not keep its contact waiting, though its worker lives."""

import asyncio
import contextlib
import logging
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from procrastinate import App as Procrastinate
from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException

from proalto import bootstrap
from proalto.db.database import Database, DatabaseAway
from proalto.services.operacion import trabajos
from proalto.services.operacion.trabajos import ATENDER
from proalto.worker import tareas
from proalto.worker.pulso import Pulso
from proalto.worker.tareas import CONCURRENCIA
from proalto.worker.terminados import ANOTADO_EN, Terminados

CONTACTO = 42


class Obra:
    """A real worker of one queue, whose database fails when the first end is noted."""

    def __init__(self, app, buzon, carpeta):
        conninfo = bootstrap.database_url(app.settings)
        self.app, self.buzon, self.carpeta = app, buzon, carpeta
        self.procrastinate = Procrastinate(
            connector=PsycopgConnector(
                conninfo=conninfo, kwargs={"options": "-c search_path=asistente"}, min_size=1, max_size=4
            )
        )
        self.corridos, self.fallidos, self.ahora = [], [], 1000.0
        self.terminados = Terminados(lambda: self.ahora)
        self.procrastinate.task(name=ATENDER, queue=ATENDER)(self.atender)
        self.anotar = self.procrastinate.job_manager.finish_job
        self.procrastinate.job_manager.finish_job = self.anotar_mal

    def atender(self, contacto_id):
        self.corridos.append(contacto_id)

    async def anotar_mal(self, **trabajo):
        if not self.fallidos:
            self.fallidos.append(trabajo["job"].id)
            raise ConnectorException("no connection in time")
        await self.anotar(**trabajo)

    def despertar(self):
        with self.app.db.transaction() as tx:
            trabajos.despertar_atencion(tx, CONTACTO)

    def barrer(self):
        tareas._barrer(self.app, self.terminados)

    def doing(self):
        return [id_ for (id_,) in self.buzon.sql("SELECT id FROM asistente.procrastinate_jobs WHERE status = 'doing'")]

    @contextlib.asynccontextmanager
    async def en_marcha(self):
        async with self.procrastinate.open_async():
            pulso = Pulso(self.carpeta, CONCURRENCIA)
            siempre = tareas._trabajar_siempre(self.procrastinate, ATENDER, pulso, self.terminados, asyncio.Event())
            cola = asyncio.create_task(siempre)
            try:
                yield
            finally:
                cola.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await cola


@pytest.fixture
def obra(app, buzon, tmp_path):
    buzon.sql("DELETE FROM asistente.procrastinate_jobs")
    yield Obra(app, buzon, tmp_path)
    buzon.sql("DELETE FROM asistente.procrastinate_jobs")


async def hasta(condicion, segundos=20.0):
    limite = time.monotonic() + segundos
    while not condicion():
        assert time.monotonic() < limite
        await asyncio.sleep(0.05)


def test_un_trabajo_cuyo_fin_no_se_pudo_anotar_vuelve_aunque_su_worker_viva(obra, caplog):
    async def escena():
        obra.despertar()
        async with obra.en_marcha():
            await hasta(lambda: obra.fallidos)
            obra.despertar()  # a later message of the same contact
            obra.barrer()  # its worker lives: as far as anybody can tell, it is at it
            await asyncio.sleep(tareas.LATIDO_SEGUNDOS + 0.5)
            assert obra.corridos == [CONTACTO] and obra.doing() == obra.fallidos
            obra.ahora += ANOTADO_EN
            obra.barrer()
            assert obra.fallidos[0] not in obra.doing()
            await hasta(lambda: obra.corridos == [CONTACTO] * 2)
            await hasta(lambda: not obra.doing())

    with caplog.at_level(logging.WARNING):
        asyncio.run(escena())
    assert "1 jobs had ended without the database knowing" in caplog.text


def test_lo_que_se_esta_haciendo_no_se_suelta_por_mucho_que_tarde():
    ahora = [0.0]
    terminados = Terminados(lambda: ahora[0])
    contexto = SimpleNamespace(job=SimpleNamespace(id=7))

    async def escena():
        dentro, fuera = asyncio.Event(), asyncio.Event()

        async def trabajo():
            dentro.set()
            await fuera.wait()

        tarea = asyncio.create_task(terminados.envolver(trabajo, contexto))
        await dentro.wait()
        ahora[0] = 10_000.0
        assert terminados.por_soltar() == []
        fuera.set()
        await tarea
        assert terminados.por_soltar() == []  # there is time to note it
        ahora[0] += ANOTADO_EN
        assert terminados.por_soltar() == [7]
        terminados.olvidar([7])
        assert terminados.por_soltar() == []

    asyncio.run(escena())


def test_si_la_base_no_esta_en_el_barrido_se_suelta_en_el_siguiente(obra):
    obra.despertar()
    ((trabajo,),) = obra.buzon.sql("UPDATE asistente.procrastinate_jobs SET status = 'doing' RETURNING id")
    obra.terminados._fin[trabajo] = obra.ahora
    obra.ahora += ANOTADO_EN
    caida = Database("host=127.0.0.1 port=1 dbname=x user=x", name="caida")
    with pytest.raises(DatabaseAway):
        tareas._barrer(replace(obra.app, db=caida), obra.terminados)
    assert obra.terminados.por_soltar() == [trabajo]
    with obra.app.db.transaction() as tx:
        assert trabajos.soltar_terminados(tx, obra.terminados.por_soltar()) == 1
        assert trabajos.soltar_terminados(tx, obra.terminados.por_soltar()) == 0
