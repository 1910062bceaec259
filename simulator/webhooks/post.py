"""One attempt to deliver: POST, and note what came back."""

import threading
import time
from collections import deque
from typing import Any, Protocol

import requests

from simulator.conditions import Weather
from simulator.events import Hub
from simulator.settings import Settings
from simulator.webhooks.envelope import compose
from simulator.webhooks.payloads import Update
from simulator.webhooks.signature import signature_headers

TIMEOUT_SECONDS = 10.0


class Transport(Protocol):
    """Sends bytes with headers and returns the HTTP status; raises requests.RequestException."""

    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> int: ...


def http_transport() -> Transport:
    """The real one: a kept-alive session for each thread."""
    local = threading.local()

    def send(url: str, body: bytes, headers: dict[str, str]) -> int:
        if not hasattr(local, "session"):
            local.session = requests.Session()
            local.session.trust_env = False
        response = local.session.post(url, data=body, headers=headers, timeout=TIMEOUT_SECONDS)
        return int(response.status_code)

    return send


class Courier:
    """Composes, signs and posts; keeps the last attempts for whoever asks."""

    def __init__(self, settings: Settings, weather: Weather, hub: Hub, transport: Transport) -> None:
        self._settings, self._weather, self._hub, self._transport = settings, weather, hub, transport
        self._metadata = {
            "display_phone_number": settings.business_number,
            "phone_number_id": settings.phone_number_id,
        }
        self.log: deque[dict[str, Any]] = deque(maxlen=200)

    def deliver(self, updates: list[Update], attempt: int) -> bool:
        """Post these updates in one body; True if it was answered with 200."""
        conditions = self._weather.now
        body = compose(updates, self._settings.waba_id, self._metadata, conditions.lote)
        ok = self._post(body, conditions.firma, attempt, len(updates))
        if ok and conditions.duplicar:
            self._post(body, conditions.firma, attempt, len(updates))
        return ok

    def _post(self, body: bytes, firma: str, attempt: int, count: int) -> bool:
        headers = {"Content-Type": "application/json", "User-Agent": "facebookexternalua"}
        headers |= signature_headers(self._settings.app_secret, body, firma)
        started = time.monotonic()
        try:
            answer: int | str = self._transport(self._settings.webhook_url, body, headers)
        except requests.RequestException as exc:
            answer = type(exc).__name__
        took = round((time.monotonic() - started) * 1000)
        note = {"respuesta": answer, "ms": took, "intento": attempt, "novedades": count}
        self.log.append({**note, "cuerpo": body.decode("ascii")[:20_000]})
        self._hub.publish("webhook", **note)
        return answer == 200
