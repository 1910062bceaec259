"""The public application without a server, and webhooks signed as Meta signs them."""

import json
from dataclasses import replace

import pytest

from proalto.canal.app import create_app
from proalto.db.database import Database
from proalto.whatsapp.signature import sign
from tests.conftest import ENTORNO, como, nuevo_wamid

RUTA = "/webhooks/whatsapp"
SECRETO = ENTORNO["WHATSAPP_APP_SECRET"]
NUMERO = ENTORNO["WHATSAPP_PHONE_NUMBER_ID"]


class Meta:
    """What Meta does to our webhook."""

    def __init__(self, app):
        self.client = create_app(como(app, "canal")).test_client()

    def manda(self, cuerpo, firma=None):
        cabeceras = {"X-Hub-Signature-256": sign(SECRETO, cuerpo) if firma is None else firma}
        return self.client.post(RUTA, data=cuerpo, headers=cabeceras, content_type="application/json")


def texto(de, dicho, wamid=None):
    """Return one inbound text message."""
    return {
        "id": wamid or nuevo_wamid(),
        "from": de,
        "timestamp": "1763478000",
        "type": "text",
        "text": {"body": dicho},
    }


def sobre(*mensajes, numero=NUMERO, estados=()):
    """Return the bytes of a webhook, its text escaped as Meta escapes it."""
    valor = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": numero},
        "messages": list(mensajes),
        "statuses": list(estados),
    }
    entrada = {"id": "1", "changes": [{"field": "messages", "value": valor}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entrada]}, ensure_ascii=True).encode()


@pytest.fixture
def meta(app):
    return Meta(app)


@pytest.fixture
def app_sin_base(app):
    """The application while PostgreSQL is down."""
    caida = Database("host=127.0.0.1 port=1 dbname=x user=x", name="caida")
    return replace(app, db=caida, nucleo=caida)
