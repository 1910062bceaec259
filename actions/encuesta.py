"""Encuesta: how was it, from 1 to 5; why, if they like; and about a case, from 0 to 10."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from actions.base import ProAltoAction
from actions.chat import Chat
from proalto.formats.puntaje import leer_puntaje
from proalto.services.medicion import encuestas
from proalto.services.medicion.encuestas import Recibida
from proalto.services.operacion.textos import titulos

FORM = "encuesta_form"
ENCUESTA, COMENTARIO, RECOMIENDA = "encuesta", "comentario", "recomienda"
OMITIR, HECHO, OMITIDO = "omitir_pregunta", "hecho", "omitido"  # what the slots hold instead of the answer itself
MALA, RECOMIENDA_MAXIMO = 2, 10
SEGURO = 0.7  # as sure as this of a request, the words are no comment
SIN_COMENTARIO = ("negar", "agradecer", "despedirse")
OTRA_VEZ = ("afirmar", "repetir")
COMO_COMENTARIO = ("nlu_fallback", "fuera_de_alcance", "charla")
TAMBIEN_COMENTARIO = ("poner_queja", "expresar_enojo")  # they say why, and a person must attend to it all the same


class ActionPedirCalificacion(ProAltoAction):
    """Ask how it was, about one errand or one case; never in the middle of a form."""

    rasa_name = "action_pedir_calificacion"

    def handle(self, chat: Chat) -> list[EventType]:
        encuesta = encuestas.ver(self.app.db, chat.contacto, _entero(chat.entidad(ENCUESTA)))
        if chat.formulario not in ("", FORM) and encuesta is not None:
            encuestas.aplazar(self.app.db, chat.contacto, encuesta.id, self.app.now())
            return []  # the form asks its question again
        if encuesta is None:
            chat.say("utter_menu")
        elif encuesta.folio:
            chat.say("utter_calificacion_caso", folio=encuesta.folio, encuesta=encuesta.id)
        else:
            titulo = titulos().get(encuesta.gestion, encuesta.gestion)
            chat.say("utter_calificacion_gestion", titulo=titulo, encuesta=encuesta.id)
        return []


class ActionCalificar(ProAltoAction):
    """Keep the score and ask why; the first one counts."""

    rasa_name = "action_calificar"

    def handle(self, chat: Chat) -> list[EventType]:
        app, puntaje = self.app, _entero(chat.entidad("puntaje"))
        encuesta_id, now = _entero(chat.entidad(ENCUESTA)), app.now()
        recibida = encuestas.responder(app.db, chat.contacto, encuesta_id, puntaje, now)
        if recibida is not Recibida.GUARDADA:
            chat.say("utter_encuesta_gracias" if recibida is Recibida.TARDE else "utter_encuesta_repetida")
            return []
        chat.say("utter_calificacion_mala" if puntaje <= MALA else "utter_calificacion_recibida")
        if chat.formulario and chat.formulario != FORM:
            return []  # they were in the middle of something else, which goes on
        toca = encuestas.toca_recomendar(app.db, chat.contacto, encuesta_id, now)
        slots = {ENCUESTA: str(encuesta_id), COMENTARIO: None, RECOMIENDA: None if toca else OMITIDO}
        return [*(SlotSet(slot, valor) for slot, valor in slots.items()), FollowupAction(FORM)]


class ValidateEncuestaForm(ProAltoAction):
    """Take what is said as the comment, unless it is a request: that is attended, and the survey is left."""

    rasa_name = "validate_encuesta_form"

    def handle(self, chat: Chat) -> list[EventType]:
        app, encuesta_id = self.app, _entero(chat.slot(ENCUESTA))
        if not chat.pedido or not encuestas.se_puede_comentar(app.db, chat.contacto, encuesta_id, app.now()):
            return []
        if chat.tocado == OMITIR:
            return [SlotSet(chat.pedido, OMITIDO)]
        if not chat.escrito:
            return []  # a button of something else, or a file
        if chat.pedido == RECOMIENDA and (numero := leer_puntaje(chat.escrito, RECOMIENDA_MAXIMO)) is not None:
            encuestas.recomendar(app.db, chat.contacto, encuesta_id, numero, app.now())
            return [SlotSet(RECOMIENDA, HECHO)]
        if chat.confianza >= SEGURO and chat.intencion in (*OTRA_VEZ, *SIN_COMENTARIO):
            return [SlotSet(chat.pedido, None if chat.intencion in OTRA_VEZ else OMITIDO)]
        return self._dicho(chat, encuesta_id)

    def _dicho(self, chat: Chat, encuesta_id: int) -> list[EventType]:
        app = self.app
        pide = chat.confianza >= SEGURO and chat.intencion not in COMO_COMENTARIO
        if chat.pedido == RECOMIENDA:
            return [] if pide else [SlotSet(RECOMIENDA, None)]
        if not pide or chat.intencion in TAMBIEN_COMENTARIO:
            encuestas.comentar(app.db, app.cipher, chat.contacto, encuesta_id, chat.escrito)
        return [] if pide else [SlotSet(COMENTARIO, HECHO)]


class ActionEncuestaLista(ProAltoAction):
    """The questions are answered: thank them."""

    rasa_name = "action_encuesta_lista"

    def handle(self, chat: Chat) -> list[EventType]:
        chat.say("utter_encuesta_gracias")
        return _vacios()


class ActionDejarEncuesta(ProAltoAction):
    """The customer asked for something else, which was attended: the survey does not insist."""

    rasa_name = "action_dejar_encuesta"

    def handle(self, chat: Chat) -> list[EventType]:
        return [ActiveLoop(None), SlotSet("requested_slot", None), *_vacios()]


def _vacios() -> list[EventType]:
    return [SlotSet(slot, None) for slot in (ENCUESTA, COMENTARIO, RECOMIENDA)]


def _entero(escrito: str) -> int:
    """Return a number that a button carries; 0, which nothing has, when it carries none."""
    return int(escrito) if escrito.isdecimal() and len(escrito) < 19 else 0
