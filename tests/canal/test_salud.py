"""The health page names each part, and answers while parts are down."""

import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.canal.conftest import Meta
from tests.conftest import conectar

PARTES = {"canal", "base_de_datos", "nucleo", "rasa", "actions", "worker", "mesa"}


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


def salud(app, rasa=1, actions=1, mesa=1):
    """Return (HTTP status, the body), with Rasa, the actions and the desk on these ports."""
    urls = {"rasa_urls": (f"http://127.0.0.1:{rasa}",), "actions_urls": (f"http://127.0.0.1:{actions}",)}
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
    assert salud(app, vecino, vecino, vecino) == (200, {"estado": "ok", "partes": dict.fromkeys(PARTES, "ok")})


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
    assert (codigo, caidas) == (503, {"base_de_datos", "nucleo", "worker"})


def test_sin_nucleo_se_sabe_que_es_nucleo(app, app_sin_base, vecino):
    latir(app, 1)
    _, cuerpo = salud(replace(app, nucleo=app_sin_base.nucleo), vecino, vecino, vecino)
    assert {parte for parte, estado in cuerpo["partes"].items() if estado != "ok"} == {"nucleo"}
