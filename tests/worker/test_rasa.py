"""The worker's call to Rasa: what it sends, what each answer means, and to which replica it goes."""

import json
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from proalto.worker import rasa as rasa_module
from proalto.worker import sondeo
from proalto.worker.rasa import RasaAway, RasaClient, TurnRefused

HOLA = b'{"respuestas": [{"text": "hola"}]}'


class Rasa:
    """An HTTP server that answers as it is told and records what it was asked."""

    def __init__(self, puerto=0):
        self.status, self.salud, self.cuerpo, self.tarda, self.vistos, self.sondeos = 200, 200, HOLA, 0.0, [], 0
        self.conexiones = set()
        rasa = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"  # connections are kept, as Rasa's are

            def do_GET(self):
                rasa.sondeos += 1
                self._decir(rasa.salud if self.path == rasa_module.SALUD else 404, b"{}")

            def do_POST(self):
                leido = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                rasa.conexiones.add(self.client_address)
                rasa.vistos.append((self.path, self.headers["Authorization"], leido))
                time.sleep(rasa.tarda)
                if rasa.status is None:  # dies with the turn in its hands
                    self.connection.shutdown(socket.SHUT_RDWR)
                else:
                    self._decir(rasa.status, rasa.cuerpo)

            def _decir(self, status, cuerpo):
                self.send_response(status)
                self.send_header("Content-Length", str(len(cuerpo)))
                self.end_headers()
                self.wfile.write(cuerpo)

            def log_message(self, *args):
                pass

        self._servidor = ThreadingHTTPServer(("127.0.0.1", puerto), Handler)
        self.puerto = self._servidor.server_address[1]
        self.url = f"http://127.0.0.1:{self.puerto}"
        threading.Thread(target=self._servidor.serve_forever, args=(0.01,), daemon=True).start()

    def cerrar(self):
        if self._servidor is not None:
            self._servidor.shutdown()
            self._servidor.server_close()
            self._servidor = None


@pytest.fixture
def rasas():
    """Start as many as asked for."""
    abiertas = []

    def abrir(*puertos):
        nuevas = [Rasa(puerto) for puerto in puertos or (0,)]
        abiertas.extend(nuevas)
        return nuevas if len(nuevas) > 1 else nuevas[0]

    yield abrir
    for rasa in abiertas:
        rasa.cerrar()


@pytest.fixture
def rasa(rasas):
    return rasas()


@pytest.fixture
def clientes(monkeypatch):
    """Make clients that ask twenty times as often."""
    monkeypatch.setattr(sondeo, "CADA_SEGUNDOS", 0.02)
    monkeypatch.setattr(sondeo, "ESPERA_SEGUNDOS", 0.1)
    hechos = []

    def hacer(*urls):
        hechos.append(RasaClient(urls, "secreto"))
        return hechos[-1]

    yield hacer
    for cliente in hechos:
        cliente.cerrar()


@pytest.fixture
def congelada():
    """An address that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as enchufe:
        yield f"http://127.0.0.1:{enchufe.getsockname()[1]}"


@contextmanager
def menos_de(segundos):
    desde = time.monotonic()
    yield
    assert time.monotonic() - desde < segundos


def nadie():
    """Return an address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as enchufe:
        return f"http://127.0.0.1:{enchufe.getsockname()[1]}"


def turno(cliente, contacto_id=42):
    return cliente.turn(contacto_id, "wamid.1", "hola", "", 1)


def esperar(condicion, segundos=5.0):
    limite = time.monotonic() + segundos
    while not condicion():
        assert time.monotonic() < limite
        time.sleep(0.005)


# -- UN TURNO --
def test_envia_el_turno_con_la_contrasena_interna_y_devuelve_lo_que_dijo(rasa, clientes):
    assert turno(clientes(rasa.url)) == [{"text": "hola"}]
    cuerpo = {"contacto_id": 42, "wamid": "wamid.1", "texto": "hola", "payload": "", "intento": 1}
    assert rasa.vistos == [("/webhooks/whatsapp/turno", "Bearer secreto", cuerpo)]


def test_un_503_es_esperar(rasa, clientes):
    rasa.status = 503
    with pytest.raises(RasaAway) as caso:
        turno(clientes(rasa.url))
    assert not caso.value.permanent


@pytest.mark.parametrize("status", [401, 404, 500])
def test_cualquier_otra_respuesta_es_un_turno_rechazado(rasa, clientes, status):
    rasa.status = status
    with pytest.raises(TurnRefused):
        turno(clientes(rasa.url))


def test_sin_rasa_es_esperar_y_el_error_no_repite_lo_escrito(clientes):
    with pytest.raises(RasaAway) as caso:
        turno(clientes(nadie()))
    assert caso.value.__cause__ is None and "hola" not in str(caso.value)


def test_una_rasa_que_no_contesta_a_tiempo_es_esperar(rasa, clientes, monkeypatch):
    monkeypatch.setattr(rasa_module, "TIMEOUT", (0.2, 0.2))
    rasa.tarda = 0.5
    with pytest.raises(RasaAway), menos_de(0.45):
        turno(clientes(rasa.url))


# -- VARIAS RASAS --
def test_cada_contacto_tiene_la_suya_y_entre_todas_se_reparten(rasas, clientes):
    una, otra, tercera = rasas(0, 0, 0)
    cliente = clientes(una.url, otra.url, tercera.url)
    for contacto in (3, 4, 5, 3, 4, 3):
        turno(cliente, contacto)
    assert [len(r.vistos) for r in (una, otra, tercera)] == [3, 2, 1]
    assert {visto[2]["contacto_id"] for visto in una.vistos} == {3}


@pytest.mark.parametrize("contacto", [0, 1, 2])
def test_si_nadie_escucha_en_la_suya_va_a_la_siguiente_en_la_misma_llamada(rasas, clientes, contacto):
    una, otra = rasas(0, 0)
    cliente = clientes(una.url, nadie(), otra.url)
    assert turno(cliente, contacto) == [{"text": "hola"}]
    assert len(una.vistos) + len(otra.vistos) == 1


def test_la_que_rechazo_la_conexion_no_se_intenta_otra_vez(rasa, clientes, monkeypatch):
    monkeypatch.setattr(sondeo, "CADA_SEGUNDOS", 60)
    sin_nadie = nadie()
    cliente = clientes(sin_nadie, rasa.url)
    turno(cliente, 0)
    puerto = int(sin_nadie.rsplit(":", 1)[1])
    with socket.create_server(("127.0.0.1", puerto)) as enchufe:
        enchufe.setblocking(False)
        turno(cliente, 0)
        with pytest.raises(BlockingIOError):
            enchufe.accept()


def test_una_conexion_rota_con_el_turno_en_camino_no_lo_lleva_a_otra(rasas, clientes):
    una, otra = rasas(0, 0)
    una.status = None
    with pytest.raises(RasaAway):
        turno(clientes(una.url, otra.url), 0)
    assert (len(una.vistos), otra.vistos) == (1, [])


def test_un_503_de_una_no_lleva_el_turno_a_otra(rasas, clientes):
    una, otra = rasas(0, 0)
    una.status = 503
    with pytest.raises(RasaAway):
        turno(clientes(una.url, otra.url), 0)
    assert otra.vistos == []


def test_la_que_no_tiene_modelo_o_esta_congelada_no_recibe_turnos(rasas, clientes, congelada):
    una, sin_modelo = rasas(0, 0)
    sin_modelo.salud = 503
    cliente = clientes(una.url, sin_modelo.url, congelada)
    cliente.disponible()
    esperar(lambda: cliente._sondeo.en_pie() == [una.url])
    with menos_de(1):
        for contacto in range(6):
            turno(cliente, contacto)
    assert len(una.vistos) == 6


def test_un_solo_sondeo_fallido_no_la_da_por_caida(rasa, clientes):
    cliente = clientes(rasa.url)
    cliente.disponible()
    esperar(lambda: rasa.sondeos >= 1)
    cliente._sondeo._fallos[rasa.url] = 1
    assert cliente.disponible()
    esperar(lambda: cliente._sondeo._fallos[rasa.url] == 0)


def test_todas_caidas_se_sabe_al_instante_y_al_volver_tambien(rasas, clientes, congelada):
    rasa = rasas()
    cliente = clientes(rasa.url, congelada, nadie())
    assert cliente.disponible()
    rasa.salud = 503
    esperar(lambda: not cliente.disponible())
    with pytest.raises(RasaAway), menos_de(0.05):
        turno(cliente)
    assert rasa.vistos == []
    rasa.salud = 200
    esperar(cliente.disponible)
    assert turno(cliente) == [{"text": "hola"}]


def test_una_rasa_nueva_en_el_sitio_libre_recibe_turnos(rasas, clientes):
    una, libre = rasas(), nadie()
    cliente = clientes(una.url, libre)
    cliente.disponible()
    esperar(lambda: cliente._sondeo.en_pie() == [una.url])
    nueva = rasas(int(libre.rsplit(":", 1)[1]))
    esperar(lambda: len(cliente._sondeo.en_pie()) == 2)
    una.cerrar()  # the old one leaves
    for contacto in range(4):
        assert turno(cliente, contacto) == [{"text": "hola"}]
    assert len(nueva.vistos) == 4


def test_un_turno_hecho_vale_por_un_sondeo(rasa, clientes, monkeypatch):
    """Under load a Rasa answers turns one after the other, and the question of health waits behind them."""
    monkeypatch.setattr(sondeo, "CADA_SEGUNDOS", 60)
    cliente = clientes(rasa.url)
    cliente.disponible()
    esperar(lambda: rasa.sondeos == 1)
    cliente._sondeo._fallos[rasa.url] = 1
    turno(cliente)
    assert cliente._sondeo._fallos[rasa.url] == 0


def test_la_conexion_se_conserva_entre_turnos(rasa, clientes):
    cliente = clientes(rasa.url)
    for _ in range(5):
        turno(cliente)
    assert len(rasa.vistos) == 5 and len(rasa.conexiones) == 1


def test_nada_se_pregunta_antes_de_usarlo(rasa, clientes):
    cliente = clientes(rasa.url)
    assert not any("sondeo" in hilo.name and rasa.url in hilo.name for hilo in threading.enumerate())
    cliente.disponible()
    esperar(lambda: rasa.sondeos)
