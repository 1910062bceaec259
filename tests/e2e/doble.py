"""A double of the Graph API that keeps what was sent to it; written for the tests, apart from the simulator."""

from __future__ import annotations

import hashlib
import itertools
import json
import sys
import threading
import time
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MENU_FIJO = "Ahora mismo no puedo consultar"  # what is said when Rasa takes long


@dataclass(frozen=True)
class Archivo:
    nombre: str
    mime: str
    contenido: bytes


class _Servidor(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a caller who was killed in the middle; anything else is a mistake of the double's."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class GraphDouble:
    """Listens on a free port; `mensajes` are the POSTs to /messages in order of arrival."""

    def __init__(self, port: int = 0) -> None:
        self.mensajes: list[dict[str, Any]] = []
        self.con_menu_fijo = True
        self.llegadas: list[float] = []
        self.acuses: list[dict[str, Any]] = []
        self.archivos: dict[str, Archivo] = {}  # what was uploaded, by media id
        self.subir_con: list[tuple[int, dict[str, Any]]] = []  # the next answers to an upload, instead of success
        self.responder_con: list[tuple[int, dict[str, Any]]] = []  # the next answers, instead of success
        self.recibidos: dict[str, bytes] = {}  # what customers sent, by media id
        self._numeros = itertools.count(1)
        self._hay = threading.Condition()
        double = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536  # headers and body in one packet: Nagle would add 40 ms to each answer

            def do_POST(self) -> None:
                largo = int(self.headers["Content-Length"])
                crudo = self.rfile.read(largo)
                if len(crudo) == largo:  # or else the caller died in the middle
                    double.atender(self, crudo)

            def do_GET(self) -> None:
                clase, datos = double.buscar(self.path.partition("?")[0])
                self.send_response(200 if clase else 404)
                self.send_header("Content-Type", clase or "text/plain")
                self.send_header("Content-Length", str(len(datos)))
                self.end_headers()
                self.wfile.write(datos)

            def log_message(self, *args: Any) -> None:
                pass

        self._servidor = _Servidor(("127.0.0.1", port), Handler)
        threading.Thread(target=self._servidor.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._servidor.server_address[1]}"

    def atender(self, pedido: BaseHTTPRequestHandler, crudo: bytes) -> None:
        """Take one POST and answer it."""
        status, respuesta = self.tomar(pedido, crudo)
        responder(pedido, status, json.dumps(respuesta).encode())

    def tomar(self, pedido: BaseHTTPRequestHandler, crudo: bytes) -> tuple[int, dict[str, Any]]:
        """Take one POST and return the answer that it deserves."""
        if pedido.path.endswith("/media"):
            return self.subir(str(pedido.headers["Content-Type"]), crudo)
        return self.recibir(json.loads(crudo))

    def recibir(self, cuerpo: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        with self._hay:
            if cuerpo.get("status") == "read":
                self.acuses.append(cuerpo)
                return 200, {"success": True}
            if self.responder_con:
                return self.responder_con.pop(0)
            self.mensajes.append(cuerpo)
            self.llegadas.append(time.monotonic())
            self._hay.notify_all()
            return 200, {
                "messaging_product": "whatsapp",
                "contacts": [{"input": cuerpo.get("to"), "wa_id": str(cuerpo.get("to", "")).lstrip("+")}],
                "messages": [{"id": f"wamid.salida.{self._servidor.server_address[1]}.{next(self._numeros)}"}],
            }

    def poner_archivo(self, contenido: bytes) -> str:
        """Keep a file as if a customer had sent it, and return its media id."""
        media_id = f"{9 * 10**14 + next(self._numeros)}"
        self.recibidos[media_id] = contenido
        return media_id

    def buscar(self, ruta: str) -> tuple[str, bytes]:
        """Answer where a file is, or the file itself; ("", ...) when there is none."""
        *_, carpeta, media_id = ruta.split("/")
        contenido = self.recibidos.get(media_id)
        if contenido is None:
            return "", b""
        if carpeta == "archivo":
            return "application/octet-stream", contenido
        donde = {"url": f"{self.url}/archivo/{media_id}", "id": media_id, "file_size": len(contenido),
                 "sha256": hashlib.sha256(contenido).hexdigest(), "mime_type": "image/jpeg"}  # fmt: skip
        return "application/json", json.dumps(donde).encode()

    def subir(self, tipo: str, crudo: bytes) -> tuple[int, dict[str, Any]]:
        """Take a multipart upload as Meta asks for it: messaging_product, type and file."""
        with self._hay:
            if self.subir_con:
                return self.subir_con.pop(0)
            partes = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {tipo}\r\n\r\n".encode() + crudo)
            campos = {parte.get_param("name", header="content-disposition"): parte for parte in partes.iter_parts()}
            if campos["messaging_product"].get_content().strip() != "whatsapp":
                return 400, {"error": {"code": 100}}
            media_id = str(10**15 + next(self._numeros))
            archivo = campos["file"]
            self.archivos[media_id] = Archivo(
                str(archivo.get_filename()), campos["type"].get_content().strip(), archivo.get_payload(decode=True)
            )
            return 200, {"id": media_id}

    def archivo(self, mensaje: dict[str, Any]) -> Archivo:
        """Return the file of a document message."""
        return self.archivos[mensaje["document"]["id"]]

    def esperar(self, cuantos: int, para: str | None = None, segundos: float = 25.0) -> list[dict[str, Any]]:
        """Return the messages (to one recipient) once there are at least so many; fail with what there is."""
        limite = time.monotonic() + segundos
        with self._hay:
            while len(self.para(para)) < cuantos:
                resta = limite - time.monotonic()
                if resta <= 0 or not self._hay.wait(resta):
                    raise AssertionError(f"expected {cuantos} messages, got {[texto_de(m) for m in self.para(para)]}")
            return self.para(para)

    def para(self, destino: str | None) -> list[dict[str, Any]]:
        """Return what reached one recipient; the fixed menu, which a slow machine may bring any time, if wanted."""
        suyos = [m for m in self.mensajes if destino in (None, str(m.get("to", "")).lstrip("+"), m.get("recipient"))]
        return suyos if self.con_menu_fijo else [m for m in suyos if not texto_de(m).startswith(MENU_FIJO)]

    def cerrar(self) -> None:
        self._servidor.shutdown()


def responder(pedido: BaseHTTPRequestHandler, status: int, datos: bytes) -> None:
    """Write a JSON answer whole."""
    pedido.send_response(status)
    pedido.send_header("Content-Type", "application/json")
    pedido.send_header("Content-Length", str(len(datos)))
    pedido.end_headers()
    pedido.wfile.write(datos)


def texto_de(mensaje: dict[str, Any]) -> str:
    """Return the words of a message, whatever its type."""
    if mensaje["type"] == "text":
        return str(mensaje["text"]["body"])
    if mensaje["type"] == "interactive":
        return str(mensaje["interactive"]["body"]["text"])
    if mensaje["type"] == "template":
        return " ".join(
            parametro["text"]
            for componente in mensaje["template"]["components"]
            if componente["type"] == "body"
            for parametro in componente["parameters"]
        )
    if mensaje["type"] == "document":
        return str(mensaje["document"].get("caption", ""))
    return ""


def opciones_de(mensaje: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return title -> (kind, id) of what can be tapped."""
    if mensaje["type"] != "interactive":
        return {}
    accion = mensaje["interactive"]["action"]
    if "buttons" in accion:
        return {b["reply"]["title"]: ("button_reply", b["reply"]["id"]) for b in accion["buttons"]}
    return {r["title"]: ("list_reply", r["id"]) for s in accion["sections"] for r in s["rows"]}
