"""Who says to be under 18: nothing of them is treated or kept."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.base import ProAltoAction
from actions.chat import Chat
from actions.menu import salir
from proalto.services import menores


class ActionSoyMenor(ProAltoAction):
    """Stop, say why, and leave everything that was going on (Ley 1581 art. 7)."""

    rasa_name = "action_soy_menor"

    def handle(self, chat: Chat) -> list[EventType]:
        menores.detener(self.app.db, self.app.cipher, chat.contacto, self.app.now())
        chat.say("utter_soy_menor")
        return salir()
