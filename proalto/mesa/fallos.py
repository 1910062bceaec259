"""What went wrong, as a page that says what to do; never what the program was doing."""

from __future__ import annotations

import logging

from flask import Flask, Response, abort, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from proalto.db.database import DatabaseAway
from proalto.services.operacion.visitas import DemasiadasVisitas

logger = logging.getLogger(__name__)
OTRO = 500
ID_MAXIMO = 2**63 - 1  # of a bigint
CONOCIDOS = (400, 403, 404, 405, 413, 429, OTRO, 503)


def atender(flask: Flask) -> None:
    """Turn every error into a page."""

    flask.before_request(_sin_imposibles)
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


def _sin_imposibles() -> None:
    """Refuse what PostgreSQL cannot even be asked: a number that no row has, a NUL that no text holds."""
    en_la_ruta = (request.view_args or {}).values()
    if any(valor > ID_MAXIMO if isinstance(valor, int) else "\0" in str(valor) for valor in en_la_ruta):
        abort(404)
    if any("\0" in valor for _, valor in (*request.args.items(multi=True), *request.form.items(multi=True))):
        abort(400)


def pagina(codigo: int, motivo: str, **datos: object) -> Response:
    """Return the page of one error."""
    return Response(render_template("fallo.html", motivo=motivo, **datos), codigo)
