"""Who says to be under 18: nothing of them is treated or kept, once it is sure that they said so."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.base import ProAltoAction
from actions.chat import Chat
from actions.menu import dejar_formulario, salir
from proalto.services.consentimiento import menores

CONFIRMAR, EDAD = "confirmar", "edad"  # what words that leave no doubt carry, and the button that confirms the others


class ActionSoyMenor(ProAltoAction):
    """Stop, say why, and leave everything that was going on (Ley 1581 art. 7); a guess is asked first.

    "Tengo 12 años" is also what a teacher says of their work: nothing is taken back or erased before the answer.
    """

    rasa_name = "action_soy_menor"

    def handle(self, chat: Chat) -> list[EventType]:
        if chat.entidad(CONFIRMAR) != EDAD:
            chat.say("utter_confirmar_edad")
            dejado = [SlotSet("interrumpido", chat.pedido_en_curso)] if chat.formulario else []
            return [*dejado, *dejar_formulario()]
        menores.detener(self.app.db, self.app.cipher, chat.contacto, self.app.now())
        chat.say("utter_soy_menor")
        return salir()
