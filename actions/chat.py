"""One turn as an action sees it: who writes, what they wrote, and how to answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from proalto.services.identificacion.contactos import Contacto

DE_FORMULARIO = {
    "correccion_form": "actualizar_mis_datos",
    "credito_nuevo_form": "pedir_credito_nuevo",
    "renovacion_form": "pedir_renovacion",
}


def pedido(accion: str) -> str:
    """Return the intent that an action attends: `action_consultar_saldo` attends `consultar_saldo`."""
    return accion.removeprefix("action_")


@dataclass(frozen=True)
class Chat:
    """The contact, the conversation so far, and the words that go back."""

    contacto: Contacto
    tracker: Tracker
    dispatcher: CollectingDispatcher

    def say(self, response: str, buttons: list[dict[str, Any]] | None = None, **values: Any) -> None:
        """Say a response of domain.yml with its placeholders filled; `buttons` are added to its own."""
        self.dispatcher.utter_message(response=response, buttons=buttons, **values)

    def algo_mas(self) -> None:
        """End an errand: ask whether there is anything else, unless something asked for is still to come."""
        if not self.slot("pendiente"):
            self.say("utter_algo_mas")

    def document(self, tipo: str, referencia: str, nombre: str) -> None:
        """Send a file that we hold (`services.mensajeria.entregas`); what was said before it becomes its caption."""
        documento = {"tipo": tipo, "referencia": referencia, "nombre": nombre}
        self.dispatcher.utter_message(json_message={"documento": documento})

    @property
    def escrito(self) -> str:
        """What the customer typed; empty when they tapped one of our buttons."""
        texto = str(self.tracker.latest_message.get("text") or "")
        return "" if texto.startswith("/") else texto

    @property
    def tocado(self) -> str:
        """The intent behind the button that was tapped; empty when the customer typed."""
        texto = str(self.tracker.latest_message.get("text") or "")
        return texto[1:].split("{")[0] if texto.startswith("/") else ""

    @property
    def intencion(self) -> str:
        """The intent that the model read in the words, or `nlu_fallback`."""
        return str((self.tracker.latest_message.get("intent") or {}).get("name") or "")

    @property
    def confianza(self) -> float:
        """How sure the model is of it, 0 to 1."""
        return float((self.tracker.latest_message.get("intent") or {}).get("confidence") or 0.0)

    @property
    def entendido(self) -> str:
        """What the classifier took the message for: an intent, with its topic if it has one ("faq/tasas")."""
        mensaje = self.tracker.latest_message
        nombre = str((mensaje.get("intent") or {}).get("name") or "")
        respuesta = ((mensaje.get("response_selector") or {}).get(nombre) or {}).get("response") or {}
        return str(respuesta.get("intent_response_key") or nombre)

    @property
    def formulario(self) -> str:
        """The form in progress, or empty."""
        return str((self.tracker.active_loop or {}).get("name") or "")

    @property
    def pedido_en_curso(self) -> str:
        """The intent that the open form serves: the errand of its own, or the one that it clears the way for."""
        return DE_FORMULARIO.get(self.formulario) or pedido(self.slot("tramite"))

    @property
    def pedido(self) -> str:
        """The slot that the form asked for, if this turn may answer it; empty otherwise.

        A form calls its validation also when it starts and when it is resumed after an interruption; then another
        action has run since the newest message, which is no answer to the form.
        """
        for event in reversed(self.tracker.events):
            if event["event"] == "user":
                return str(self.tracker.slots.get("requested_slot") or "")
            if event["event"] == "action" and event.get("name") != self.formulario:
                return ""
        return ""

    @property
    def hechas(self) -> list[str]:
        """The actions that have answered the newest message so far, in order."""
        return [str(event.get("name")) for event in self._turno() if event["event"] == "action"]

    @property
    def pregunta(self) -> bool:
        """Whether what was said last in this turn offers choices, and so waits for an answer."""
        dichos = [event for event in self._turno() if event["event"] == "bot"]
        return bool(dichos and (dichos[-1].get("data") or {}).get("buttons"))

    def _turno(self) -> list[dict[str, Any]]:
        mensajes = [indice for indice, event in enumerate(self.tracker.events) if event["event"] == "user"]
        return list(self.tracker.events[mensajes[-1] + 1 :]) if mensajes else []

    def slot(self, name: str) -> str:
        """A text slot's value, empty when unset."""
        return str(self.tracker.get_slot(name) or "")

    def entidad(self, name: str) -> str:
        """The value that a tapped button carries, empty when it carries none."""
        return str(next(self.tracker.get_latest_entity_values(name), "") or "")
