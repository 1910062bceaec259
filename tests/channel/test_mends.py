"""What is mended in Rasa still is there to be mended, and the mend still does what it is for."""

import asyncio
import inspect
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version

import pytest
import rasa.core.actions.action
import rasa.core.agent
import rasa.core.processor
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from proalto.channel import mends
from proalto.channel.mends import TurnFailed, acciones
from proalto.channel.whatsapp import Turn
from tests.channel.charla import almacen, dominio

CERRADO = "http://127.0.0.1:9/webhook"


@pytest.fixture(autouse=True)
def remendado():
    mends.apply()


@contextmanager
def servidor_de_acciones(
    conexiones=None, *, status=200, cuerpo=b'{"events": [], "responses": [{"text": "hola"}]}', tarda=0.0
):
    """An action server that answers always the same, late if told, and notes who calls."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self):
            super().setup()
            if conexiones is not None:
                conexiones.append(self.client_address)

        def do_POST(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            time.sleep(tarda)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(cuerpo)))
            self.end_headers()
            self.wfile.write(cuerpo)

        def log_message(self, *args):
            pass

    servidor = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    servidor.daemon_threads = True
    servidor.handle_error = lambda *_: None  # a client that no longer waits is what a test wants
    threading.Thread(target=servidor.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{servidor.server_address[1]}/webhook"
    servidor.shutdown()


def correr(url, salida):
    tracker = DialogueStateTracker("1", dominio().slots)
    nlg = TemplatedNaturalLanguageGenerator(dominio().responses)
    return asyncio.run(RemoteAction("action_menu", EndpointConfig(url)).run(salida, nlg, tracker, dominio()))


def test_la_version_de_rasa_es_la_que_se_remendo():
    assert version("rasa") == "3.6.21"


def test_rasa_aun_envuelve_el_almacen_por_el_nombre_remendado():
    assert "return FailSafeTrackerStore(tracker_store)" in inspect.getsource(Agent._create_tracker_store)


def test_el_almacen_que_olvida_no_se_pone_delante_del_nuestro(app):
    store = almacen(app)
    assert Agent(domain=dominio(), tracker_store=store).tracker_store is store


def test_sin_nuestro_almacen_tampoco_hay_memoria_de_emergencia():
    assert type(Agent(domain=dominio()).tracker_store).__name__ == "InMemoryTrackerStore"


def test_remendar_dos_veces_no_cambia_nada():
    antes = (RemoteAction.run, EndpointConfig.request)
    mends.apply()
    assert (RemoteAction.run, EndpointConfig.request) == antes
    assert not hasattr(RemoteAction.run.__wrapped__, "__wrapped__")


def test_el_procesador_aun_se_traga_toda_exception_de_una_accion():
    codigo = inspect.getsource(rasa.core.processor.MessageProcessor._run_action)
    assert "except Exception:" in codigo and "except BaseException" not in codigo
    assert not issubclass(TurnFailed, Exception)


def test_una_accion_que_responde_se_dice():
    with servidor_de_acciones() as url:
        assert [evento.text for evento in correr(url, Turn())] == ["hola"]


def test_sin_servidor_de_acciones_el_turno_falla():
    with pytest.raises(TurnFailed):
        correr(CERRADO, Turn())


@pytest.mark.parametrize("status, cuerpo", [(500, b'{"error": "x"}'), (200, b"[]"), (200, b"no es json")])
def test_una_respuesta_que_no_sirve_hace_fallar_el_turno(status, cuerpo):
    with servidor_de_acciones(status=status, cuerpo=cuerpo) as url, pytest.raises(TurnFailed):
        correr(url, Turn())


def test_una_accion_lenta_hace_fallar_el_turno_a_tiempo(monkeypatch):
    monkeypatch.setattr(acciones, "ACTION_SECONDS", 0.3)
    inicio = time.monotonic()
    with servidor_de_acciones(tarda=3.0) as url, pytest.raises(TurnFailed):
        correr(url, Turn())
    assert time.monotonic() - inicio < 2.0


def test_el_limite_deja_avisar_al_cliente_en_quince_segundos():
    assert acciones.ACTION_SECONDS <= 10


def test_un_rechazo_de_formulario_no_es_una_falla():
    rechazo = b'{"action_name": "action_menu", "error": "x"}'
    with servidor_de_acciones(status=400, cuerpo=rechazo) as url, pytest.raises(ActionExecutionRejection):
        correr(url, Turn())


def test_en_rasa_shell_la_falla_es_la_de_siempre():
    with pytest.raises(Exception, match="action_menu"):
        correr(CERRADO, CollectingOutputChannel())


def test_el_formato_de_una_respuesta_se_comprueba_sin_comprobar_cada_vez_el_formato_mismo(monkeypatch):
    def nunca(*_args, **_kwargs):
        raise AssertionError("the schema is checked again")

    monkeypatch.setattr("jsonschema.validators.validate", nunca)
    monkeypatch.setattr("jsonschema.validate", nunca)
    with servidor_de_acciones() as url:
        assert [evento.text for evento in correr(url, Turn())] == ["hola"]


def test_rasa_aun_comprueba_el_formato_en_cada_accion():
    assert "validate(result, self.action_response_format_spec())" in inspect.getsource(rasa.core.actions.action)
