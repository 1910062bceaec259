"""Wake-up calls: what our SQL inserts, the installed procrastinate runs; what a dead worker held is freed."""

import asyncio
import inspect
import logging
import os
import subprocess
import sys
import threading
import time

import psycopg2.errors
import pytest
from procrastinate import App as Procrastinate
from procrastinate import PsycopgConnector

from proalto import bootstrap
from proalto.services.mensajeria import bandeja_entrada, bandeja_salida
from proalto.services.operacion import trabajos
from proalto.services.operacion.trabajos import ACUSAR, ADELANTAR, ATENDER, AVISAR, ENVIAR, REVISAR
from proalto.settings import ROOT
from proalto.whatsapp import payloads
from proalto.worker import tareas
from proalto.worker.pulso import Pulso
from proalto.worker.tareas import CONCURRENCIA, HILOS_DE_RONDAS, MUERTO_SEGUNDOS, registrar
from proalto.worker.terminados import Terminados
from tests.conftest import ENTORNO


@pytest.fixture
def procrastinate(app):
    conninfo = bootstrap.database_url(app.settings)
    return Procrastinate(
        connector=PsycopgConnector(
            conninfo=conninfo, kwargs={"options": "-c search_path=asistente"}, min_size=1, max_size=4
        )
    )


@pytest.fixture(autouse=True)
def sin_trabajos_de_otra_prueba(buzon):
    buzon.sql("DELETE FROM asistente.procrastinate_jobs")
    buzon.sql("UPDATE asistente.mensajes_entrantes SET estado = 'ignorado'")
    buzon.sql("UPDATE asistente.mensajes_salientes SET estado = 'fallido'")


def trabajar(procrastinate, *colas):
    """Run a real worker until its queues are empty."""

    async def correr():
        async with procrastinate.open_async():
            await procrastinate.run_worker_async(
                queues=list(colas), wait=False, delete_jobs="always", listen_notify=False
            )

    asyncio.run(correr())


def pendientes(buzon, *estados):
    filas = buzon.sql("SELECT task_name, status::text FROM asistente.procrastinate_jobs ORDER BY task_name, id")
    return [nombre for nombre, estado in filas if estado in (estados or ("todo",))]


def despertar(app, *llamadas):
    with app.db.transaction() as tx:
        for funcion, argumento in llamadas:
            funcion(tx, argumento)


def test_cada_llamada_llega_a_la_tarea_de_su_nombre_con_sus_argumentos(app, procrastinate):
    recibidas = []
    for nombre in (ATENDER, ENVIAR, ACUSAR, AVISAR):

        @procrastinate.task(name=nombre, queue=nombre)
        def anotar(_nombre=nombre, **argumentos):
            recibidas.append((_nombre, argumentos))

    despertar(
        app, (trabajos.despertar_atencion, 42), (trabajos.despertar_envio, 43),
        (trabajos.despertar_acuse, "wamid.1"), (trabajos.despertar_avisos, "SOL-1"),
    )  # fmt: skip
    trabajar(procrastinate, ATENDER, ENVIAR, ACUSAR, AVISAR)
    assert sorted(recibidas) == [
        (ACUSAR, {"wamid": "wamid.1"}), (ATENDER, {"contacto_id": 42}), (AVISAR, {"radicado": "SOL-1"}),
        (ENVIAR, {"contacto_id": 43}),
    ]  # fmt: skip


def test_las_tareas_registradas_son_las_que_se_despiertan(app, procrastinate):
    registrar(procrastinate, app)
    registradas = {n: t for n, t in procrastinate.tasks.items() if not n.startswith(("procrastinate", "builtin"))}
    assert set(registradas) == {ATENDER, ADELANTAR, ENVIAR, ACUSAR, AVISAR, REVISAR} == set(CONCURRENCIA)
    assert {n: list(inspect.signature(t.func).parameters) for n, t in registradas.items()} == {
        ATENDER: ["contacto_id"], ENVIAR: ["contacto_id"], ACUSAR: ["wamid"], AVISAR: ["radicado"],
        REVISAR: ["documento_id"], ADELANTAR: ["contacto_id", "wamid"],
    }  # fmt: skip
    assert {t.queue for t in registradas.values()} == set(CONCURRENCIA)


def test_la_tarea_de_enviar_envia_y_no_deja_trabajos(app, buzon, procrastinate):
    registrar(procrastinate, app)
    buzon.abre_ventana()
    buzon.encola(payloads.text("hola"))
    despertar(app, (trabajos.despertar_envio, buzon.contacto.id))
    trabajar(procrastinate, ENVIAR)
    assert [mensaje["text"]["body"] for mensaje in app.whatsapp.sent] == ["hola"]
    assert pendientes(buzon, "todo", "doing", "succeeded", "failed") == []


def test_dos_llamadas_iguales_esperan_como_una(app, buzon):
    despertar(app, *[(trabajos.despertar_atencion, 42)] * 3, (trabajos.despertar_atencion, 43))
    assert pendientes(buzon) == [ATENDER, ATENDER]


def test_una_llamada_de_una_transaccion_que_no_llego_a_buen_fin_no_queda(app, buzon):
    with pytest.raises(RuntimeError), app.db.transaction() as tx:
        trabajos.despertar_atencion(tx, 42)
        raise RuntimeError
    assert pendientes(buzon) == []


def test_un_trabajo_que_corre_no_impide_la_siguiente_llamada(app, buzon):
    despertar(app, (trabajos.despertar_atencion, 42))
    buzon.sql("UPDATE asistente.procrastinate_jobs SET status = 'doing'")
    despertar(app, (trabajos.despertar_atencion, 42))
    assert pendientes(buzon, "todo", "doing") == [ATENDER, ATENDER]


def tomado_por_un_worker(buzon, latido_segundos):
    ((worker,),) = buzon.sql(
        "INSERT INTO asistente.procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))"
        " RETURNING id", latido_segundos
    )  # fmt: skip
    buzon.sql("UPDATE asistente.procrastinate_jobs SET status = 'doing', worker_id = %s", worker)


@pytest.mark.parametrize(
    "latido, quedan", [(0, [ATENDER]), (MUERTO_SEGUNDOS - 3, [ATENDER]), (MUERTO_SEGUNDOS + 1, [])]
)
def test_el_barrido_suelta_solo_lo_que_tenia_un_worker_muerto(app, buzon, latido, quedan):
    despertar(app, (trabajos.despertar_atencion, 42))
    tomado_por_un_worker(buzon, latido)
    with app.db.transaction() as tx:
        trabajos.barrer(tx, [], [], [], MUERTO_SEGUNDOS)
    assert pendientes(buzon, "doing") == quedan


def test_un_mensaje_que_perdio_su_llamada_la_recibe_de_nuevo_y_se_atiende(app, buzon):
    buzon.llega()
    buzon.pasa(seconds=2)
    buzon.sql("UPDATE asistente.procrastinate_jobs SET status = 'doing' WHERE task_name = %s", ATENDER)
    tareas._barrer(app, Terminados())  # held by nobody: freed, and called anew
    assert pendientes(buzon, "doing") == [] and ATENDER in pendientes(buzon)


def test_el_barrido_recuerda_lo_olvidado_y_no_lo_que_ya_se_hizo(app, buzon):
    buzon.encola(payloads.text("olvidado"))
    buzon.llega("atendido")
    buzon.atiende()
    buzon.sql("DELETE FROM asistente.procrastinate_jobs")
    buzon.pasa(seconds=2)
    with app.db.transaction() as tx:
        assert bandeja_entrada.olvidados(tx) == []
        assert bandeja_salida.olvidados(tx) == [buzon.contacto.id]
    tareas._barrer(app, Terminados())
    assert pendientes(buzon) == [ENVIAR]


@pytest.mark.parametrize("error", [tareas.DatabaseAway("gone"), psycopg2.errors.ReadOnlySqlTransaction("standby")])
def test_el_barrido_sobrevive_a_la_caida_de_la_base_y_a_lo_que_sea(app, monkeypatch, caplog, error):
    vueltas = []

    def barrer(*_):
        vueltas.append(1)
        if len(vueltas) == 1:
            raise error
        raise asyncio.CancelledError

    monkeypatch.setattr(tareas, "_barrer", barrer)
    monkeypatch.setattr(tareas, "BARRIDO_SEGUNDOS", 0.01)
    with caplog.at_level(logging.WARNING), pytest.raises(asyncio.CancelledError):
        asyncio.run(tareas._barrer_siempre(app, Terminados()))
    assert len(vueltas) == 2 and "sweep" in caplog.text


# -- EL PROCESO --
def test_una_cola_que_termina_sin_una_palabra_o_con_un_error_vuelve_a_empezar(tmp_path, monkeypatch):
    """procrastinate ends a queue's worker when its heartbeat fails, and says so only in its log."""
    monkeypatch.setattr(tareas, "REINTENTO_SEGUNDOS", 0.01)
    llamadas = []

    class Procrastinate:
        async def run_worker_async(self, queues, **_):
            llamadas.append(queues)
            if len(llamadas) == 2:
                raise RuntimeError("gone")
            if len(llamadas) == 3:
                raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(trabajar_siempre(Procrastinate(), tmp_path, asyncio.Event()))
    assert llamadas == [[ATENDER]] * 3


def test_una_cola_a_la_que_se_le_dijo_que_pare_no_vuelve_a_empezar_aunque_termine_sin_una_palabra(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(tareas, "REINTENTO_SEGUNDOS", 0.01)
    parar, llamadas = asyncio.Event(), []

    class Procrastinate:
        async def run_worker_async(self, queues, **_):
            llamadas.append(queues)
            parar.set()  # and the cancellation is swallowed

    asyncio.run(asyncio.wait_for(trabajar_siempre(Procrastinate(), tmp_path, parar), 10))
    assert llamadas == [[ATENDER]]


def trabajar_siempre(procrastinate, carpeta, parar):
    return tareas._trabajar_siempre(procrastinate, ATENDER, Pulso(carpeta, CONCURRENCIA), Terminados(), parar)


def test_hay_un_hilo_para_cada_lugar_y_para_las_rondas():
    """Python's own pool has six on two cores: six turns that hang would stop the sending too."""
    lugares = sum(CONCURRENCIA.values()) + HILOS_DE_RONDAS
    todos_dentro = threading.Barrier(lugares)

    async def correr():
        tareas._usar_hilos()
        await asyncio.gather(*(asyncio.to_thread(todos_dentro.wait, 10) for _ in range(lugares)))

    asyncio.run(correr())
    assert not todos_dentro.broken


def test_sobrevive_a_que_la_base_le_corte_todas_las_conexiones(app, buzon, tmp_path):
    entorno = {
        **ENTORNO,
        "DATABASE_URL": app.settings.database_url,
        "RUN_DIR": str(tmp_path),
        "PATH": os.environ["PATH"],
    }
    buzon.sql("DELETE FROM asistente.procrastinate_workers")
    worker = subprocess.Popen(
        [sys.executable, "-m", "proalto.worker"], cwd=ROOT, env=entorno, stderr=subprocess.DEVNULL
    )

    def laten(desde):
        return buzon.sql("SELECT count(*) FROM asistente.procrastinate_workers WHERE last_heartbeat > %s", desde)[0][0]

    def esperar_latidos():
        ((desde,),) = buzon.sql("SELECT now()")
        limite = time.monotonic() + 40
        while laten(desde) < len(CONCURRENCIA):
            assert time.monotonic() < limite and worker.poll() is None
            time.sleep(0.2)

    try:
        esperar_latidos()
        for _ in range(2):
            cortadas = buzon.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'asistente-worker'"
                " AND datname = current_database()"
            )
            assert len(cortadas) >= len(CONCURRENCIA)  # a listener each
            esperar_latidos()
        assert any((tmp_path / "pulsos").iterdir())
    finally:
        worker.terminate()
        assert worker.wait(20) == 0
