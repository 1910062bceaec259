"""A case: the whole conversation on one side, the summary card on the other, kept up to date while it is read."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, abort, render_template, request
from markupsafe import escape
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.mesa import fallos, vista_de_caso
from proalto.mesa.permisos import ATIENDEN, MIRAN_CASOS
from proalto.mesa.sesion import actual, requiere
from proalto.services.atencion.casos import SinCaso
from proalto.services.atencion.permisos_de_caso import SinPermiso
from proalto.services.conversacion import dialogo
from proalto.services.mensajeria import plantillas
from proalto.services.mensajeria.plantillas import PlantillaInvalida
from proalto.services.mesa import ficha
from proalto.services.mesa.auditoria import anotar


def blueprint(app: App) -> Blueprint:
    """Return the pages of a case."""
    cuarto = Blueprint("conversacion", __name__)
    _pagina(cuarto, app)
    _piezas(cuarto, app)
    cuarto.app_errorhandler(SinCaso)(lambda _: fallos.pagina(404, "404"))
    cuarto.app_errorhandler(SinPermiso)(lambda _: fallos.pagina(403, "403"))
    return cuarto


def _pagina(cuarto: Blueprint, app: App) -> None:
    @cuarto.get("/casos/<folio>")
    @requiere(*MIRAN_CASOS)
    def ver(folio: str) -> str:
        return render_template("conversacion.html", **vista_de_caso.contenido(app, folio, actual()))

    @cuarto.post("/casos/<folio>/revelar")
    @requiere(*ATIENDEN)
    def revelar(folio: str) -> str:
        with app.db.transaction() as tx:
            ficha.caso_visible(tx, folio, actual())
            anotar(tx, actual().id, "datos_revelados", f"caso:{folio}", app.now())
        return render_template("conversacion.html", **vista_de_caso.contenido(app, folio, actual(), revelar=True))


def _piezas(cuarto: Blueprint, app: App) -> None:
    @cuarto.get("/casos/<folio>/vivo")
    @requiere(*MIRAN_CASOS)
    def vivo(folio: str) -> str | AnyResponse:
        nuevo = vista_de_caso.vivo(app, folio, actual(), request.args.get("v", ""))
        if nuevo is None:
            return Response(status=204)
        return render_template("conversacion_viva.html", forma_de_antes=request.args.get("forma", ""), **nuevo)

    @cuarto.get("/casos/<folio>/anteriores")
    @requiere(*MIRAN_CASOS)
    def anteriores(folio: str) -> str:
        return _anteriores(app, folio)

    @cuarto.post("/casos/<folio>/muestra")  # a POST, because what was typed must not stand in an address
    @requiere(*ATIENDEN)
    def muestra(folio: str) -> AnyResponse:
        return Response(escape(_muestra(app, folio)), mimetype="text/html")


def _anteriores(app: App, folio: str) -> str:
    """Return the lines before a moment: a page of their own, or a piece for the one that asks."""
    try:
        antes = datetime.fromisoformat(request.args["antes"])
    except (KeyError, ValueError):
        abort(400)
    if antes.tzinfo is None:
        abort(400)
    with app.db.transaction() as tx:
        contacto_id = int(ficha.caso_visible(tx, folio, actual())["contacto_id"])
    visto = dialogo.ver(app.db, app.cipher, contacto_id, antes)
    pagina = "lineas.html" if "HX-Request" in request.headers else "anteriores.html"
    return render_template(pagina, dialogo=visto, caso={"folio": folio}, ahora=app.now())


def _muestra(app: App, folio: str) -> str:
    """Return how a template reads with what was typed so far, as plain text."""
    with app.db.transaction() as tx:
        ficha.caso_visible(tx, folio, actual())
    try:
        elegida = plantillas.para_asesor(request.form.get("nombre", ""))
    except PlantillaInvalida:
        abort(404)
    valores = request.form.getlist("valor")[: len(elegida.datos)]
    try:
        return vista_de_caso.muestra(elegida, valores)
    except PlantillaInvalida:
        return f"Cada dato tiene hasta {plantillas.DATO_MAXIMO} letras."
