"""Somebody else on the action server's port: answers 500, nonsense, far too much, or not at all."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MUCHO = 100 * 1024 * 1024
SILENCIO = 60.0
TROZO = b'{"events": [], "responses": [' + b" " * 65_500


class FalsasAcciones:
    """Takes the port as soon as it is free; `como`: 500, basura, mucho, calla."""

    def __init__(self, puerto: int, como: str) -> None:
        self._fin = threading.Event()
        fin = self._fin

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._decir(200, b'{"status": "ok"}')

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if como == "500":
                    self._decir(500, b'{"error": "no"}')
                elif como == "basura":
                    self._decir(200, b'{"events": [{"event": "sl')
                elif como == "mucho":
                    self._mucho()
                else:
                    fin.wait(SILENCIO)

            def _decir(self, codigo: int, datos: bytes) -> None:
                self.send_response(codigo)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(datos)))
                self.end_headers()
                self.wfile.write(datos)

            def _mucho(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(MUCHO))
                self.end_headers()
                for _ in range(MUCHO // len(TROZO)):
                    if fin.is_set():
                        return
                    self.wfile.write(TROZO)

            def log_message(self, *_args: Any) -> None:
                pass

        self._servidor = _Servidor(puerto, Handler)
        threading.Thread(target=self._servidor.serve_forever, daemon=True).start()

    def cerrar(self) -> None:
        self._fin.set()
        self._servidor.shutdown()
        self._servidor.server_close()


class _Servidor(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, puerto: int, handler: type[BaseHTTPRequestHandler], paciencia: float = 20.0) -> None:
        limite = time.monotonic() + paciencia
        while True:
            try:
                super().__init__(("127.0.0.1", puerto), handler)
                return
            except OSError:
                if time.monotonic() > limite:
                    raise
                time.sleep(0.005)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked hung up: that is what it is for."""
