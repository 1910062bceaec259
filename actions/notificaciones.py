"""Notificaciones: tell me when my application changes, at this hour, and stop telling me."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.base import ProAltoAction
from actions.chat import Chat
from proalto.formats.hora_de_avisos import leer_hora_de_avisos
from proalto.services.contacto.acuerdos_de_contacto import Preferencia, preferir
from proalto.services.contacto.suscripciones import NadaQueAvisar, cancelar, suscribir
from proalto.services.credito.solicitud import RequiereAsesor, SinSolicitud

DICHO = {Preferencia.CUALQUIERA: "utter_avisos_a_cualquier_hora", Preferencia.HABIL: "utter_avisos_de_dia"}


class ActionActivarNotificaciones(ProAltoAction):
    """Subscribe to the application of the tapped button, or to all that go on."""

    rasa_name = "action_activar_notificaciones"

    def handle(self, chat: Chat) -> list[EventType]:
        app = self.app
        try:
            suscrito = suscribir(app.db, app.nucleo, app.cipher, chat.contacto, chat.entidad("radicado"), app.now())
        except SinSolicitud:
            chat.say("utter_solicitud_ninguna")
        except RequiereAsesor:
            chat.say("utter_solicitud_con_asesor")
        except NadaQueAvisar:
            chat.say("utter_notificaciones_nada_que_avisar")
        else:
            cuales = ", ".join(suscrito.radicados)
            chat.say(
                "utter_notificaciones_activadas" if suscrito.nuevo else "utter_notificaciones_ya_activas", cuales=cuales
            )
        return []


class ActionDesactivarNotificaciones(ProAltoAction):
    """End every subscription of this chat; whoever asks needs no identity for it."""

    rasa_name = "action_desactivar_notificaciones"

    def handle(self, chat: Chat) -> list[EventType]:
        app, literal = self.app, chat.escrito or chat.tocado
        cuantas = cancelar(app.db, app.cipher, chat.contacto, literal, app.now())
        chat.say("utter_notificaciones_apagadas" if cuantas else "utter_notificaciones_ninguna")
        return []


class ActionElegirHoraDeAvisos(ProAltoAction):
    """Keep when they want the notices that they ask for; like ending them, it takes no identity."""

    rasa_name = "action_elegir_hora_de_avisos"

    def handle(self, chat: Chat) -> list[EventType]:
        hora = chat.entidad("hora") if chat.tocado else leer_hora_de_avisos(chat.escrito)
        preferencia = next((una for una in Preferencia if una.value == hora), None)
        if preferencia is None:
            chat.say("utter_preguntar_hora_de_avisos")
            return []
        preferir(self.app.db, chat.contacto, preferencia, self.app.now())
        chat.say(DICHO[preferencia])
        return []
