"""The simulator's own API, for tests and for the page: phones, weather, failures, events."""

import json
import re
from typing import Any

import requests
from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from simulator.conditions import BadCondition
from simulator.faults import BadFault
from simulator.graph.errors import GraphError
from simulator.graph.routes import file_response
from simulator.graph.window import WINDOW_SECONDS, is_open
from simulator.phones.inbound import BadAction
from simulator.phones.model import Phone
from simulator.phones.store import TooManyPhones, UnknownPhone
from simulator.webhooks.verify import verify
from simulator.world import World

Json = dict[str, Any]
INLINE = ("image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf", "audio/", "video/", "text/plain")


def api_blueprint(world: World) -> Blueprint:
    """Everything under /simulador/api."""
    face = Blueprint("api", __name__, url_prefix="/simulador/api")
    _phone_routes(face, world)
    _weather_routes(face, world)
    _look_routes(face, world)

    @face.errorhandler(UnknownPhone)
    def unknown(error: UnknownPhone) -> ResponseReturnValue:
        return jsonify({"error": "No existe ese teléfono."}), 404

    @face.errorhandler(TooManyPhones)
    def too_many(error: TooManyPhones) -> ResponseReturnValue:
        return jsonify({"error": "No caben más teléfonos."}), 409

    @face.errorhandler(ValueError)
    def bad(error: ValueError) -> ResponseReturnValue:
        known = isinstance(error, (BadAction, BadCondition, BadFault))
        return jsonify({"error": str(error) if known else "Un valor no es válido."}), 400

    return face


def _phone_routes(face: Blueprint, world: World) -> None:
    phones = world.phones

    @face.get("/telefonos")
    def all_phones() -> ResponseReturnValue:
        return jsonify([phone.as_json() for phone in phones.all()])

    @face.post("/telefonos")
    def add_phone() -> ResponseReturnValue:
        order = _body()
        numero = _number(order["numero"]) if order.get("numero") else ""
        phone = phones.add(numero, str(order.get("nombre", ""))[:60], order.get("solo_bsuid") is True)
        return jsonify(phone.as_json()), 201

    @face.delete("/telefonos/<key>")
    def remove_phone(key: str) -> ResponseReturnValue:
        phones.remove(phones.get(key))
        return "", 204

    @face.get("/telefonos/<key>/chat")
    def chat(key: str) -> ResponseReturnValue:
        return jsonify(_chat(world, phones.get(key)))

    @face.post("/telefonos/<key>/mensajes")
    def act(key: str) -> ResponseReturnValue:
        phone, file = phones.get(key), request.files.get("archivo") or request.files.get("file")
        if file is None:
            return jsonify({"id": world.hand.act(phone, _body())}), 201
        caption = request.form.get("caption") or request.form.get("texto") or ""
        mime_type = file.mimetype or "application/octet-stream"
        wamid = world.hand.attach(phone, file.read(), mime_type, file.filename or "archivo", caption)
        return jsonify({"id": wamid}), 201

    @face.post("/telefonos/<key>/numero")
    def change_number(key: str) -> ResponseReturnValue:
        phone, numero = phones.get(key), _number(_body().get("numero"))
        if phones.by_number(numero) is not None:
            raise BadAction("Ese número ya es de otro teléfono.")
        world.hand.change_number(phone, numero)
        return jsonify(phone.as_json())

    @face.post("/telefonos/<key>/ventana")
    def window(key: str) -> ResponseReturnValue:
        phone, wanted = phones.get(key), _body().get("abierta") is True
        phone.window_opened_at = world.clock.time() - (0 if wanted else WINDOW_SECONDS)
        return jsonify({"abierta": wanted})


def _weather_routes(face: Blueprint, world: World) -> None:
    @face.route("/condiciones", methods=["GET", "PATCH", "PUT"])
    def conditions() -> ResponseReturnValue:
        if request.method != "GET":
            world.hub.publish("condiciones", condiciones=world.weather.change(_body()).as_json())
        return jsonify(world.weather.now.as_json())

    @face.route("/fallas", methods=["GET", "POST", "DELETE"])
    def faults() -> ResponseReturnValue:
        if request.method == "POST":
            world.faults.add(_body())
        elif request.method == "DELETE":
            world.faults.clear()
        world.hub.publish("fallas", fallas=world.faults.as_json())
        return jsonify(world.faults.as_json()), 201 if request.method == "POST" else 200

    @face.post("/reloj")
    def clock() -> ResponseReturnValue:
        seconds = _body().get("adelantar")
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds <= 90 * 86_400:
            raise BadAction("«adelantar» debe ser un número de segundos entre 0 y 90 días.")
        world.clock.advance(float(seconds))
        return jsonify({"ahora": world.clock.time()})

    @face.post("/reiniciar")
    def reset() -> ResponseReturnValue:
        world.reset()
        return "", 204

    @face.post("/verificar")
    def verify_webhook() -> ResponseReturnValue:
        try:
            result = verify(world.settings)
        except requests.RequestException as exc:
            return jsonify({"ok": False, "motivo": type(exc).__name__}), 502
        told = {"estado": result.status, "eco": result.echoed, "rechaza_falso": result.wrong_token_refused}
        return jsonify({"ok": result.ok, **told})


def _look_routes(face: Blueprint, world: World) -> None:
    @face.get("/eventos")
    def events() -> ResponseReturnValue:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(world.hub.stream(), mimetype="text/event-stream", headers=headers)

    @face.get("/webhooks")
    def webhooks() -> ResponseReturnValue:
        return jsonify({"pendientes": world.outbox.pending(), "intentos": list(world.courier.log)})

    @face.get("/peticiones")
    def graph_requests() -> ResponseReturnValue:
        return jsonify(list(world.requests))

    @face.get("/clientes")
    def customers() -> ResponseReturnValue:
        path = world.settings.clientes
        if path is None or not path.is_file():
            return jsonify([])
        return jsonify(json.loads(path.read_text(encoding="utf-8")))

    @face.get("/media/<media_id>")
    def media(media_id: str) -> ResponseReturnValue:
        try:
            found = world.media.get(media_id)
        except GraphError:
            return jsonify({"error": "Ese archivo ya no está."}), 404
        response = file_response(found)
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        form = "inline" if found.mime_type.startswith(INLINE) else "attachment"
        response.headers.set("Content-Disposition", form, filename=found.filename)
        return response


def _chat(world: World, phone: Phone) -> Json:
    now = world.clock.time()
    with world.phones.lock:
        return {
            "telefono": phone.as_json(),
            "mensajes": [message.as_json() for message in phone.messages.values()],
            "escribiendo": phone.typing_until > now,
            "ventana_abierta": is_open(phone, now),
            "sms": [sms.as_json() for sms in phone.sms],
        }


def _body() -> Json:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise BadAction("Se espera un objeto JSON.")
    return body


def _number(value: Any) -> str:
    digits = re.sub(r"[\s()+.-]", "", str(value))
    if not re.fullmatch(r"[1-9][0-9]{7,14}", digits):
        raise BadAction("El número debe tener indicativo y entre 8 y 15 dígitos, por ejemplo 573001234567.")
    return digits
