"""The health page names each part, and answers at once while parts are down or frozen."""

import socket
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from proalto import modelo_rechazado
from proalto.canal.salud import Examen, Parte
from proalto.db.database import Database
from proalto.services.mensajeria import interruptores
from tests.canal.conftest import Meta
from tests.conftest import como, conectar

PARTES = {"canal", "base_de_datos", "nucleo", "rasa", "actions", "worker", "envios", "mesa"}


@pytest.fixture
def vecino():
    """A server on a free port that answers 200 to Rasa's, the action server's and the desk's paths."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path in ("/webhooks/whatsapp/", "/health", "/salud") else 404)
            self.end_headers()

        def log_message(self, *_):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def direcciones(puertos):
    return tuple(f"http://127.0.0.1:{puerto}" for puerto in (puertos if isinstance(puertos, list) else [puertos]))


def salud(app, rasa=1, actions=1, mesa=1):
    """Return (HTTP status, the body), with the Rasas, the actions and the desk on these ports."""
    urls = {"rasa_urls": direcciones(rasa), "actions_urls": direcciones(actions)}
    settings = replace(app.settings, **urls, mesa_port=mesa)
    respuesta = Meta(replace(app, settings=settings)).client.get("/salud")
    return respuesta.status_code, respuesta.get_json()


def latir(app, hace):
    connection = conectar(app.settings.database_url)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM asistente.procrastinate_workers")
        cursor.execute(
            "INSERT INTO asistente.procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            (hace,),
        )
    connection.close()


def test_con_todo_en_pie_responde_200(app, vecino):
    latir(app, 1)
    codigo, cuerpo = salud(app, vecino, vecino, vecino)
    assert (codigo, cuerpo["estado"], cuerpo["partes"]) == (200, "ok", dict.fromkeys(PARTES, "ok"))
    assert cuerpo["replicas"] == {"rasa": 1, "actions": 1} and cuerpo["modelo"] == "ok"


def test_dice_que_el_modelo_nuevo_no_cargo_y_no_es_una_caida(app, vecino, tmp_path):
    latir(app, 1)
    app = replace(app, settings=replace(app.settings, run_dir=tmp_path))
    carpeta = tmp_path / modelo_rechazado.CARPETA
    carpeta.mkdir()
    modelo_rechazado.anotar(carpeta, "no estuvo listo en 180 segundos")
    codigo, cuerpo = salud(app, vecino, vecino, vecino)
    assert (codigo, cuerpo["estado"], cuerpo["modelo"]) == (200, "ok", "anterior")
    modelo_rechazado.olvidar(carpeta)
    assert salud(app, vecino, vecino, vecino)[1]["modelo"] == "ok"


@pytest.mark.parametrize("caida", ["rasa", "actions", "worker", "mesa"])
def test_nombra_la_parte_que_falta(app, vecino, caida):
    latir(app, 60 if caida == "worker" else 1)
    codigo, cuerpo = salud(app, **{parte: 1 if parte == caida else vecino for parte in ("rasa", "actions", "mesa")})
    assert codigo == 503 and cuerpo["estado"] == "caido"
    assert {parte for parte, estado in cuerpo["partes"].items() if estado != "ok"} == {caida}


def test_un_worker_que_nunca_arranco_esta_caido(app, vecino):
    connection = conectar(app.settings.database_url)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM asistente.procrastinate_workers")
    connection.close()
    assert salud(app, vecino, vecino, vecino)[1]["partes"]["worker"] == "caido"


def test_sin_base_de_datos_responde_y_lo_dice(app_sin_base, vecino):
    codigo, cuerpo = salud(app_sin_base, vecino, vecino, vecino)
    caidas = {parte for parte, estado in cuerpo["partes"].items() if estado != "ok"}
    assert (codigo, caidas) == (503, {"base_de_datos", "nucleo", "worker", "envios"})


def test_sin_nucleo_se_sabe_que_es_nucleo(app, app_sin_base, vecino):
    latir(app, 1)
    _, cuerpo = salud(replace(app, nucleo=app_sin_base.nucleo), vecino, vecino, vecino)
    assert {parte for parte, estado in cuerpo["partes"].items() if estado != "ok"} == {"nucleo"}


def test_una_vista_de_nucleo_que_perdio_su_permiso_se_sabe(app, vecino):
    latir(app, 1)
    connection = conectar(app.settings.database_url)
    with connection.cursor() as cursor:
        cursor.execute("REVOKE SELECT ON nucleo.creditos FROM asistente_actions")
        codigo, cuerpo = salud(como(app, "canal"), vecino, vecino, vecino)
        cursor.execute("GRANT SELECT ON nucleo.creditos TO asistente_actions")
    connection.close()
    assert codigo == 503 and {p for p, estado in cuerpo["partes"].items() if estado != "ok"} == {"nucleo"}
    assert salud(como(app, "canal"), vecino, vecino, vecino)[1]["partes"]["nucleo"] == "ok"


def test_con_los_envios_detenidos_se_sabe(app, vecino):
    latir(app, 1)
    with app.db.transaction() as tx:
        interruptores.detener_envios(tx, 190)
    codigo, cuerpo = salud(app, vecino, vecino, vecino)
    with app.db.transaction() as tx:
        interruptores.reanudar_envios(tx)
    assert codigo == 503 and {p for p, estado in cuerpo["partes"].items() if estado != "ok"} == {"envios"}


# -- VARIAS --
def test_con_una_rasa_en_pie_hay_rasa_y_el_sitio_libre_no_estorba(app, vecino):
    latir(app, 1)
    codigo, cuerpo = salud(app, [vecino, 1, 2], [vecino, vecino], vecino)
    assert codigo == 200 and cuerpo["replicas"] == {"rasa": 1, "actions": 2}


def test_cada_servidor_de_acciones_hace_falta(app, vecino):
    latir(app, 1)
    _, cuerpo = salud(app, vecino, [vecino, 1], vecino)
    assert cuerpo["partes"]["actions"] == "caido" and cuerpo["replicas"]["actions"] == 1


# -- CONGELADAS --
@pytest.fixture
def congelado():
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as enchufe:
        yield enchufe.getsockname()[1]


@pytest.fixture
def base_congelada(app):
    """A database that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as enchufe:
        yield Database(f"host=127.0.0.1 port={enchufe.getsockname()[1]} dbname=x user=x", name="congelada")


def test_contesta_en_menos_de_un_segundo_con_todo_congelado(app, base_congelada, congelado):
    cliente = cliente_de(replace(app, db=base_congelada, nucleo=base_congelada), congelado)
    for _ in range(3):
        desde = time.monotonic()
        cuerpo = cliente.get("/salud").get_json()
        assert time.monotonic() - desde < 1.0
        assert {parte for parte, estado in cuerpo["partes"].items() if estado == "ok"} == {"canal"}


def test_lo_que_cuelga_no_amontona_hilos(app, base_congelada, congelado):
    cliente = cliente_de(replace(app, db=base_congelada, nucleo=base_congelada), congelado)
    cliente.get("/salud")
    hilos = threading.active_count()
    for _ in range(2):
        cliente.get("/salud")
    assert threading.active_count() == hilos


def test_una_prueba_que_falla_es_una_parte_caida():
    def falla():
        raise RuntimeError("view missing")

    assert Examen([Parte("a", [falla]), Parte("b", [lambda: True])]).hacer() == {"a": [False], "b": [True]}


def cliente_de(app, puerto):
    urls = {"rasa_urls": direcciones(puerto), "actions_urls": direcciones(puerto)}
    return Meta(replace(app, settings=replace(app.settings, **urls, mesa_port=puerto))).client
