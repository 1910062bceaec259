"""The action server answers Rasa and nobody else, swallows only so much, and its errors tell nothing."""

import logging

import pytest
from rasa_sdk.endpoint import create_app
from sanic import Sanic

from actions import servidor
from actions.base import ProAltoAction
from proalto import bootstrap
from tests.conftest import ENTORNO

CANARIO = "Rosalba Quintero 52998877"


class ActionQueSeCae(ProAltoAction):
    """Let an outage through, with a customer's words in it."""

    rasa_name = "action_que_se_cae"

    async def run(self, dispatcher, tracker, domain):
        raise RuntimeError(f"no pude con {tracker.latest_message['text']}")


@pytest.fixture(scope="module")
def llamar(dsn):
    """Return how to ask the server: (path, body, headers) -> response."""
    settings = bootstrap.settings_module.from_environ(ENTORNO | {"DATABASE_URL": dsn, "PROALTO_PROCESO": "actions"})
    app = bootstrap.build(settings)
    fijar = pytest.MonkeyPatch()
    fijar.setattr(bootstrap, "app", lambda: app)
    Sanic.test_mode, fabrica = True, logging.getLogRecordFactory()
    servido = create_app("tests.actions.test_servidor")
    servidor.Proteccion().attach_sanic_app_extensions(app=servido)
    ficha = app.cipher.internal_token("actions")

    def pedir(ruta="/webhook", cuerpo=b"{}", ficha=ficha, **cabeceras):
        if ficha:
            cabeceras["Authorization"] = f"Bearer {ficha}"
        if ruta == "/webhook":
            return servido.test_client.post(ruta, content=cuerpo, headers=cabeceras)[1]
        return servido.test_client.get(ruta, headers=cabeceras)[1]

    yield pedir
    logging.setLogRecordFactory(fabrica)
    fijar.undo()
