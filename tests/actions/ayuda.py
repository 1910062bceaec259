"""A conversation as Rasa holds it, run action by action, and its words as the customer would read them."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import ProAltoAction
from proalto.bootstrap import App
from proalto.channel.eventos import respuesta
from proalto.services.consentimiento.autorizacion import Evento, mostrar, responder
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import CEDULA, Nivel, abrir_sesion
from proalto.settings import ROOT
from proalto.worker.enviar import enviar
from proalto.worker.mensajes import cuerpo, juntar
from tests.conftest import como, conectar, nuevo_wamid

SIN_LLENAR = re.compile(r"\{\w*\}")


@cache
def dominio() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


@dataclass(frozen=True)
class Dicho:
    """What an action did: its words, the titles below them, its events, and the messages for WhatsApp."""

    texto: str
    opciones: list[str]
    eventos: list[dict[str, Any]]
    respuestas: list[dict[str, Any]]

    @property
    def documentos(self) -> list[dict[str, str]]:
        return [dicha["custom"]["documento"] for dicha in self.respuestas if "custom" in dicha]

    @property
    def sigue(self) -> str | None:
        return next((evento["name"] for evento in self.eventos if evento["event"] == "followup"), None)

    @property
    def slots(self) -> dict[str, Any]:
        return {evento["name"]: evento["value"] for evento in self.eventos if evento["event"] == "slot"}


@dataclass
class Charla:
    """One contact's conversation; what is said and done goes to the tracker as Rasa's processor would put it."""

    app: App
    contacto: Contacto
    tracker: DialogueStateTracker = field(init=False)

    def __post_init__(self) -> None:
        self.tracker = DialogueStateTracker(str(self.contacto.id), dominio().slots)
        self.tracker.update(ActionExecuted("action_listen"))

    def dice(self, texto: str, wamid: str = "", confianza: float = 1.0) -> Charla:
        self._llega(texto, [], wamid or nuevo_wamid(), confianza=confianza)
        return self

    def toca(self, payload: str) -> Charla:
        nombre, llave, resto = payload.partition("{")
        entidades = json.loads(llave + resto) if llave else {}
        pares = [{"entity": clave, "value": valor} for clave, valor in entidades.items()]
        self._llega(payload, pares, nuevo_wamid(), nombre[1:])
        return self

    def abre(self, formulario: str, pide: str, **slots: Any) -> Charla:
        """Open a form that waits for `pide`."""
        self.tracker.update(ActionExecuted(formulario))
        self.tracker.update(ActiveLoop(formulario))
        for nombre, valor in {**slots, "requested_slot": pide}.items():
            self.tracker.update(SlotSet(nombre, valor))
        self.tracker.update(ActionExecuted("action_listen"))
        return self

    def corre(self, accion: type[ProAltoAction]) -> Dicho:
        """Run an action that a rule chose."""
        return self._corre(accion, ActionExecuted(accion.rasa_name))

    def valida(self, accion: type[ProAltoAction]) -> Dicho:
        """Run an action from inside a form, which leaves no trace of its own."""
        return self._corre(accion)

    def slot(self, nombre: str) -> Any:
        return self.tracker.get_slot(nombre)

    def _corre(self, accion: type[ProAltoAction], *antes: ActionExecuted) -> Dicho:
        dispatcher = CollectingDispatcher()
        estado = self.tracker.current_state(EventVerbosity.ALL)
        eventos = asyncio.run(accion(como(self.app, "actions")).run(dispatcher, Tracker.from_dict(estado), {}))
        respuestas = self._mostrar(dispatcher.messages)
        self.tracker.update_with_events([*antes, *deserialise_events([dict(evento) for evento in eventos])], dominio())
        mensajes = [cuerpo(mensaje, [str(n) for n, _ in enumerate(mensaje.opciones)]) for mensaje in juntar(respuestas)]
        assert all(mensajes)
        texto = "\n".join(dicha["text"] for dicha in respuestas if "text" in dicha)
        assert not SIN_LLENAR.search(texto), texto
        titulos = [boton["title"] for dicha in respuestas for boton in dicha.get("buttons", [])]
        return Dicho(texto, titulos, eventos, respuestas)

    def _mostrar(self, mensajes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        nlg = TemplatedNaturalLanguageGenerator(dominio().responses)
        dichas = asyncio.run(RemoteAction._utter_responses(mensajes, CollectingOutputChannel(), nlg, self.tracker))
        assert len(dichas) == len(mensajes), "a response is missing in domain.yml"
        return [respuesta(dicha.text, dicha.data) for dicha in dichas]

    def _llega(
        self,
        texto: str,
        entidades: list[dict[str, Any]],
        wamid: str,
        intencion: str = "nlu_fallback",
        confianza: float = 1.0,
    ) -> None:
        intent = {"name": intencion, "confidence": confianza}
        self.tracker.update(UserUttered(texto, intent, entidades, message_id=wamid))


def autorizar(app: App, contacto: Contacto) -> None:
    mostrar(app.db, app.cipher, contacto, app.now())
    responder(app.db, app.cipher, contacto, Evento.ACEPTADA, "Acepto", app.now())


def identificar(app: App, contacto: Contacto, cedula: str, nivel: Nivel = Nivel.N2) -> None:
    with app.db.transaction() as tx:
        abrir_sesion(
            tx,
            contacto.id,
            app.cipher.encrypt(cedula.encode(), CEDULA, de=contacto.id),
            b"h",
            nivel,
            app.now(),
        )


def codigo_recibido(app: App, contacto: Contacto) -> tuple[str, str]:
    """Send what waits and return (phone, code) of the newest SMS.

    The worker lets a code go once the words that announce it are in the outbox; here nobody puts them there.
    """
    with conectar(app.settings.database_url or "") as connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE asistente.mensajes_salientes SET proximo_intento = now() WHERE contacto_id = %s", (contacto.id,)
        )
    enviar(app, contacto.id)
    telefono, texto = app.sms.sent[-1]
    return telefono, re.search(r"\d{6}", texto)[0]
