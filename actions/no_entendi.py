"""Two strikes: not understood once, offer what was likely meant; twice in a row, a person."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType

from actions.asesor import derivar
from actions.base import ProAltoAction
from actions.chat import Chat
from actions.menu import salir
from proalto.services.autorizacion import exigir_autorizacion

NO_ENTENDI = "action_no_entendi"


class ActionNoEntendi(ProAltoAction):
    """First strike: say so and offer the menu. Second in a row: a case."""

    rasa_name = NO_ENTENDI

    def handle(self, chat: Chat) -> list[EventType]:
        if not chat.formulario:
            exigir_autorizacion(self.app.db, chat.contacto)
        if not fallo_antes(chat.tracker.events):
            chat.say("utter_no_entendi_en_formulario" if chat.formulario else "utter_no_entendi")
            return []
        derivar(self, chat, "no_entendido")
        return salir()


def fallo_antes(events: list[dict[str, Any]]) -> bool:
    """Tell whether the customer's message before this one ended in this action too."""
    mensajes = [indice for indice, event in enumerate(events) if event["event"] == "user"]
    if len(mensajes) < 2:
        return False
    turno = events[mensajes[-2] : mensajes[-1]]
    return any(event["event"] == "action" and event.get("name") == NO_ENTENDI for event in turno)
