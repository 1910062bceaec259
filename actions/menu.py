"""Greeting, menu, cancel, and going on with the errand that a form interrupted."""

from __future__ import annotations

from rasa_sdk.events import ActionExecuted, ActiveLoop, EventType, FollowupAction, SessionStarted, SlotSet

from actions.base import IDENTIDAD_SLOTS, OPCIONALES, ProAltoAction
from actions.chat import Chat
from actions.correccion import decir_correccion
from proalto.services.consentimiento.autorizacion import exigir_autorizacion
from proalto.services.credito.tramites import tramite_abierto


class ActionSessionStart(ProAltoAction):
    """The very first message of a contact: say who is speaking (and that it is no person)."""

    rasa_name = "action_session_start"

    def handle(self, chat: Chat) -> list[EventType]:
        chat.say("utter_presentacion")
        return [SessionStarted(), ActionExecuted("action_listen")]


class ActionSaludar(ProAltoAction):
    """Greet: the authorization first, if it is missing, then the menu. A form that is open goes on."""

    rasa_name = "action_saludar"

    def handle(self, chat: Chat) -> list[EventType]:
        if chat.formulario not in ("", *OPCIONALES):
            chat.say("utter_seguimos")
            return []
        exigir_autorizacion(self.app.db, chat.contacto)
        decir_correccion(self, chat)
        pendiente = tramite_abierto(self.app.db, self.app.cipher, chat.contacto)
        chat.say("utter_menu" if pendiente is None else "utter_tramite_sin_terminar")
        return salir()


class ActionMenu(ProAltoAction):
    """Show the menu, in any state; whatever was going on is left."""

    rasa_name = "action_menu"

    def handle(self, chat: Chat) -> list[EventType]:
        exigir_autorizacion(self.app.db, chat.contacto)
        decir_correccion(self, chat)
        chat.say("utter_menu")
        return salir()


class ActionCancelar(ProAltoAction):
    """Leave what was going on."""

    rasa_name = "action_cancelar"

    def handle(self, chat: Chat) -> list[EventType]:
        decir_cancelado(chat, "utter_nada_que_cancelar")
        return salir()


class ActionAfirmar(ProAltoAction):
    """ "Yes", to no question of ours: a form asks its own again, elsewhere the menu is shown."""

    rasa_name = "action_afirmar"

    def handle(self, chat: Chat) -> list[EventType]:
        if not chat.formulario:
            exigir_autorizacion(self.app.db, chat.contacto)
            chat.say("utter_menu")
        return []


class ActionNegar(ProAltoAction):
    """ "No": inside a form it leaves the form, elsewhere it ends the talk."""

    rasa_name = "action_negar"

    def handle(self, chat: Chat) -> list[EventType]:
        if chat.formulario == "autorizacion_form":
            return []  # no explicit answer (Decreto 1377 art. 7): the form asks again
        decir_cancelado(chat, "utter_despedida")
        return salir()


class ActionRepetir(ProAltoAction):
    """Say it again: a form repeats its question by itself, elsewhere the menu is shown."""

    rasa_name = "action_repetir"

    def handle(self, chat: Chat) -> list[EventType]:
        chat.say("utter_repetir" if chat.formulario else "utter_menu")
        return []


class ActionRetomar(ProAltoAction):
    """A form is done: go on with the errand that needed it, or offer the menu."""

    rasa_name = "action_retomar"

    def handle(self, chat: Chat) -> list[EventType]:
        tramite = chat.slot("tramite")
        vacios = [SlotSet(slot, None) for slot in (*IDENTIDAD_SLOTS, "nivel", "tramite")]
        return [*vacios, FollowupAction(tramite)] if tramite else [*vacios]


def decir_cancelado(chat: Chat, sin_formulario: str) -> None:
    """Say that what was going on is left; the answers of an application are kept, and a request goes on."""
    if chat.formulario == "credito_nuevo_form":
        chat.say("utter_cancelado_guardado")
    elif chat.formulario == "correccion_form":
        chat.say("utter_correccion_dejada")
    elif chat.formulario:
        chat.say("utter_cancelado")
    else:
        chat.say(sin_formulario)


def salir() -> list[EventType]:
    """Leave every form and what was to come after it."""
    return [*dejar_formulario(), SlotSet("pendiente", None), SlotSet("interrumpido", None)]


def dejar_formulario() -> list[EventType]:
    """Leave every form, and forget what it had collected."""
    vacios = [SlotSet(slot, None) for slot in (*IDENTIDAD_SLOTS, "nivel", "tramite", "requested_slot")]
    return [ActiveLoop(None), *vacios]
