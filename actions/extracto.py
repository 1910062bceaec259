"""Extracto: the statement of every crédito, as a PDF in the chat (Ley 1527 de 2012 art. 5)."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.base import ProAltoAction
from actions.chat import Chat
from proalto.services.credito.extracto import pedir_extracto
from proalto.services.credito.saldo import SinCredito
from proalto.services.operacion.textos import partes

EXTRACTO = "extracto"


class ActionPedirExtracto(ProAltoAction):
    """Send the statement; it is drawn when it leaves."""

    rasa_name = "action_pedir_extracto"

    def handle(self, chat: Chat) -> list[EventType]:
        app = self.app
        try:
            referencia = pedir_extracto(app.db, app.nucleo, app.cipher, chat.contacto, app.now())
        except SinCredito:
            chat.say("utter_saldo_sin_credito")
        else:
            chat.say("utter_extracto")
            chat.document(EXTRACTO, referencia, partes(EXTRACTO)["archivo"])
        return []
