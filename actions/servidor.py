"""What rasa_sdk's server lacks: a secret that only Rasa knows, a limit on what it takes, errors that tell nothing."""

from __future__ import annotations

import logging
import resource
import zlib

from pluggy import HookimplMarker
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from proalto import bootstrap, logs

logger = logging.getLogger(__name__)
USO = "actions"  # of the shared secret
CUERPO_MAXIMO = 2_000_000  # bytes, as sent and inflated; a call has two turns of a conversation: some 20 kB
MEMORIA = 4 << 30  # bytes of addresses: past that one call fails, and not the machine
ABIERTAS = ("/health",)
implementa = HookimplMarker("rasa_sdk")


class Proteccion:
    """The extension that rasa_sdk loads."""

    @implementa  # type: ignore[untyped-decorator]
    def attach_sanic_app_extensions(self, app: Sanic) -> None:
        logs.configure("actions")
        ajustes = bootstrap.app().settings
        if ajustes.produccion or ajustes.proceso:  # by hand, with stock Rasa, say: as rasa_sdk made it
            proteger(app)


def proteger(app: Sanic) -> None:
    """Serve Rasa only, bounded, and without a word of a conversation in any error."""
    cipher = bootstrap.app().cipher
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA, MEMORIA))
    app.config.REQUEST_MAX_SIZE = CUERPO_MAXIMO

    async def admitir(request: Request) -> HTTPResponse | None:
        if request.path in ABIERTAS:
            return None
        if not cipher.accepts_token(USO, request.token or ""):
            return json({"error": "unauthorized"}, status=401)
        return _inflar(request)

    async def fallar(request: Request, error: Exception) -> HTTPResponse:
        if isinstance(error, SanicException):
            return json({"error": type(error).__name__}, status=getattr(error, "status_code", 500))
        logger.error("call failed: %s at %s", type(error).__name__, logs.lugar(error))
        return json({"error": "action_failed"}, status=500)

    app.register_middleware(admitir, "request")
    # rasa_sdk's own handler logs the exception with its text, and answers with the whole tracker (endpoint.py:134).
    app.error_handler.cached_handlers.clear()
    app.error_handler.add(Exception, fallar)


def _inflar(request: Request) -> HTTPResponse | None:
    """Inflate a body ourselves, up to the limit: rasa_sdk would inflate any (endpoint.py:98)."""
    formato = request.headers.get("Content-Encoding", "identity")
    if formato == "identity":
        return None
    if formato != "deflate":
        return json({"error": "unsupported_encoding"}, status=415)
    try:
        inflador = zlib.decompressobj()
        request.body = inflador.decompress(request.body, CUERPO_MAXIMO)
    except zlib.error:
        return json({"error": "bad_body"}, status=400)
    if inflador.unconsumed_tail or not inflador.eof:
        return json({"error": "too_large"}, status=413)
    del request.headers["Content-Encoding"]
    return None
