"""Two strikes: not understood once, offer what was likely meant; twice in a row, a person."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType

from actions.asesor import derivar
from actions.base import ProAltoAction
from actions.chat import Chat
from actions.menu import salir
from proalto.services.consentimiento.autorizacion import exigir_autorizacion
from proalto.services.operacion.textos import titulos

NO_ENTENDI = "action_no_entendi"
NINGUNA = "ninguna"
PROPUESTAS = 3
PROBABLE = 0.05  # less likely than this, a proposal reads as a guess


class ActionNoEntendi(ProAltoAction):
    """First strike: ask what was meant. Second in a row, or none of what was proposed: a case."""

    rasa_name = NO_ENTENDI

    def handle(self, chat: Chat) -> list[EventType]:
        if not chat.formulario:
            exigir_autorizacion(self.app.db, chat.contacto)
        if fallo_antes(chat.tracker.events):
            derivar(self, chat, "no_entendido")
            return salir()
        propuestas = [] if chat.formulario else proponer(chat.tracker.latest_message)
        if chat.formulario:
            chat.say("utter_no_entendi_en_formulario")
        elif propuestas:
            chat.say("utter_quisiste_decir", buttons=propuestas)
        else:
            chat.say("utter_no_entendi")
        return []


class ActionResponder(ProAltoAction):
    """Say the answer that a tapped proposal stands for."""

    rasa_name = "action_responder"

    def handle(self, chat: Chat) -> list[EventType]:
        chat.say(f"utter_faq/{chat.entidad('tema')}")
        return []


def proponer(message: dict[str, Any]) -> list[dict[str, str]]:
    """Return up to three buttons for what the message most likely meant, the likeliest first."""
    candidatas = [
        str(puesto.get("etiqueta") or puesto["name"])
        for puesto in message.get("intent_ranking") or []
        if puesto["confidence"] >= PROBABLE
    ]
    conocidas = [etiqueta for etiqueta in dict.fromkeys(candidatas) if etiqueta in titulos()]
    propuestas = conocidas[:PROPUESTAS] and [*conocidas[:PROPUESTAS], NINGUNA]
    return [{"title": titulos()[etiqueta], "payload": _payload(etiqueta)} for etiqueta in propuestas]


def _payload(etiqueta: str) -> str:
    retrieval, _, tema = etiqueta.partition("/")
    return f'/ver_respuesta{{"tema": "{tema}"}}' if tema else f"/{retrieval}"


def fallo_antes(events: list[dict[str, Any]]) -> bool:
    """Tell whether the customer's message before this one ended in this action too."""
    mensajes = [indice for indice, event in enumerate(events) if event["event"] == "user"]
    if len(mensajes) < 2:
        return False
    turno = events[mensajes[-2] : mensajes[-1]]
    return any(event["event"] == "action" and event.get("name") == NO_ENTENDI for event in turno)
