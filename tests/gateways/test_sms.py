"""SMS: Twilio's door over a real socket and its twin, under one contract."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from proalto.gateways import sms
from proalto.gateways.sms import MemorySms, SmsError, TwilioSms
from proalto.settings import TwilioSettings

CELULAR, TEXTO = "573001234567", "ProAlto: 482913 es tu codigo"


class TwilioDouble:
    """Answers 201 with a sid unless told otherwise; a `status` of 0 closes without a word."""

    def __init__(self):
        self.pedidos, self.responder = [], []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def cerrar(self):
        self._server.shutdown()
        self._server.server_close()

    def _handler(double):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                cuerpo = self.rfile.read(int(self.headers["Content-Length"]))
                double.pedidos.append((self.path, self.headers, parse_qs(cuerpo.decode())))
                sid = json.dumps({"sid": f"SM{len(double.pedidos)}"}).encode()
                status, contenido = double.responder.pop(0) if double.responder else (201, sid)
                if not status:
                    return
                self.send_response(status)
                self.send_header("Content-Length", str(len(contenido)))
                self.end_headers()
                self.wfile.write(contenido)

            def log_message(self, *_):
                return

        return Handler


@pytest.fixture
def twilio():
    double = TwilioDouble()
    yield double
    double.cerrar()


def puerta(url):
    return TwilioSms(TwilioSettings(url, "AC123", "token-secreto", "+576017450000"))


class Real:
    def __init__(self, double):
        self.puerta, self._double = puerta(double.url), double

    def fallar(self, permanente):
        self._double.responder.append((400 if permanente else 503, b"{}"))

    def enviados(self):
        return [(datos["To"][0].lstrip("+"), datos["Body"][0]) for _, _, datos in self._double.pedidos]


class Memoria:
    def __init__(self):
        self.puerta = MemorySms()

    def fallar(self, permanente):
        self.puerta.fail_next = SmsError("x", permanent=permanente)

    def enviados(self):
        return self.puerta.sent


@pytest.fixture(params=["real", "memoria"])
def afuera(request):
    return Memoria() if request.param == "memoria" else Real(request.getfixturevalue("twilio"))


def test_envia_y_devuelve_un_id_distinto_cada_vez(afuera):
    uno, otro = afuera.puerta.send(CELULAR, TEXTO), afuera.puerta.send(CELULAR, TEXTO)
    assert uno.startswith("SM") and uno != otro
    assert afuera.enviados() == [(CELULAR, TEXTO)] * 2


@pytest.mark.parametrize("permanente", [True, False])
def test_un_rechazo_dice_si_vale_reintentar_y_el_siguiente_pasa(afuera, permanente):
    afuera.fallar(permanente)
    with pytest.raises(SmsError) as caught:
        afuera.puerta.send(CELULAR, TEXTO)
    assert caught.value.permanent is permanente
    assert afuera.puerta.send(CELULAR, TEXTO)


def test_pide_como_twilio_lo_pide(twilio):
    puerta(twilio.url).send(CELULAR, "áé & + =")
    ((ruta, cabeceras, datos),) = twilio.pedidos
    assert ruta == "/2010-04-01/Accounts/AC123/Messages.json"
    assert datos == {"To": ["+573001234567"], "From": ["+576017450000"], "Body": ["áé & + ="]}
    assert base64.b64decode(cabeceras["Authorization"].removeprefix("Basic ")) == b"AC123:token-secreto"


@pytest.mark.parametrize(
    ("status", "permanente"),
    [(400, True), (401, True), (404, True), (429, False), (500, False), (502, False), (503, False)],
)
def test_cada_estado_dice_si_vale_reintentar(twilio, status, permanente):
    twilio.responder.append((status, b'{"code": 21211, "message": "The number +573001234567 is not valid"}'))
    with pytest.raises(SmsError) as caught:
        puerta(twilio.url).send(CELULAR, TEXTO)
    assert caught.value.permanent is permanente and CELULAR not in str(caught.value)


@pytest.mark.parametrize("contenido", [b"", b"<html>", b"[]", b"{}", b"null"])
def test_lo_aceptado_sin_id_no_se_vuelve_a_mandar(twilio, contenido):
    twilio.responder.append((201, contenido))
    with pytest.raises(SmsError) as caught:
        puerta(twilio.url).send(CELULAR, TEXTO)
    assert caught.value.permanent


def test_sin_conexion_o_sin_respuesta_se_reintenta_y_el_error_no_dice_el_numero(twilio, monkeypatch):
    monkeypatch.setattr(sms, "TIMEOUT", (0.5, 0.5))
    twilio.responder.append((0, b""))
    for url in (twilio.url, "http://127.0.0.1:1"):
        with pytest.raises(SmsError) as caught:
            puerta(url).send(CELULAR, TEXTO)
        assert not caught.value.permanent and caught.value.__cause__ is None
        assert CELULAR not in str(caught.value) and "token-secreto" not in str(caught.value)
