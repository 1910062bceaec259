"""The authorization to treat personal data: ask, read the answer, keep both."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.base import ProAltoAction
from actions.chat import Chat
from proalto.services.consentimiento import autorizacion
from proalto.services.consentimiento.autorizacion import Evento
from proalto.services.operacion.textos import vigente

FORM = "autorizacion_form"
TOCADO = {"autorizar": Evento.ACEPTADA, "no_autorizar": Evento.RECHAZADA}


class ActionAskAutorizacion(ProAltoAction):
    """Show the text in force; only remind of it when it was this form's last question."""

    rasa_name = "action_ask_autorizacion_form_autorizacion"

    def handle(self, chat: Chat) -> list[EventType]:
        if chat.slot("requested_slot") == "autorizacion" and chat.formulario == FORM:
            chat.say("utter_recordar_autorizacion")
            return []
        documento = autorizacion.mostrar(self.app.db, self.app.cipher, chat.contacto, self.app.now())
        chat.say("utter_pedir_autorizacion", autorizacion=documento.texto)
        return []


class ValidateAutorizacionForm(ProAltoAction):
    """Take only an explicit answer; whatever else was said is an interruption."""

    rasa_name = "validate_autorizacion_form"

    def handle(self, chat: Chat) -> list[EventType]:
        if chat.pedido != "autorizacion":
            return []
        evento = TOCADO.get(chat.tocado) or autorizacion.leer_respuesta(chat.escrito)
        if evento is None:
            return []
        literal = chat.escrito or chat.tocado
        autorizacion.responder(self.app.db, self.app.cipher, chat.contacto, evento, literal, self.app.now())
        if evento is Evento.RECHAZADA:
            chat.say("utter_sin_autorizacion")
            return [SlotSet("tramite", None), SlotSet("autorizacion", evento.value)]
        chat.say("utter_autorizacion_aceptada")
        return [SlotSet("autorizacion", evento.value)]


class ActionConsultarPolitica(ProAltoAction):
    """Show the data policy in force, in any state (Decreto 1377 art. 13)."""

    rasa_name = "action_consultar_politica"

    def handle(self, chat: Chat) -> list[EventType]:
        chat.say("utter_politica", politica=vigente("politica").texto)
        return []
