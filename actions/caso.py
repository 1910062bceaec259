"""What goes to a person, later: how the customer's own cases are doing."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.base import ProAltoAction
from actions.chat import Chat
from proalto.formats.dias_habiles import BOGOTA, momento_en_palabras
from proalto.formats.fecha import fecha_en_palabras
from proalto.services.atencion.estado_de_casos import EstadoDeCaso, consultar_caso


class ActionConsultarCaso(ProAltoAction):
    """Say stage and promised time of each open case of this contact, and of one that was closed these days."""

    rasa_name = "action_consultar_caso"

    def handle(self, chat: Chat) -> list[EventType]:
        casos = consultar_caso(self.app.db, chat.contacto, self.app.now())
        for caso in casos:
            decir(self, chat, caso)
        if not casos:
            chat.say("utter_sin_casos")
        elif not chat.formulario:
            chat.algo_mas()
        return []


def decir(action: ProAltoAction, chat: Chat, caso: EstadoDeCaso) -> None:
    """Say how one case is doing; of one that is late, that we are sorry and that its supervisor knows."""
    ahora = action.app.now()
    como = f"{caso.etapa.value}_tarde" if caso.vencido else caso.etapa.value
    chat.say(
        f"utter_estado_caso_{como}",
        folio=caso.folio,
        asesor=caso.asesor,
        abierto=fecha_en_palabras(caso.abierto_en.astimezone(BOGOTA).date()),
        cuando=momento_en_palabras(caso.prometido_para, ahora) if caso.prometido_para else "",
    )
