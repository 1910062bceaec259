"""Canned replies, for who writes them."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.mesa import fallos
from proalto.mesa.permisos import ESCRIBEN_RESPUESTAS
from proalto.mesa.sesion import actual, requiere
from proalto.services.mesa import respuestas_rapidas
from proalto.services.mesa.respuestas_rapidas import Respuesta, RespuestaInvalida, SinRespuesta
from proalto.services.mesa.usuarios import EQUIPOS

EJEMPLO = {"nombre": "Ana", "asesor": "Laura Gómez", "folio": "A-7KX2M9P", "cuando": "mañana antes de las 4:00 p. m."}


def blueprint(app: App) -> Blueprint:
    """Return the pages of canned replies."""
    routes = Blueprint("respuestas", __name__, url_prefix="/respuestas")
    _mirar(routes, app)
    _escribir(routes, app)

    @routes.errorhandler(SinRespuesta)
    def ninguna(_: SinRespuesta) -> Response:
        return fallos.pagina(404, "404")

    return routes


def _mirar(routes: Blueprint, app: App) -> None:
    @routes.get("")
    @requiere(*ESCRIBEN_RESPUESTAS)
    def lista() -> str:
        todas = respuestas_rapidas.todas(app.db, app.now())
        vistas = {una.id: respuestas_rapidas.rellenar(una.texto, **EJEMPLO) for una in todas}
        return render_template("respuestas.html", respuestas=todas, vistas=vistas)

    @routes.get("/nueva")
    @requiere(*ESCRIBEN_RESPUESTAS)
    def nueva() -> Response:
        return _formulario(Respuesta(0, "", "", (), True))

    @routes.get("/<int:respuesta_id>")
    @requiere(*ESCRIBEN_RESPUESTAS)
    def ver(respuesta_id: int) -> Response:
        return _formulario(respuestas_rapidas.una(app.db, respuesta_id))


def _escribir(routes: Blueprint, app: App) -> None:
    @routes.post("/nueva")
    @requiere(*ESCRIBEN_RESPUESTAS)
    def crear() -> AnyResponse:
        return _guardar(app, 0)

    @routes.post("/<int:respuesta_id>")
    @requiere(*ESCRIBEN_RESPUESTAS)
    def editar(respuesta_id: int) -> AnyResponse:
        return _guardar(app, respuesta_id)

    @routes.post("/<int:respuesta_id>/borrar")
    @requiere(*ESCRIBEN_RESPUESTAS)
    def borrar(respuesta_id: int) -> AnyResponse:
        respuestas_rapidas.borrar(app.db, respuesta_id, actual(), app.now())
        flash("La respuesta se borró.", "bien")
        return redirect("/respuestas", 303)


def _guardar(app: App, respuesta_id: int) -> AnyResponse:
    forma = request.form
    respuesta = Respuesta(
        respuesta_id,
        forma.get("titulo", ""),
        forma.get("texto", ""),
        tuple(forma.getlist("equipos")),
        forma.get("activa") == "si",
    )
    try:
        respuestas_rapidas.guardar(app.db, respuesta, actual(), app.now())
    except RespuestaInvalida as error:
        return _formulario(respuesta, error.razones)
    flash("La respuesta quedó guardada.", "bien")
    return redirect("/respuestas", 303)


def _formulario(respuesta: Respuesta, razones: tuple[str, ...] = ()) -> Response:
    limites = {"maximo": respuestas_rapidas.MAXIMO, "titulo_maximo": respuestas_rapidas.TITULO_MAXIMO}
    variables = {nombre: EJEMPLO[nombre] for nombre in respuestas_rapidas.VARIABLES}
    pagina = render_template(
        "respuesta.html", r=respuesta, razones=razones, equipos=EQUIPOS, variables=variables, **limites
    )
    return Response(pagina, 400 if razones else 200)
