"""Who is asking. Every page says which roles may open it (`@requiere`); one that does not say is shut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Flask, Response, abort, current_app, g, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.db.database import Row
from proalto.services.mesa import sesiones_mesa
from proalto.services.mesa.usuarios import Rol, Usuario, de_fila

Vista = TypeVar("Vista", bound=Callable[..., Any])
ROLES, LIBRE, A_MEDIAS, SIN_CLAVE = "_roles", "_libre", "_a_medias", "_sin_clave"
ESTATICO = "static"
REFRESCO = "X-Refresco"  # "1": the page asks by itself, which is not somebody at work


def requiere(*roles: Rol) -> Callable[[Vista], Vista]:
    """Say which roles may open a page."""
    return lambda vista: _marcar(vista, ROLES, frozenset(roles))


def libre(vista: Vista) -> Vista:
    """Say that a page is for anybody: the door itself and its health."""
    return _marcar(vista, LIBRE, True)


def a_medias(vista: Vista) -> Vista:
    """Say that a page is for who gave the password and not yet the code."""
    return _marcar(vista, A_MEDIAS, True)


def con_clave_temporal(vista: Vista) -> Vista:
    """Say that a page opens also before the temporary password is changed."""
    return _marcar(vista, SIN_CLAVE, True)


def actual() -> Usuario:
    """Return who is asking; only in a page that needs somebody."""
    quien: Usuario = g.usuario
    return quien


def galleta() -> str:
    """Return the name of the session's cookie; with HTTPS the browser keeps it to this very host."""
    return "__Host-mesa" if current_app.config["SESSION_COOKIE_SECURE"] else "mesa"


def token() -> str:
    """Return the token that the browser brought, or nothing."""
    return request.cookies.get(galleta(), "")


def dar(response: AnyResponse, nuevo: str) -> AnyResponse:
    """Hand the browser a new session; forms of before do not serve in it."""
    session.clear()
    segura = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(galleta(), nuevo, httponly=True, secure=segura, samesite="Strict", path="/")
    return response


def quitar(response: AnyResponse) -> AnyResponse:
    """Take the session from the browser."""
    session.clear()
    segura = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.delete_cookie(galleta(), httponly=True, secure=segura, samesite="Strict", path="/")
    return response


def vigilar(flask: Flask, app: App) -> None:
    """Look at who asks before every page."""

    @flask.before_request
    def quien() -> AnyResponse | None:
        g.usuario, g.dentro = None, False
        vista = flask.view_functions.get(request.endpoint or "")
        if vista is None or request.endpoint == ESTATICO or hasattr(vista, LIBRE):
            return None
        row = _abierta(app)
        if row is None:
            return _ir("/entrar", sigue=True)
        g.usuario, g.dentro = de_fila(row), row["completa"] and not row["clave_temporal"]
        return _detener(vista, row)


def _abierta(app: App) -> Row | None:
    traido = token()
    if not traido:
        return None
    return sesiones_mesa.viva(app.db, traido, app.now(), cuenta=request.headers.get(REFRESCO) != "1")


def _detener(vista: Callable[..., Any], row: Row) -> AnyResponse | None:
    """Return where somebody must go first, if anywhere; 403 where their role does not enter."""
    if hasattr(vista, A_MEDIAS):
        return _ir("/") if row["completa"] else None
    if not row["completa"]:
        return _ir("/codigo" if row["inscrito"] else "/inscripcion")
    if row["clave_temporal"] and not hasattr(vista, SIN_CLAVE):
        return _ir("/cuenta/clave")
    if actual().rol not in getattr(vista, ROLES, frozenset()):
        abort(403)
    return None


def _ir(a: str, *, sigue: bool = False) -> AnyResponse:
    """Send the browser elsewhere; a piece of a page that htmx asked for takes the whole page with it."""
    if sigue and request.method == "GET" and "HX-Request" not in request.headers and request.path != "/":
        a += "?" + urlencode({"sigue": request.full_path.rstrip("?")})
    if "HX-Request" in request.headers:
        return Response(status=204, headers={"HX-Redirect": a})
    return redirect(a, 303)


def _marcar(vista: Vista, marca: str, valor: object) -> Vista:
    setattr(vista, marca, valor)
    return vista
