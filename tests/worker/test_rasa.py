"""The worker's call to Rasa: what it sends, and what each answer means."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from proalto.worker.rasa import RasaAway, RasaClient, TurnRefused


@pytest.fixture
def rasa():
    """An HTTP server that answers as it is told and records what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        status, cuerpo, vistos = 200, b'{"respuestas": [{"text": "hola"}]}', []

        def do_POST(self):
            leido = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            Handler.vistos.append((self.path, self.headers["Authorization"], leido))
            self.send_response(Handler.status)
            self.send_header("Content-Length", str(len(Handler.cuerpo)))
            self.end_headers()
            self.wfile.write(Handler.cuerpo)

        def log_message(self, *args):
            pass

    servidor = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=servidor.serve_forever, daemon=True).start()
    Handler.url = f"http://127.0.0.1:{servidor.server_address[1]}"
    yield Handler
    servidor.shutdown()
    servidor.server_close()


def turno(url):
    return RasaClient(url, "secreto").turn(42, "wamid.1", "hola", "", 1)


def test_envia_el_turno_con_la_contrasena_interna_y_devuelve_lo_que_dijo(rasa):
    assert turno(rasa.url) == [{"text": "hola"}]
    cuerpo = {"contacto_id": 42, "wamid": "wamid.1", "texto": "hola", "payload": "", "intento": 1}
    assert rasa.vistos == [("/webhooks/whatsapp/turno", "Bearer secreto", cuerpo)]


def test_un_503_es_esperar(rasa):
    rasa.status = 503
    with pytest.raises(RasaAway) as caso:
        turno(rasa.url)
    assert not caso.value.permanent


@pytest.mark.parametrize("status", [401, 404, 500])
def test_cualquier_otra_respuesta_es_un_turno_rechazado(rasa, status):
    rasa.status = status
    with pytest.raises(TurnRefused):
        turno(rasa.url)


def test_sin_rasa_es_esperar_y_el_error_no_repite_lo_escrito():
    with pytest.raises(RasaAway) as caso:
        turno("http://127.0.0.1:9")
    assert caso.value.__cause__ is None and "hola" not in str(caso.value)
