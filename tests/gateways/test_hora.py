"""The clock of another machine, by its Date header."""

import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from proalto.gateways.hora import SinHora, hora_de


@pytest.fixture
def servidor(request):
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.send_response_only(404)
            if request.param:
                self.send_header("Date", request.param)
            self.end_headers()

        def log_message(self, *_):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("servidor", ["Wed, 18 Nov 2026 15:00:05 GMT"], indirect=True)
def test_lee_la_hora_aunque_conteste_que_no(servidor):
    assert hora_de(servidor) - datetime(2026, 11, 18, 15, 0, 5, tzinfo=timezone.utc) == timedelta()


@pytest.mark.parametrize("servidor", ["", "ayer"], indirect=True)
def test_sin_hora_lo_dice(servidor):
    with pytest.raises(SinHora):
        hora_de(servidor)


def test_si_nadie_contesta_lo_dice():
    with pytest.raises(SinHora):
        hora_de("http://127.0.0.1:9")
