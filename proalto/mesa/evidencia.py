"""Evidence of a case of impersonation: one person asks, another agrees, and then it may be taken away, for a day."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.errors import ProAltoError
from proalto.mesa import quejas
from proalto.mesa.permisos import APRUEBAN_EVIDENCIA, ATIENDEN, MIRAN_CASOS
from proalto.mesa.sesion import actual, requiere
from proalto.services.atencion import entrega_de_evidencia
from proalto.services.atencion.entrega_de_evidencia import FaltaProbarQuienEs, NoEsSuplantacion, NoSePuede
from proalto.services.atencion.notas import NotaInvalida
from proalto.services.atencion.suplantaciones import LEYENDA

ZIP = "application/zip"


def blueprint(app: App) -> Blueprint:
    """Return what can be done with the evidence of a case."""
    cuarto = Blueprint("evidencia", __name__)
    _del_caso(cuarto, app)
    _de_la_entrega(cuarto, app)
    cuarto.errorhandler(NoSePuede)(_negar)
    cuarto.errorhandler(NoEsSuplantacion)(_negar)
    cuarto.errorhandler(FaltaProbarQuienEs)(_negar)
    cuarto.errorhandler(NotaInvalida)(_negar)
    return cuarto


def _del_caso(cuarto: Blueprint, app: App) -> None:
    @cuarto.post("/casos/<folio>/evidencia")
    @requiere(*ATIENDEN)
    def pedir(folio: str) -> AnyResponse:
        with app.db.transaction() as tx:
            entrega_de_evidencia.pedir(
                tx, app.cipher, folio, request.form.get("radicado", ""), actual(), app.now(),
                prueba=request.form.get("prueba", ""),
            )  # fmt: skip
        return _volver(folio, "La evidencia está pedida. Falta que la apruebe otra persona: supervisor o auditor.")

    @cuarto.post("/casos/<folio>/victima")
    @requiere(*ATIENDEN)
    def victima(folio: str) -> AnyResponse:
        with app.db.transaction() as tx:
            entrega_de_evidencia.marcar_victima(tx, folio, actual(), app.now())
        return _volver(folio, f"Quedó la marca «{LEYENDA}».")


def _de_la_entrega(cuarto: Blueprint, app: App) -> None:
    @cuarto.post("/evidencia/<int:entrega_id>/aprobar")
    @requiere(*APRUEBAN_EVIDENCIA)
    def aprobar(entrega_id: int) -> AnyResponse:
        with app.db.transaction() as tx:
            folio = entrega_de_evidencia.aprobar(tx, entrega_id, actual(), app.now())
        return _volver(folio, "La entrega quedó aprobada: se puede descargar durante un día.")

    @cuarto.post("/evidencia/<int:entrega_id>/descargar")
    @requiere(*MIRAN_CASOS)
    def descargar(entrega_id: int) -> Response:
        nombre, paquete = entrega_de_evidencia.bajar(app.db, app.cipher, entrega_id, actual(), app.now())
        respuesta = Response(paquete, mimetype=ZIP)
        respuesta.headers.set("Content-Disposition", "attachment", filename=nombre)
        respuesta.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return respuesta


def _negar(error: ProAltoError) -> AnyResponse:
    """Say what cannot be done; which case it was is for those to see who may."""
    flash(quejas.de(error) or "", "ojo")
    return redirect("/casos", 303)


def _volver(folio: str, dicho: str) -> AnyResponse:
    flash(dicho, "bien")
    return redirect(f"/casos/{folio}", 303)
