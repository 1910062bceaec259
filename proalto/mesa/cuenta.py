"""One's own account: who I am here, my password, and whether I take cases now."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.mesa import sesion
from proalto.mesa.entrada import pedida
from proalto.mesa.permisos import ATIENDEN, TODOS
from proalto.mesa.sesion import actual, con_clave_temporal, requiere
from proalto.services.mesa import acceso, usuarios
from proalto.services.mesa.acceso import NoEntra, SinIntentos
from proalto.services.mesa.claves import ClaveDebil


def blueprint(app: App) -> Blueprint:
    """Return the pages of one's own account."""
    routes = Blueprint("cuenta", __name__, url_prefix="/cuenta")
    _clave(routes, app)

    @routes.get("")
    @requiere(*TODOS)
    def ver() -> str:
        return render_template("cuenta.html")

    @routes.post("/disponible")
    @requiere(*ATIENDEN)
    def disponible() -> AnyResponse:
        usuarios.ponerse(app.db, actual(), request.form.get("disponible") == "si", app.now())
        return redirect(pedida() or "/", 303)

    return routes


def _clave(routes: Blueprint, app: App) -> None:
    @routes.get("/clave")
    @requiere(*TODOS)
    @con_clave_temporal
    def clave() -> str:
        return render_template("clave.html")

    @routes.post("/clave")
    @requiere(*TODOS)
    @con_clave_temporal
    def cambiar_clave() -> AnyResponse:
        return _cambiar(app)


def _cambiar(app: App) -> AnyResponse:
    vieja, nueva = request.form.get("actual", ""), request.form.get("nueva", "")
    if nueva != request.form.get("repetida", ""):
        return _otra_vez("distintas")
    try:
        token = acceso.cambiar_clave(app.db, actual(), vieja, nueva, app.now())
    except ClaveDebil as error:
        return _otra_vez(error.razon)
    except NoEntra:
        return _otra_vez("actual")
    except SinIntentos:
        acceso.salir(app.db, sesion.token(), app.now())
        return sesion.quitar(redirect("/entrar", 303))
    response = sesion.dar(redirect("/", 303), token)
    flash("Tu contraseña cambió. Las otras sesiones que tenías abiertas se cerraron.", "bien")
    return response


def _otra_vez(razon: str) -> Response:
    return Response(render_template("clave.html", razon=razon), 400)
