"""A customer's file: pictures of its pages. The original leaves only as a download, which is audited."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, abort, render_template

from proalto.bootstrap import App
from proalto.gateways.archivos.paginas import SinVista
from proalto.gateways.archivos.process import RevisorAway
from proalto.mesa import fallos
from proalto.mesa.permisos import ATIENDEN, MIRAN_CASOS
from proalto.mesa.sesion import actual, requiere
from proalto.services.mesa import archivos_de_mesa, auditoria
from proalto.services.mesa.archivos_de_mesa import Archivo, SinArchivo
from proalto.services.mesa.auditoria import anotar

BYTES = "application/octet-stream"
VISTO, HACE_POCO = "documento_visto", timedelta(hours=1)


def blueprint(app: App) -> Blueprint:
    """Return the pages of a file."""
    cuarto = Blueprint("archivos", __name__)

    @cuarto.get("/documentos/<int:documento_id>")
    @requiere(*MIRAN_CASOS)
    def ver(documento_id: int) -> str:
        return _ver(app, documento_id)

    @cuarto.get("/documentos/<int:documento_id>/pagina-<int:pagina>.jpg")
    @requiere(*MIRAN_CASOS)
    def hoja(documento_id: int, pagina: int) -> Response:
        archivo = _abrir(app, documento_id)
        with app.db.transaction() as tx:  # whoever asks for the picture alone sees it all the same
            if not auditoria.consta(tx, actual().id, VISTO, f"documento:{documento_id}", app.now() - HACE_POCO):
                anotar(tx, actual().id, VISTO, f"documento:{documento_id}", app.now())
        return _hoja(archivo, pagina)

    @cuarto.post("/documentos/<int:documento_id>/original")
    @requiere(*ATIENDEN)
    def original(documento_id: int) -> Response:
        return _original(app, documento_id)

    cuarto.app_errorhandler(SinArchivo)(lambda _: fallos.pagina(404, "404"))
    return cuarto


def _ver(app: App, documento_id: int) -> str:
    archivo = _abrir(app, documento_id)
    with app.db.transaction() as tx:
        casos = tx.all("asistente.ficha.casos", contacto_id=archivo.contacto_id, folio="")
        anotar(tx, actual().id, VISTO, f"documento:{documento_id}", app.now())
    return render_template("documento.html", archivo=archivo, folio=casos[0]["folio"] if casos else None)


def _hoja(archivo: Archivo, pagina: int) -> Response:
    try:
        return Response(archivos_de_mesa.dibujar(archivo, pagina), mimetype="image/jpeg")
    except SinVista:
        abort(404)
    except RevisorAway:
        abort(503)


def _original(app: App, documento_id: int) -> Response:
    archivo = _abrir(app, documento_id)
    with app.db.transaction() as tx:
        anotar(tx, actual().id, "documento_descargado", f"documento:{documento_id}", app.now())
    return _adjunto(archivo)


def _abrir(app: App, documento_id: int) -> Archivo:
    return archivos_de_mesa.abrir(app.db, app.cipher, documento_id, actual())


def _adjunto(archivo: Archivo) -> Response:
    """Return the bytes as something to keep, never to open here."""
    response = Response(archivo.contenido, content_type=BYTES)
    response.headers["Content-Disposition"] = f'attachment; filename="{archivo.nombre_seguro}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
