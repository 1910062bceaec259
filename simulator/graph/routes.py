"""The HTTP face of the Graph API: /v<NN>.<N>/..."""

import hmac
import time
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, jsonify, request, send_file
from flask.typing import ResponseReturnValue

from simulator.connection import cut
from simulator.faults import Fault
from simulator.graph.errors import GraphError, unknown_object
from simulator.graph.media import Media
from simulator.world import World

Json = dict[str, Any]
VERSION = "/v<int:major>.<int:minor>"


def graph_blueprint(world: World) -> Blueprint:
    """Messages, media, and the download address behind a media id."""
    face = Blueprint("graph", __name__)

    @face.errorhandler(GraphError)
    def refuse(error: GraphError) -> ResponseReturnValue:
        _note(world, error)
        return jsonify(error.as_response()), error.status

    @face.before_request
    def demand_token() -> None:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {world.settings.access_token}".encode()):
            raise GraphError(190, "Error validating access token", 463 if given else 0)
        time.sleep(world.weather.now.latencia)

    @face.post(f"{VERSION}/<object_id>/messages")
    def messages(major: int, minor: int, object_id: str) -> ResponseReturnValue:
        _own_number(world, object_id)
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise GraphError(100, "The body must be a JSON object.")
        fault = None if "status" in body else world.faults.take("mensajes")
        later = fault if fault is not None and fault.como == "estado" else None
        if fault is not None and later is None:
            _fail_before(fault)
        answer = world.sender.post(body, later)
        if fault is not None and fault.codigo == "aceptar_y_cortar":
            cut()
        world.requests.append({"cuerpo": body, "respuesta": answer})
        return jsonify(answer)

    @face.post(f"{VERSION}/<object_id>/media")
    def upload(major: int, minor: int, object_id: str) -> ResponseReturnValue:
        _own_number(world, object_id)
        _take_fault(world, "media")
        if request.form.get("messaging_product") != "whatsapp":
            raise GraphError(100, "The parameter messaging_product is required and must be 'whatsapp'.")
        file = request.files.get("file")
        if file is None:
            raise GraphError(100, "The parameter file is required.")
        mime_type = request.form.get("type") or file.mimetype
        media = world.media.upload(file.read(), mime_type, file.filename or "file")
        return jsonify({"id": media.id})

    @face.get(f"{VERSION}/<media_id>")
    def describe(major: int, minor: int, media_id: str) -> ResponseReturnValue:
        _take_fault(world, "descarga")
        return jsonify(_description(world, _media(world, media_id)))

    @face.delete(f"{VERSION}/<media_id>")
    def delete(major: int, minor: int, media_id: str) -> ResponseReturnValue:
        _media(world, media_id)
        world.media.delete(media_id)
        return jsonify({"success": True})

    @face.get("/whatsapp_business/attachments/<ticket>")
    def download(ticket: str) -> ResponseReturnValue:
        _take_fault(world, "descarga")
        try:
            media = world.media.by_ticket(ticket)
        except GraphError:
            return Response("URL expired", 404)
        return file_response(media)

    return face


def file_response(media: Media) -> Response:
    """The bytes, in part if a Range was asked for."""
    return send_file(BytesIO(media.content), mimetype=media.mime_type, conditional=True, etag=media.digest.hex())


def _description(world: World, media: Media) -> Json:
    url = f"{request.host_url}whatsapp_business/attachments/{world.media.new_ticket(media)}"
    about = {"messaging_product": "whatsapp", "url": url, "mime_type": media.mime_type}
    return {**about, "sha256": media.digest.hex(), "file_size": str(len(media.content)), "id": media.id}


def _media(world: World, media_id: str) -> Media:
    asked = request.args.get("phone_number_id", world.settings.phone_number_id)
    if asked != world.settings.phone_number_id:
        raise unknown_object(media_id)
    return world.media.get(media_id)


def _own_number(world: World, object_id: str) -> None:
    if object_id != world.settings.phone_number_id:
        raise unknown_object(object_id)


def _take_fault(world: World, place: str) -> None:
    fault = world.faults.take(place)
    if fault is not None:
        _fail_before(fault)


def _fail_before(fault: Fault) -> None:
    if isinstance(fault.codigo, int):
        raise GraphError(fault.codigo, "Fallo inyectado en el simulador.")
    if fault.codigo in ("colgar", "lento"):
        time.sleep(fault.segundos)
    if fault.codigo in ("colgar", "reiniciar"):
        cut(reset=fault.codigo == "reiniciar")


def _note(world: World, error: GraphError) -> None:
    answer = error.as_response()
    world.requests.append({"cuerpo": request.get_json(silent=True), "respuesta": answer})
    world.hub.publish("rechazo", codigo=error.code, titulo=error.title, detalle=error.details)
