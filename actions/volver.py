"""What was left in the air: an errand whose customer comes back after long, and the second of two requests."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.base import ProAltoAction
from actions.chat import Chat
from proalto.services.operacion.textos import titulos


class ActionVolver(ProAltoAction):
    """The customer comes back to an open form: say where we were, and ask whether to go on."""

    rasa_name = "action_volver"

    def handle(self, chat: Chat) -> list[EventType]:
        titulo = titulos().get(chat.slot("tramite").removeprefix("action_"))
        if titulo:
            chat.say("utter_volver", titulo=titulo)
        else:
            chat.say("utter_volver_sin_tramite")
        return []


class ActionOfrecerPendiente(ProAltoAction):
    """Offer the other errand that the customer asked for; while the first still waits for an answer, only name it."""

    rasa_name = "action_ofrecer_pendiente"

    def handle(self, chat: Chat) -> list[EventType]:
        pedido = chat.slot("pendiente")
        if pedido not in titulos() or _atendido(chat, pedido):
            return [SlotSet("pendiente", None)]
        if not chat.pregunta:
            chat.say("utter_pendiente", titulo=titulos()[pedido], pedido=pedido)
            return [SlotSet("pendiente", None)]
        if chat.entidad("pendiente"):
            chat.say("utter_pendiente_despues", titulo=titulos()[pedido])
        return []


def _atendido(chat: Chat, pedido: str) -> bool:
    """Tell whether this turn was about that errand already."""
    return pedido == chat.intencion or f"action_{pedido}" in chat.hechas
