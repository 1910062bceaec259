"""The lender's system announces that an application changed: `POST /avisos/solicitudes`, signed (docs/nucleo.md)."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from proalto.bootstrap import App
from proalto.db.database import DatabaseAway
from proalto.services.contacto.anuncios import AnuncioViejo, recibir_anuncio
from proalto.whatsapp.signature import is_valid
from proalto.whatsapp.wire import MalformedWebhook, moment_at, read_object, text_at

FIRMA = "X-ProAlto-Signature"
RETRY_SECONDS = "5"
LARGO_MAXIMO = 64
MAL_ESCRITO = "el cuerpo debe ser un objeto JSON con id y radicado (hasta 64 caracteres) y momento (segundos Unix)"
VIEJO = "el momento está a más de 5 minutos de nuestro reloj"


def blueprint(app: App, secreto: str) -> Blueprint:
    """Return the route. What is not signed is 401, always the same; whoever signs is told what is wrong."""
    routes = Blueprint("avisos", __name__)

    @routes.post("/avisos/solicitudes")
    def solicitudes() -> Response:
        body = request.get_data(cache=False)
        if not is_valid(secreto, body, request.headers.get(FIRMA)):
            return Response(status=401)
        try:
            nuevo = _recibir(app, body)
        except MalformedWebhook:
            return _error(MAL_ESCRITO)
        except AnuncioViejo:
            return _error(VIEJO)
        except DatabaseAway:
            return Response(status=503, headers={"Retry-After": RETRY_SECONDS})
        return jsonify(estado="recibido" if nuevo else "repetido")

    return routes


def _recibir(app: App, body: bytes) -> bool:
    anuncio = read_object(body)
    anuncio_id, radicado, momento = text_at(anuncio, "id"), text_at(anuncio, "radicado"), moment_at(anuncio, "momento")
    if not anuncio_id or not radicado or momento is None or max(len(anuncio_id), len(radicado)) > LARGO_MAXIMO:
        raise MalformedWebhook("an announcement without id, radicado or momento")
    return recibir_anuncio(app.db, anuncio_id, momento, radicado, app.now())


def _error(queja: str) -> Response:
    response = jsonify(error=queja)
    response.status_code = 400
    return response
