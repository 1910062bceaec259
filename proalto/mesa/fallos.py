"""What went wrong, as a page that says what to do; never what the program was doing."""

from __future__ import annotations

import logging

from flask import Flask, Response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from proalto.db.database import DatabaseAway
from proalto.services.visitas import DemasiadasVisitas

logger = logging.getLogger(__name__)
OTRO = 500
CONOCIDOS = (400, 403, 404, 405, 413, 429, OTRO, 503)


def atender(flask: Flask) -> None:
    """Turn every error into a page."""

    _nuestros(flask)

    @flask.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        codigo = error.code or OTRO
        if isinstance(error, CSRFError):
            return pagina(400, "formulario")
        return pagina(codigo, str(codigo if codigo in CONOCIDOS else OTRO))

    @flask.errorhandler(Exception)
    def otro(error: Exception) -> Response:
        logger.exception("request failed: %s", type(error).__name__)
        return pagina(OTRO, str(OTRO))


def _nuestros(flask: Flask) -> None:
    @flask.errorhandler(DatabaseAway)
    def sin_base(_: DatabaseAway) -> Response:
        response = pagina(503, "503")
        response.headers["Retry-After"] = "5"
        return response

    @flask.errorhandler(DemasiadasVisitas)
    def espera(error: DemasiadasVisitas) -> Response:
        response = pagina(429, "429", segundos=error.segundos)
        response.headers["Retry-After"] = str(error.segundos)
        return response


def pagina(codigo: int, motivo: str, **datos: object) -> Response:
    """Return the page of one error."""
    return Response(render_template("fallo.html", motivo=motivo, **datos), codigo)
