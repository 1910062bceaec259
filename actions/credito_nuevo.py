"""A new crédito: what it takes, and an application that may be left and taken up again."""

from __future__ import annotations

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.base import ProAltoAction
from actions.chat import Chat
from actions.documentos import continuar, decir_documentos
from proalto.services.consentimiento.autorizacion import exigir_autorizacion
from proalto.services.credito.credito_nuevo import CAMPOS, SEGMENTOS, faltan
from proalto.services.credito.documentos import adoptar
from proalto.services.credito.tramites import SI, Tramite, abandonar, abrir_tramite, anotar_datos, tramite_abierto
from proalto.services.operacion.parametros import CREDITO_NUEVO

FORM = "credito_nuevo_form"
CONFIRMACION = "confirmacion"
CONTESTADO = "contestado"  # what a slot holds instead of the datum itself


class ActionPedirCreditoNuevo(ProAltoAction):
    """Say what it takes and ask whether employed or retired; an unfinished application is offered first."""

    rasa_name = "action_pedir_credito_nuevo"

    def handle(self, chat: Chat) -> list[EventType]:
        exigir_autorizacion(self.app.db, chat.contacto)
        tramite = tramite_abierto(self.app.db, self.app.cipher, chat.contacto, CREDITO_NUEVO)
        chat.say("utter_credito_nuevo" if tramite is None else "utter_credito_nuevo_sin_terminar")
        return []


class ActionEmpezarCreditoNuevo(ProAltoAction):
    """Begin or take up the application: the questions first, then the documents."""

    rasa_name = "action_empezar_credito_nuevo"

    def handle(self, chat: Chat) -> list[EventType]:
        app, elegido = self.app, chat.entidad("segmento")
        if chat.entidad("de_nuevo"):
            abandonar(app.db, chat.contacto, CREDITO_NUEVO, app.now())
            chat.say("utter_credito_nuevo")
            return []
        nuevo = {"segmento": elegido} if elegido in SEGMENTOS else {}
        tramite = abrir_tramite(app.db, app.cipher, chat.contacto, CREDITO_NUEVO, nuevo, app.now())
        if not tramite.segmento:
            chat.say("utter_credito_nuevo")
            return []
        adoptar(app.db, chat.contacto, tramite)
        return self._seguir(chat, tramite)

    def _seguir(self, chat: Chat, tramite: Tramite) -> list[EventType]:
        if not faltan(tramite.datos) and tramite.datos.get("confirmado") == SI:
            continuar(self, chat, tramite)
            return []
        decir_documentos(chat, tramite)
        hechos = [SlotSet(campo, CONTESTADO if tramite.datos.get(campo) else None) for campo in CAMPOS]
        return [*hechos, SlotSet(CONFIRMACION, None), FollowupAction(FORM)]


class ActionCreditoNuevoListo(ProAltoAction):
    """The answers are confirmed: go on to the documents, or file it when they are there."""

    rasa_name = "action_credito_nuevo_listo"

    def handle(self, chat: Chat) -> list[EventType]:
        app = self.app
        tramite = tramite_abierto(app.db, app.cipher, chat.contacto, CREDITO_NUEVO)
        if tramite is not None and not faltan(tramite.datos) and chat.slot(CONFIRMACION) == SI:
            tramite = anotar_datos(app.db, app.cipher, chat.contacto, CREDITO_NUEVO, {"confirmado": SI}, app.now())
            continuar(self, chat, tramite)
        return [SlotSet(campo, None) for campo in (*CAMPOS, CONFIRMACION)]


class ActionCorregirDato(ProAltoAction):
    """One answer was wrong: forget it, so that the form asks it again."""

    rasa_name = "action_corregir_dato"

    def handle(self, chat: Chat) -> list[EventType]:
        dato, app = chat.entidad("dato"), self.app
        if chat.formulario != FORM or dato not in CAMPOS:
            chat.say("utter_menu")
            return []
        anotar_datos(app.db, app.cipher, chat.contacto, CREDITO_NUEVO, {dato: ""}, app.now())
        return [SlotSet(dato, None), SlotSet(CONFIRMACION, None)]
