"""Sending a file of ours: uploaded once, then named by the id that Meta gave it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from proalto.bootstrap import App
from proalto.errors import OutsideError
from proalto.services.mensajeria import entregas
from proalto.services.mensajeria.entregas import Documento
from proalto.whatsapp import payloads
from proalto.whatsapp.errors import GraphError, GraphTimeout, RetryPolicy

Payload = dict[str, Any]


class SubidaInterrumpida(OutsideError):
    """No answer came to an upload. Nobody saw it, so it can be repeated at once, unlike a message."""

    def __init__(self) -> None:
        super().__init__("upload without an answer", permanent=False)


def entregar(app: App, documento: Documento, leyenda: str, dirigir: Callable[[Payload], Payload]) -> str:
    """Send the file and return the message's wamid; an id that Meta forgot is renewed once.

    Raises what `whatsapp.send` does, SubidaInterrumpida, or entregas.SinDocumento.
    """
    archivo = entregas.abrir(app.db, app.cipher, documento)  # first: a revoked one must not leave Meta's copy
    conocido = entregas.subido(app.db, documento)
    if conocido is not None:
        try:
            return _enviar(app, documento, leyenda, dirigir, conocido)
        except GraphError as error:
            if error.policy is not RetryPolicy.NEVER:
                raise
            entregas.olvidar_subida(app.db, documento)
    return _enviar(app, documento, leyenda, dirigir, _subir(app, documento, archivo))


def _subir(app: App, documento: Documento, archivo: entregas.Archivo) -> str:
    try:
        media_id = app.whatsapp.upload(archivo.contenido, documento.nombre, archivo.mime)
    except GraphTimeout as error:
        raise SubidaInterrumpida from error
    entregas.anotar_subida(app.db, documento, media_id)
    return media_id


def _enviar(app: App, documento: Documento, leyenda: str, dirigir: Callable[[Payload], Payload], media_id: str) -> str:
    return app.whatsapp.send(dirigir(payloads.document(media_id, documento.nombre, leyenda or None))).wamid
