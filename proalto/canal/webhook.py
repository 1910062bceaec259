"""Meta's webhook: verify the signature, store, commit, and only then say 200."""

from __future__ import annotations

import hmac
import logging
import threading

from flask import Blueprint, Response, request

from proalto.bootstrap import App
from proalto.db.database import DatabaseAway
from proalto.puntos import punto
from proalto.services.mensajeria.bandeja_entrada import recibir
from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.whatsapp.inbound import Webhook, parse_webhook
from proalto.whatsapp.signature import is_valid
from proalto.whatsapp.wire import MalformedWebhook

logger = logging.getLogger(__name__)
RETRY_SECONDS = "5"
# With the database frozen each one waits for seconds: the rest are refused at once, so that threads are left for
# /salud and for the certificates. gunicorn has 64.
AT_ONCE = 48


def blueprint(app: App) -> Blueprint:
    """Return `GET` and `POST /webhooks/whatsapp`."""
    routes = Blueprint("webhook", __name__)
    secrets = app.settings.whatsapp
    mantenimiento = Mantenimiento(app.whatsapp)
    places = threading.BoundedSemaphore(AT_ONCE)

    @routes.get("/webhooks/whatsapp")
    def verify() -> Response:
        token = request.args.get("hub.verify_token", "")
        matches = hmac.compare_digest(token.encode(), secrets.verify_token.encode())
        if request.args.get("hub.mode") != "subscribe" or not matches:
            return Response(status=403)
        return Response(request.args.get("hub.challenge", ""), mimetype="text/plain")

    @routes.post("/webhooks/whatsapp")
    def receive() -> Response:
        body = request.get_data(cache=False)
        if not is_valid(secrets.app_secret, body, request.headers.get("X-Hub-Signature-256")):
            return Response(status=401)  # the same for every bad signature, and nothing is kept
        try:
            webhook = parse_webhook(body, secrets.phone_number_id)
        except MalformedWebhook as error:
            logger.warning("malformed webhook: %s", type(error).__name__)
            return Response(status=400)
        if not places.acquire(blocking=False):
            return _later()
        try:
            punto("canal.antes_de_guardar")
            recibido = recibir(app.db, app.cipher, webhook, app.now())
        except DatabaseAway:
            _say_we_are_down(mantenimiento, webhook)
            return _later()
        finally:
            places.release()
        punto("canal.tras_guardar")
        logger.info("stored %s new, %s known, %s statuses", recibido.nuevos, recibido.repetidos, recibido.estados)
        return Response(status=200)

    return routes


def _later() -> Response:
    return Response(status=503, headers={"Retry-After": RETRY_SECONDS})  # Meta keeps it for 7 days


def _say_we_are_down(mantenimiento: Mantenimiento, webhook: Webhook) -> None:
    logger.error("database away: %s messages refused", len(webhook.messages))
    for message in webhook.messages:
        mantenimiento.avisar(message.sender)
