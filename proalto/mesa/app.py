"""The desk's Flask application."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, redirect, request, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as AnyResponse

from proalto import bootstrap
from proalto.bootstrap import App
from proalto.formats.dias_habiles import BOGOTA
from proalto.logs import configure
from proalto.mesa import (
    acuerdos,
    archivos,
    auditoria,
    cola,
    conversacion,
    conversaciones,
    cuenta,
    derechos,
    entrada,
    evidencia,
    fallidos,
    fallos,
    gestiones,
    indicadores,
    palabras,
    personas,
    respuestas,
    sesion,
)
from proalto.mesa.permisos import MENU, TODOS
from proalto.mesa.sesion import actual, libre, requiere

MAX_CUERPO = 256 * 1024  # forms, and a list of agreements as CSV: nobody sends other files to the desk
ESTATICOS = Path(__file__).parent / "static"
UN_DIA = 24 * 3600
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
CABECERAS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex, nofollow",
}
HSTS = "max-age=31536000"
DE_CASOS = (cola, conversacion, gestiones, derechos, conversaciones, archivos, evidencia)
# Each with its `blueprint(app)`.
CUARTOS = (entrada, cuenta, *DE_CASOS, indicadores, fallidos, respuestas, acuerdos, personas, auditoria)


def create_app(app: App | None = None) -> Flask:
    """Return the WSGI application; gunicorn calls it without arguments."""
    if app is None:
        configure("mesa")
        app = bootstrap.app()
    flask = Flask(__name__)
    _configurar(flask, app)
    if app.settings.proxies:
        flask.wsgi_app = ProxyFix(flask.wsgi_app, x_for=app.settings.proxies, x_proto=0)  # type: ignore[method-assign]
    CSRFProtect(flask)
    sesion.vigilar(flask, app)
    for cuarto in CUARTOS:
        flask.register_blueprint(cuarto.blueprint(app))
    palabras.preparar(flask)
    _propias(flask)
    fallos.atender(flask)
    flask.context_processor(lambda: _de_todas(flask, app))
    flask.after_request(lambda response: _blindar(response, app.settings.produccion))
    return flask


def _configurar(flask: Flask, app: App) -> None:
    segura = app.settings.produccion  # produccion is behind HTTPS
    flask.config.update(
        SECRET_KEY=app.settings.mesa_secret_key,
        MAX_CONTENT_LENGTH=MAX_CUERPO,
        MAX_FORM_MEMORY_SIZE=MAX_CUERPO,
        SESSION_COOKIE_NAME="__Host-mesa-formularios" if segura else "mesa-formularios",
        SESSION_COOKIE_SECURE=segura,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        WTF_CSRF_SECRET_KEY=app.settings.mesa_secret_key,
        WTF_CSRF_TIME_LIMIT=None,  # a form serves as long as the session that it was given in
        SEND_FILE_MAX_AGE_DEFAULT=UN_DIA,
    )
    flask.jinja_options = {**flask.jinja_options, "trim_blocks": True, "lstrip_blocks": True}
    flask.jinja_env.filters["momento"] = momento


def _propias(flask: Flask) -> None:
    @flask.get("/")
    @requiere(*TODOS)
    def inicio() -> AnyResponse:
        return redirect(next((ruta for _, ruta in _menu(flask)), "/cuenta"), 303)

    @flask.get("/salud")
    @libre
    def salud() -> Response:
        return Response("ok", mimetype="text/plain")


def _de_todas(flask: Flask, app: App) -> dict[str, object]:
    """Return what every template knows."""
    return {
        "usuario": g.get("usuario"),
        "dentro": g.get("dentro"),
        "menu": _menu(flask),
        "estatico": estatico,
        "aviso_general": fallidos.aviso(app) if g.get("dentro") else None,
    }


def _menu(flask: Flask) -> list[tuple[str, str]]:
    """Return (title, path) of the pages that there are for who asks."""
    if not g.get("dentro"):
        return []
    rutas = {regla.rule for regla in flask.url_map.iter_rules()}
    return [(titulo, ruta) for titulo, ruta, roles in MENU if ruta in rutas and actual().rol in roles]


def momento(cuando: datetime) -> str:
    """Return a moment as a table shows it, in Bogotá: "18/11/2026 10:00:05"."""
    return cuando.astimezone(BOGOTA).strftime("%d/%m/%Y %H:%M:%S")


def estatico(nombre: str) -> str:
    """Return the address of a static file, which changes with what it holds, so that browsers may keep it."""
    return url_for("static", filename=nombre, v=_huella(nombre))


@cache
def _huella(nombre: str) -> str:
    return hashlib.sha256((ESTATICOS / nombre).read_bytes()).hexdigest()[:12]


def _blindar(response: Response, produccion: bool) -> Response:
    for nombre, valor in CABECERAS.items():
        response.headers.setdefault(nombre, valor)
    if request.endpoint != sesion.ESTATICO:
        response.headers["Cache-Control"] = "no-store"
    if produccion:
        response.headers["Strict-Transport-Security"] = HSTS
    return response
