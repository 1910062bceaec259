"""The antivirus: clamd's door over real sockets and its twin, under one contract."""

import contextlib
import os
import socket
import socketserver
import struct
import tempfile
import threading

import pytest

from proalto.gateways import antivirus
from proalto.gateways.antivirus import AntivirusAway, Clamd, MemoryAntivirus
from proalto.gateways.archivos.motivos import ArchivoRechazado, Motivo

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class ClamdDouble:
    """Speaks INSTREAM as clamd(8) tells, finds EICAR, and answers `reply` instead when one is set."""

    def __init__(self, server_class, address):
        double, self.seen, self.reply, self.limit = self, [], None, 25 * 2**20

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                assert self.rfile.read(10) == b"zINSTREAM\0"
                content = bytearray()
                while size := struct.unpack("!L", self.rfile.read(4))[0]:
                    content += self.rfile.read(size)
                    if len(content) > double.limit:
                        self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                        return
                double.seen.append(bytes(content))
                found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
                self.wfile.write(found if double.reply is None else double.reply)

        self._server = server_class(address, Handler)
        self.address = self._server.server_address
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def cerrar(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def por_tcp():
    double = ClamdDouble(socketserver.ThreadingTCPServer, ("127.0.0.1", 0))
    yield double
    double.cerrar()


@pytest.fixture
def por_unix():
    with tempfile.TemporaryDirectory() as carpeta:
        double = ClamdDouble(socketserver.ThreadingUnixStreamServer, os.path.join(carpeta, "clamd.ctl"))
        yield double
        double.cerrar()


class Real:
    def __init__(self, double, url):
        self._double, self.puerta = double, Clamd(url)

    def vistos(self):
        return self._double.seen

    def irse(self):
        self._double.reply = b""


class Memoria:
    def __init__(self):
        self.puerta = MemoryAntivirus()

    def vistos(self):
        return self.puerta.vistos

    def irse(self):
        self.puerta.away = True


@pytest.fixture(params=["tcp", "unix", "memoria"])
def afuera(request):
    if request.param == "memoria":
        return Memoria()
    double = request.getfixturevalue(f"por_{request.param}")
    host = f"tcp://127.0.0.1:{double.address[1]}" if request.param == "tcp" else f"unix://{double.address}"
    return Real(double, host)


@pytest.mark.parametrize("contenido", [b"", b"x", bytes(range(256)) * 4_000, bytes(64 * 1024)])
def test_lo_limpio_pasa_y_llega_entero(afuera, contenido):
    afuera.puerta.revisar(contenido)
    assert afuera.vistos() == [contenido]


def test_un_virus_se_rechaza_y_lo_siguiente_pasa(afuera):
    with pytest.raises(ArchivoRechazado) as caught:
        afuera.puerta.revisar(b"x" * 100_000 + EICAR)
    assert caught.value.motivo is Motivo.virus
    afuera.puerta.revisar(b"limpio")


def test_sin_veredicto_no_se_acepta_ni_se_rechaza(afuera):
    afuera.irse()
    with pytest.raises(AntivirusAway) as caught:
        afuera.puerta.revisar(b"limpio")
    assert not caught.value.permanent


@pytest.mark.parametrize(
    "respuesta",
    [
        b"",
        b"\0",
        b"stream: ",
        b"stream: O",
        b"OK\0",
        b"stream: OKK\0",
        b"stream: lstat() failed. ERROR\0",
        b"\xff" * 9_000,
    ],
)
def test_solo_ok_es_ok(por_tcp, respuesta):
    por_tcp.reply = respuesta
    with pytest.raises(AntivirusAway):
        Clamd(f"tcp://127.0.0.1:{por_tcp.address[1]}").revisar(b"limpio")


def test_lo_que_pasa_de_su_limite_espera(por_tcp):
    por_tcp.limit = 100_000
    with pytest.raises(AntivirusAway):
        Clamd(f"tcp://127.0.0.1:{por_tcp.address[1]}").revisar(bytes(5 * 2**20))


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:///no/hay/clamd.ctl", "tcp://no-existe.invalid:3310"])
def test_apagado_no_se_acepta_nada(url):
    with pytest.raises(AntivirusAway) as caught:
        Clamd(url).revisar(b"limpio")
    assert not caught.value.permanent


def test_mudo_no_se_espera_para_siempre(monkeypatch):
    monkeypatch.setattr(antivirus, "TIMEOUT", 0.3)
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as mudo, pytest.raises(AntivirusAway):
        Clamd(f"tcp://127.0.0.1:{mudo.getsockname()[1]}").revisar(b"limpio")
