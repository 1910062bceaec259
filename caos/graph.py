"""A double of the Graph API that fails by script, and writes down every message that it took."""

from __future__ import annotations

import contextlib
import io
import json
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

from caos.guion import ACEPTA_Y_CALLA, ACEPTA_Y_CORTA, BASURA, CALLA, GOTEA, RECHAZOS, REINICIA, Guion
from caos.historia import Historia
from tests.e2e.doble import GraphDouble, responder, texto_de

SILENCIO = 12.0  # longer than the product waits for an answer
PAUSA_ENTRE_BYTES = 0.02
SIN_LINGER = struct.pack("ii", 1, 0)  # close() sends a reset
Mensaje = dict[str, Any]


class GraphCaos(GraphDouble):
    """`al_aceptar` hears of each message that Meta would deliver: (body, wamid)."""

    def __init__(self, historia: Historia, port: int = 0) -> None:
        super().__init__(port)
        self.guion: Guion | None = None
        self.fallas: Counter[str] = Counter()
        self.al_aceptar: list[Callable[[Mensaje, str], None]] = []
        self._historia = historia
        self._orden = threading.Lock()

    def atender(self, pedido: BaseHTTPRequestHandler, crudo: bytes) -> None:
        guion = self.guion
        falla = guion.falla() if guion else ""
        self.fallas[falla] += 1
        if falla in RECHAZOS:
            responder(pedido, RECHAZOS[falla][0], _rechazo(RECHAZOS[falla][1]))
        elif falla == REINICIA:
            _reiniciar(pedido)
        elif falla == CALLA:
            _callar(pedido)
        else:
            self._aceptar(pedido, crudo, falla)

    def recibir(self, cuerpo: Mensaje) -> tuple[int, Mensaje]:
        with self._orden:  # what the history says came first is what came first
            status, respuesta = super().recibir(cuerpo)
            if "messages" in respuesta:
                wamid = str(respuesta["messages"][0]["id"])
                self._historia.anotar(
                    "salida", para=str(cuerpo.get("to") or cuerpo.get("recipient")).lstrip("+"), clase=cuerpo["type"],
                    cb=cuerpo.get("biz_opaque_callback_data"), texto=texto_de(cuerpo), wamid=wamid,
                )  # fmt: skip
        if "messages" in respuesta:
            for oyente in self.al_aceptar:
                oyente(cuerpo, wamid)
        return status, respuesta

    def _aceptar(self, pedido: BaseHTTPRequestHandler, crudo: bytes, falla: str) -> None:
        status, respuesta = self.tomar(pedido, crudo)
        datos = json.dumps(respuesta).encode()
        if falla == ACEPTA_Y_CORTA:
            _reiniciar(pedido)
        elif falla == ACEPTA_Y_CALLA:
            _callar(pedido)
        elif falla == BASURA:
            responder(pedido, status, datos[: len(datos) // 2])
        elif falla == GOTEA:
            _gotear(pedido, status, datos)
        else:
            responder(pedido, status, datos)


def _rechazo(codigo: int) -> bytes:
    if not codigo:
        return b"<html>upstream unavailable</html>"
    error = {"code": codigo, "message": "refused by the script", "type": "OAuthException"}
    return json.dumps({"error": error}).encode()


def _reiniciar(pedido: BaseHTTPRequestHandler) -> None:
    pedido.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, SIN_LINGER)
    _colgar(pedido)


def _callar(pedido: BaseHTTPRequestHandler) -> None:
    time.sleep(SILENCIO)
    _colgar(pedido)


def _colgar(pedido: BaseHTTPRequestHandler) -> None:
    """Close at once; what http.server still flushes goes nowhere."""
    pedido.close_connection = True
    rutas, pedido.wfile = (pedido.rfile, pedido.wfile), io.BytesIO()
    for ruta in rutas:
        with contextlib.suppress(OSError):
            ruta.close()
    with contextlib.suppress(OSError):
        pedido.connection.close()


def _gotear(pedido: BaseHTTPRequestHandler, status: int, datos: bytes) -> None:
    pedido.send_response(status)
    pedido.send_header("Content-Type", "application/json")
    pedido.send_header("Content-Length", str(len(datos)))
    pedido.end_headers()
    with contextlib.suppress(OSError):  # whoever asked may hang up
        for byte in datos:
            pedido.wfile.write(bytes([byte]))
            pedido.wfile.flush()
            time.sleep(PAUSA_ENTRE_BYTES)
