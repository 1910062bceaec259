"""Advertising, a purpose of its own: asked only when the customer looks for it, and a no changes nothing else."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.base import ProAltoAction
from actions.chat import Chat
from proalto.services.consentimiento import autorizacion, publicidad
from proalto.services.consentimiento.autorizacion import Evento, Finalidad, exigir_autorizacion

TOCADO = {"aceptar_ofertas": Evento.ACEPTADA, "rechazar_ofertas": Evento.RECHAZADA}


class ActionVerOfertas(ProAltoAction):
    """Say whether they get offers; who does not may read the text and choose, who does may stop."""

    rasa_name = "action_ver_ofertas"

    def handle(self, chat: Chat) -> list[EventType]:
        app = self.app
        exigir_autorizacion(app.db, chat.contacto)
        if Finalidad.PUBLICIDAD in autorizacion.vigentes(app.db, chat.contacto):
            chat.say("utter_ofertas_activas")
            return []
        documento = autorizacion.mostrar(app.db, app.cipher, chat.contacto, app.now(), Finalidad.PUBLICIDAD)
        chat.say("utter_pedir_ofertas", ofertas=documento.texto)
        return []


class ActionResponderOfertas(ActionVerOfertas):
    """Take a tap on one of the two buttons, never words: nothing else says yes to advertising (Ley 2300 art. 5)."""

    rasa_name = "action_responder_ofertas"

    def handle(self, chat: Chat) -> list[EventType]:
        evento = TOCADO.get(chat.tocado)
        if evento is None:  # something came between the tap and its effect: ask again
            return super().handle(chat)
        acepta = evento is Evento.ACEPTADA and self._acepta(chat)
        if evento is Evento.RECHAZADA:
            self._rechaza(chat)
        chat.say("utter_ofertas_si" if acepta else "utter_ofertas_no")
        return []

    def _acepta(self, chat: Chat) -> bool:
        app = self.app
        exigir_autorizacion(app.db, chat.contacto)
        return publicidad.aceptar(app.db, app.cipher, chat.contacto, chat.tocado, app.now())

    def _rechaza(self, chat: Chat) -> None:
        app, toque = self.app, chat.tocado
        if Finalidad.PUBLICIDAD in autorizacion.vigentes(app.db, chat.contacto):
            autorizacion.revocar(app.db, app.cipher, chat.contacto, Finalidad.PUBLICIDAD, toque, app.now())
        else:
            autorizacion.responder(
                app.db, app.cipher, chat.contacto, Evento.RECHAZADA, toque, app.now(), Finalidad.PUBLICIDAD
            )
