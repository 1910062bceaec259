"""The product in one process, so that hundreds of conversations take seconds.

Real: the trained model, the rules, the policies, the actions, the webhook, the worker's turn and outbox, PostgreSQL.
Left out: sockets between the processes and procrastinate's wake-up calls, which tests/e2e covers.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from flask.testing import FlaskClient
from rasa.core.agent import Agent
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog
from rasa_sdk.executor import ActionExecutor

import actions
from actions.base import ProAltoAction
from launcher.modelo import MODELO
from proalto.bootstrap import App
from proalto.canal.app import create_app
from proalto.channel.tracker_store import TurnosTrackerStore
from proalto.channel.whatsapp import attend
from proalto.services.mensajeria.bandeja_entrada import encolar_interno
from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.worker.atender import Atencion
from proalto.worker.enviar import enviar
from proalto.worker.rasa import RasaAway, RasaClient
from tests.conftest import como, conectar


@dataclass(frozen=True)
class Turno:
    """What the assistant did with one message: names of responses and actions, in order, and the form left open."""

    respuestas: list[str]
    acciones: list[str]
    formulario: str
    pedido: str
    intencion: str


class Memoria(TurnosTrackerStore):
    """The product's tracker store, which also keeps the names that are not stored for long."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self.turnos: dict[str, Turno] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        self.turnos[tracker.sender_id] = _turno(tracker)
        await super().save(tracker)


class Acciones(EndpointConfig):  # type: ignore[misc]
    """The action server without its socket; what goes in and out is JSON all the same."""

    def __init__(self, app: App) -> None:
        super().__init__("http://acciones.invalid", enable_selective_domain=True)
        self._ejecutor = ActionExecutor()
        for clase in acciones().values():
            self._ejecutor.register_action(clase(app))

    async def request(self, method: str = "post", **kwargs: Any) -> Any:
        respuesta = await self._ejecutor.run(json.loads(json.dumps(kwargs["json"])))
        return json.loads(json.dumps(respuesta))


class RasaAqui(RasaClient):
    """The worker's client of a Rasa that runs in this process."""

    def __init__(self, agente: Agent, correr: Any) -> None:
        self._agente, self._correr = agente, correr

    def disponible(self) -> bool:
        return True

    def turn(
        self, contacto_id: int, wamid: str, texto: str, payload: str, intento: int, segundos: float | None = None
    ) -> list[dict[str, Any]]:
        turno = {"contacto_id": contacto_id, "wamid": wamid, "texto": texto, "payload": payload, "intento": intento}
        respuesta = self._correr(attend(self._agente, turno))
        if respuesta.status != 200:
            raise RasaAway(f"HTTP {respuesta.status}")
        dichas: list[dict[str, Any]] = json.loads(respuesta.body)["respuestas"]
        return dichas


class Mundo:
    """Everything between a signed webhook and what reaches the phone."""

    def __init__(self, app: App) -> None:
        self.app = app
        logging.getLogger("rasa").setLevel(logging.WARNING)
        configure_structlog(logging.WARNING)  # Rasa's debug lines would cost more than the turns
        self.memoria = Memoria(como(app, "rasa"))
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.agente = Agent.load(
            str(MODELO), tracker_store=self.memoria, action_endpoint=Acciones(como(app, "actions"))
        )
        self._atencion = Atencion(
            como(app, "worker"), RasaAqui(self.agente, self._esperar), Mantenimiento(app.whatsapp)
        )
        self.canal: FlaskClient = create_app(como(app, "canal")).test_client()

    def recibir(self, cuerpo: bytes, firma: str, contacto: str) -> None:
        """Take a webhook in, hold the turns that it causes, and send what they say."""
        cabeceras = {"X-Hub-Signature-256": firma, "Content-Type": "application/json"}
        assert self.canal.post("/webhooks/whatsapp", data=cuerpo, headers=cabeceras).status_code == 200
        contacto_id = self.contacto_id(contacto)
        self._no_esperar(contacto_id)
        self._atencion.atender(contacto_id)
        self._pasa_el_piso(contacto_id)
        enviar(self.app, contacto_id)

    def preguntar_por_un_caso(self, contacto_id: int) -> None:
        """Close a case of the contact's and ask how it was, whatever else may speak against it."""
        with conectar(self.app.settings.database_url or "") as connection, connection.cursor() as cursor:
            cursor.execute(
                "WITH caso AS (INSERT INTO asistente.casos (folio, contacto_id, tipo, estado, transcripcion,"
                " prometido_para, wamid_origen, creado_en, cerrado_en, causa)"
                " SELECT 'A-' || gen_random_uuid(), %s, 'queja', 'cerrado', '', now(), gen_random_uuid(), now(),"
                " now(), 'resuelto' RETURNING id)"
                " INSERT INTO asistente.encuestas (contacto_id, clave, caso_id, estado, enviar_en, enviada_en,"
                " creada_en) SELECT %s, 'caso:' || id, id, 'enviada', now(), now(), now() FROM caso RETURNING id",
                [contacto_id, contacto_id],
            )
            ((encuesta_id,),) = cursor.fetchall()
        orden = f'/pedir_calificacion{{"encuesta": "{encuesta_id}"}}'
        with self.app.db.transaction() as tx:
            encolar_interno(tx, self.app.cipher, contacto_id, f"encuesta:{encuesta_id}", orden)
        self._atencion.atender(contacto_id)
        enviar(self.app, contacto_id)

    def _no_esperar(self, contacto_id: int) -> None:
        """Let the moment pass that a greeting or a file waits for what belongs to it, and that people take to write."""
        connection = conectar(self.app.settings.database_url or "")
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE asistente.mensajes_entrantes SET recibido_en = recibido_en - interval '3 seconds'"
                " WHERE contacto_id = %s AND estado = 'pendiente'", [contacto_id]
            )  # fmt: skip
            cursor.execute("DELETE FROM asistente.ritmos WHERE nombre = 'par:' || %s", [contacto_id])
        connection.close()

    def _pasa_el_piso(self, contacto_id: int) -> None:
        """Let the moment come until which the outbox holds back what answers a step of identity."""
        connection = conectar(self.app.settings.database_url or "")
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE asistente.mensajes_salientes SET proximo_intento = now()"
                " WHERE contacto_id = %s AND estado = 'pendiente'", [contacto_id]
            )  # fmt: skip
        connection.close()

    def entiende(self, texto: str) -> dict[str, Any]:
        """Return what the trained pipeline makes of a text."""
        leido: dict[str, Any] = self._esperar(self.agente.parse_message(texto))
        return leido

    def contacto_id(self, telefono: str) -> int:
        with self.app.db.transaction() as tx:
            return int(tx.one("asistente.contactos.por_telefono", telefono=telefono)["id"])

    def cerrar(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _esperar(self, corrutina: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(corrutina, self._loop).result(60)


def _turno(tracker: DialogueStateTracker) -> Turno:
    eventos = list(tracker.events)
    ultimo = max((i for i, evento in enumerate(eventos) if isinstance(evento, UserUttered)), default=0)
    turno = eventos[ultimo:]
    return Turno(
        [str(e.metadata.get("utter_action")) for e in turno if isinstance(e, BotUttered)],
        [str(e.action_name) for e in turno if isinstance(e, ActionExecuted)],
        tracker.active_loop_name or "",
        str(tracker.get_slot("requested_slot") or ""),
        str(tracker.latest_message.intent.get("name") if tracker.latest_message else ""),
    )


@cache
def acciones() -> dict[str, type[ProAltoAction]]:
    """Return the actions of the product by name."""
    for modulo in iter_modules(actions.__path__):
        import_module(f"actions.{modulo.name}")
    nuestras = [clase for clase in _clases(ProAltoAction) if clase.__module__.startswith("actions.")]
    return {clase.rasa_name: clase for clase in nuestras if clase.rasa_name}


def _clases(clase: type[ProAltoAction]) -> list[type[ProAltoAction]]:
    return [hija for directa in clase.__subclasses__() for hija in (directa, *_clases(directa))]
