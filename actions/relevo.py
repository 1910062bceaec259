"""The assistant speaks again after a person: why, and what was left when the person came."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.base import ProAltoAction
from actions.chat import Chat
from proalto.services.conversacion.conversaciones import CON_PALABRAS_PROPIAS, Devuelta
from proalto.services.operacion.textos import titulos

MOTIVOS = {motivo.value for motivo in Devuelta if motivo not in CON_PALABRAS_PROPIAS}


class ActionVolverDeAsesor(ProAltoAction):
    """Say why the person left; an errand that their coming interrupted is offered again. An open form goes on."""

    rasa_name = "action_volver_de_asesor"

    def handle(self, chat: Chat) -> list[EventType]:
        motivo, interrumpido = chat.entidad("motivo"), chat.slot("interrumpido")
        if motivo in MOTIVOS:
            chat.say(f"utter_vuelve_{motivo}", folio=chat.entidad("folio"))
        if chat.formulario:
            return []
        if interrumpido in titulos():
            chat.say("utter_retomar_interrumpido", titulo=titulos()[interrumpido], pedido=interrumpido)
        else:
            chat.algo_mas()
        return [SlotSet("interrumpido", None)]
