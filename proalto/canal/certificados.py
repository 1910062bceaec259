"""`/v/<folio>`: whether a certificate is valid, told to whoever holds it and nothing more than they need."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Request, Response, redirect, render_template, request, send_from_directory
from werkzeug.exceptions import MethodNotAllowed, RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.db.database import DatabaseAway
from proalto.formats.dias_habiles import momento_exacto
from proalto.services.credito.certificados import NoExiste, verificar
from proalto.services.operacion.textos import partes
from proalto.services.operacion.visitas import DemasiadasVisitas, visitar

MAX_ARCHIVO = 2 * 1024 * 1024
MAX_CUERPO = MAX_ARCHIVO + 64 * 1024  # the form around the file
FOLIO_MAXIMO = 80  # characters of what was typed, spaces and hyphens with it
ESTATICOS = Path(__file__).parent / "static"
CABECERAS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


class SinDisco(Request):
    """A request whose files stay in memory: what is uploaded to be compared is never written anywhere."""

    def _get_file_stream(self, *_args: Any, **_kwargs: Any) -> BytesIO:
        return BytesIO()


def blueprint(app: App) -> Blueprint:
    """Return the page, the form that leads to it, and its two static files."""
    routes = Blueprint("certificados", __name__, url_prefix="/v")

    @routes.before_request
    def only_get_and_post() -> None:
        if request.method == "HEAD":  # Flask answers it wherever it answers GET
            raise MethodNotAllowed(["GET", "POST"])

    @routes.get("/", provide_automatic_options=False)
    def entrada() -> AnyResponse:
        typed = request.args.get("folio", "").strip()
        if typed:
            return redirect(f"/v/{quote(typed[:FOLIO_MAXIMO], safe='')}", 303)
        return _page("entrada")

    @routes.route("/<folio>", methods=["GET", "POST"], provide_automatic_options=False)
    def certificado(folio: str) -> AnyResponse:
        try:
            visitar(app.db, app.cipher, request.remote_addr or "", app.now())
            return _answer(app, folio)
        except DemasiadasVisitas as error:
            page = _page("espera", 429, segundos=error.segundos)
            page.headers["Retry-After"] = str(error.segundos)
            return page
        except DatabaseAway:
            return _page("sin_servicio", 503)

    @routes.get("/estilo.css", provide_automatic_options=False)
    @routes.get("/icono.svg", provide_automatic_options=False)
    def estatico() -> AnyResponse:
        return send_from_directory(ESTATICOS, request.path.rpartition("/")[2], max_age=3600)

    return routes


def _answer(app: App, folio: str) -> Response:
    """Tell what the page says; a slip, an unknown folio and a revoked one are the same page to the byte."""
    try:
        vigente = verificar(app.db, app.cipher, folio)
    except NoExiste:
        return _page("no_valido")
    datos: dict[str, Any] = {
        "c": vigente,
        "emitido": momento_exacto(vigente.emitido_en),
        "corte": momento_exacto(vigente.corte_en),
    }
    if request.method == "GET":
        return _page("valido", **datos)
    try:
        archivo = _uploaded()
    except RequestEntityTooLarge:
        return _page("muy_grande", 413)
    if not archivo:
        return _page("sin_archivo", 400, **datos)
    return _page("autentico" if vigente.es(archivo) else "alterado", **datos)


def _uploaded() -> bytes:
    """Return the file of the form, empty if there is none; raise RequestEntityTooLarge."""
    request.max_content_length = MAX_CUERPO
    archivo = request.files.get("archivo")
    contenido = archivo.read() if archivo else b""
    if len(contenido) > MAX_ARCHIVO:
        raise RequestEntityTooLarge
    return contenido


def _page(estado: str, status: int = 200, **datos: Any) -> Response:
    entidad = partes("paz_y_salvo")["entidad"]
    response = Response(render_template("certificado.html", estado=estado, entidad=entidad, **datos), status)
    response.headers.update(CABECERAS)
    return response
