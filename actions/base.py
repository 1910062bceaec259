"""The base of every action: off the server's only loop, one error boundary, and no silence."""

from __future__ import annotations

import asyncio
import errno
import logging
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.chat import Chat, pedido
from proalto import bootstrap
from proalto.bootstrap import App
from proalto.db.database import atendiendo
from proalto.errors import OutsideError
from proalto.logs import lugar
from proalto.puntos import punto
from proalto.services.atencion.casos import abrir_caso
from proalto.services.consentimiento.autorizacion import FaltaAutorizacion
from proalto.services.identificacion.contactos import de_quien, de_sender
from proalto.services.identificacion.sesiones import CelularCompartido, FaltaIdentidad, NoDesdeEsteChat
from proalto.services.operacion.textos import titulos

logger = logging.getLogger(__name__)
AGOTADO = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC)
OPCIONALES = ("encuesta_form",)  # whoever asks for something else has left them
VALIDA = "validate_"  # how Rasa calls the action that reads the answers of a form
NEGADAS: dict[type[Exception], str] = {
    NoDesdeEsteChat: "utter_identidad_otro_chat",
    CelularCompartido: "utter_identidad_compartida",
}
IDENTIDAD_SLOTS = ("cedula", "fecha_expedicion", "codigo")


class ProAltoAction(Action):  # type: ignore[misc]
    """What an action of ours is: a `rasa_name` and a `handle` that says words and returns events."""

    rasa_name: ClassVar[str] = ""

    def __init__(self, app: App | None = None) -> None:
        self._app = app

    @property
    def app(self) -> App:
        """The process's App; tests hand in their own."""
        if self._app is None:
            self._app = bootstrap.app()
        return self._app

    def name(self) -> str:
        return self.rasa_name

    def handle(self, chat: Chat) -> list[EventType]:
        """Answer one turn."""
        raise NotImplementedError

    def remember(self, chat: Chat) -> list[EventType]:
        """Return what the errand needs of this message when it goes on after a form; nothing, unless it says so."""
        return []

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        # A synchronous run would block the server's only loop for everybody.
        return await asyncio.to_thread(self._serving, dispatcher, tracker)

    def _serving(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Answer with the database open to this contact's rows alone."""
        wamid = str(tracker.latest_message.get("message_id") or "")
        with atendiendo(de_quien(tracker.sender_id)):
            contacto = de_sender(self.app.db, tracker.sender_id, wamid)
        with atendiendo(contacto.id):
            return self._guarded(Chat(contacto, tracker, dispatcher))

    def _guarded(self, chat: Chat) -> list[EventType]:
        """Map what was raised to a response.

        A door that is shut for now fails the whole turn: nothing of it is kept, the worker tells the customer and
        tries again. A bug would fail again, so the customer is told and a person takes over.
        """
        punto("actions.antes_del_efecto")
        try:
            eventos = self.handle(chat)
            punto("actions.tras_el_efecto")
            return [*eventos, *_retomado(chat, self.rasa_name)]
        except FaltaAutorizacion:
            return [SlotSet("autorizacion", None), *self._after(chat, "autorizacion_form")]
        except FaltaIdentidad as falta:
            fresh = [] if chat.formulario == "identidad_form" else [SlotSet(slot, None) for slot in IDENTIDAD_SLOTS]
            return [*fresh, SlotSet("nivel", falta.nivel.name), *self._after(chat, "identidad_form")]
        except tuple(NEGADAS) as error:
            return self._negado(chat, NEGADAS[type(error)])
        except Exception as error:  # the one boundary: a raised action is silence in Rasa
            if _pasajero(error):
                raise
            return self._failed(chat, error)

    def _after(self, chat: Chat, form: str) -> list[EventType]:
        """Remember this errand, and let the form that clears its way come first.

        The errand that this one takes the place of, or the second of two requests, is not forgotten: it comes later.
        """
        este, otro = pedido(self.rasa_name), chat.entidad("pendiente")
        if not otro and chat.formulario:
            otro = chat.pedido_en_curso
        eventos = [*self.remember(chat), SlotSet("tramite", self.rasa_name), *_retomado(chat, self.rasa_name)]
        eventos.append(FollowupAction(form))
        if otro in (este, "") or otro not in titulos() or este not in titulos():
            return eventos
        chat.say("utter_dos_pedidos", primero=titulos()[este], despues=titulos()[otro])
        return [SlotSet("pendiente", otro), *eventos]

    def _failed(self, chat: Chat, error: Exception) -> list[EventType]:
        # The type and the place only: the text of an exception may hold what the customer wrote.
        logger.error("action %s failed: %s at %s", self.rasa_name, type(error).__name__, lugar(error))
        caso = abrir_caso(self.app.db, self.app.cipher, chat.contacto, "falla", self.app.now())
        chat.dispatcher.messages.clear()
        chat.say("utter_falla", folio=caso.folio)
        return self._sin_dejar_el_formulario(chat)

    def _negado(self, chat: Chat, response: str) -> list[EventType]:
        """Say why this session does not open what was asked; nothing of what the action said before is kept."""
        chat.dispatcher.messages.clear()
        chat.say(response)
        return self._sin_dejar_el_formulario(chat)

    def _sin_dejar_el_formulario(self, chat: Chat) -> list[EventType]:
        """Return what keeps the words of a validation.

        One that sets no slot is for Rasa a refusal of the form: it drops what was said and looks for another action.
        """
        es_validacion = self.rasa_name.startswith(VALIDA)
        return [SlotSet(chat.pedido, None)] if es_validacion and chat.pedido else []


def _pasajero(error: Exception) -> bool:
    """Tell whether the same turn may do later: a door is shut for now, or the machine has run out of something."""
    if isinstance(error, OutsideError):
        return not error.permanent
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in AGOTADO)


def _retomado(chat: Chat, accion: str) -> list[EventType]:
    """Forget that this errand was interrupted by a person's coming: it is being attended."""
    return [SlotSet("interrumpido", None)] if chat.slot("interrumpido") == pedido(accion) else []
