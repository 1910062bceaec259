"""A world that stands still: frozen clock, manual scheduler, and a webhook that only listens."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from simulator.app import create_app
from simulator.clock import FrozenClock
from simulator.scheduler import ManualScheduler
from simulator.settings import Settings
from simulator.world import World, build_world

Json = dict[str, Any]
NUMERO, CLIENTE, TOKEN = "106540352242922", "573001234567", "token-de-prueba"
SETTINGS = Settings(
    webhook_url="http://producto/webhooks/whatsapp",
    app_secret="secreto",
    access_token=TOKEN,
    phone_number_id=NUMERO,
    verify_token="verificar",
    twilio_sid="AC" + "0" * 32,
    twilio_token="clave-sms",
)


@dataclass
class Webhook:
    """The product's end: answers from a list (then 200) and keeps what came."""

    answers: list[int] = field(default_factory=list)
    received: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)

    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        self.received.append((body, headers))
        return self.answers.pop(0) if self.answers else 200

    @property
    def values(self) -> list[Json]:
        """Every change's value, in order of arrival."""
        bodies = [json.loads(body) for body, _ in self.received]
        return [change["value"] for body in bodies for entry in body["entry"] for change in entry["changes"]]

    @property
    def messages(self) -> list[Json]:
        return [item for value in self.values for item in value.get("messages", [])]

    @property
    def statuses(self) -> list[Json]:
        return [item for value in self.values for item in value.get("statuses", [])]


@dataclass
class Bench:
    """A world, its HTTP client and the ways a test pokes at it."""

    world: World
    client: FlaskClient
    clock: FrozenClock
    scheduler: ManualScheduler
    webhook: Webhook

    def graph(self, body: Json, token: str = TOKEN, numero: str = NUMERO) -> TestResponse:
        """POST to the messages endpoint."""
        headers = {"Authorization": f"Bearer {token}"}
        body = {"messaging_product": "whatsapp", **body}
        return self.client.post(f"/v23.0/{numero}/messages", json=body, headers=headers)

    def send(self, **message: Any) -> TestResponse:
        """Send to the usual customer; a text if nothing is said."""
        return self.graph({"to": f"+{CLIENTE}", **(message or {"type": "text", "text": {"body": "Hola"}})})

    def api(self, path: str, method: str = "POST", **body: Any) -> Any:
        """Call the simulator's own API."""
        answer = self.client.open(f"/simulador/api{path}", method=method, json=body if method != "GET" else None)
        return answer.get_json() if answer.data else None

    def customer(self, **extra: Any) -> str:
        """A phone that has just written, so that its window is open; returns its id."""
        phone: str = self.api("/telefonos", numero=CLIENTE, nombre="Ana", **extra)["id"]
        self.api(f"/telefonos/{phone}/mensajes", texto="¿Qué tal?")
        self.scheduler.run(0)
        return phone

    def chat(self, phone: str = CLIENTE) -> Json:
        """What the phone shows."""
        shown: Json = self.api(f"/telefonos/{phone}/chat", "GET")
        return shown


@pytest.fixture
def bench() -> Bench:
    clock, webhook = FrozenClock(), Webhook()
    scheduler = ManualScheduler(clock)
    world = build_world(SETTINGS, clock, scheduler, webhook)
    return Bench(world, create_app(world).test_client(), clock, scheduler, webhook)
