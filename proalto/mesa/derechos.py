"""What people do with a right over personal data, from the page of its case."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.mesa.gestiones import hecho
from proalto.mesa.permisos import ATIENDEN
from proalto.mesa.sesion import actual, requiere
from proalto.services.datos import gestion_de_datos
from proalto.services.datos.gestion_de_datos import Respuesta


def blueprint(app: App) -> Blueprint:
    """Return what can be done with a right over personal data."""
    cuarto = Blueprint("derechos", __name__)

    def accion(ruta: str, hacer: Callable[[App, str], str], campo: str = "") -> None:
        @requiere(*ATIENDEN)
        def vista(folio: str) -> str | AnyResponse:
            return hecho(app, folio, hacer, campo)

        cuarto.add_url_rule(f"/casos/<folio>/datos/{ruta}", ruta, vista, methods=["POST"])

    accion("falta", pedir_falta)
    accion("prorrogar", prorrogar)
    accion("trasladar", trasladar)
    accion("marcar", marcar)
    accion("responder", responder, "respuesta")
    accion("sin-confirmar", sin_confirmar)
    return cuarto


def pedir_falta(app: App, folio: str) -> str:
    with app.db.transaction() as tx:
        gestion_de_datos.pedir_falta(tx, app.cipher, folio, actual(), _motivo(), app.now())
    return "Se lo pedimos. El plazo de la ley cuenta desde que lo complete."


def prorrogar(app: App, folio: str) -> str:
    with app.db.transaction() as tx:
        gestion_de_datos.prorrogar(tx, app.cipher, folio, actual(), _motivo(), app.now())
    return "El aviso va en camino. La prórroga vale cuando salga, y solo si sale antes de vencer."


def trasladar(app: App, folio: str) -> str:
    with app.db.transaction() as tx:
        gestion_de_datos.trasladar(tx, app.cipher, folio, actual(), _motivo(), app.now())
    return "Quedó trasladado y se lo dijimos al cliente."


def marcar(app: App, folio: str) -> str:
    with app.db.transaction() as tx:
        gestion_de_datos.marcar(tx, folio, actual(), app.now())
    return "Los datos quedaron con la marca «reclamo en trámite»."


def responder(app: App, folio: str) -> str:
    favorable = request.form.get("sentido") == "favorable"
    escrita = request.form.get("respuesta", "").replace("\r\n", "\n")
    fundamento = "" if favorable else request.form.get("fundamento", "")
    with app.db.transaction() as tx:
        respuesta = Respuesta(favorable, escrita, fundamento)
        gestion_de_datos.responder(tx, app.cipher, folio, actual(), respuesta, app.now())
    return "La respuesta va en camino. Ya puedes cerrar el caso."


def sin_confirmar(app: App, folio: str) -> str:
    with app.db.transaction() as tx:
        gestion_de_datos.sin_confirmar(tx, app.cipher, folio, actual(), app.now())
    return "Se lo dijimos al cliente. Ya puedes cerrar el caso."


def _motivo() -> str:
    return request.form.get("motivo", "")
