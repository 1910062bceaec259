"""The proposal on the table: the crédito and the terms that were shown last, and what the customer answers to them."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from actions.base import ProAltoAction
from actions.chat import Chat
from actions.menu import salir
from proalto.formats.terminos import Pedido, aplaza, leer_terminos
from proalto.services.credito.ofertas import Terminos

FORM = "renovacion_form"
PROPUESTA = "propuesta"
RESPUESTA = "renovacion_respuesta"  # what was answered, until an action takes it up
LLEVA = ("credito", "plazo", "monto", "cuota")  # what a proposal holds, and the buttons below it carry
PASO, LISTA, ILEGIBLE = "paso", "lista", "ilegible"
PROBAR, ACEPTAR = "action_probar_plazo", "action_aceptar_renovacion"
# In these a number is no term: whoever complains of two deductions wants no plan of two months.
NO_RESPONDEN = frozenset(
    ("hablar_con_asesor", "poner_queja", "reportar_fraude", "pedir_menu", "cancelar", "repetir", "conocer_mis_datos",
     "actualizar_mis_datos", "suprimir_mis_datos", "revocar_autorizacion", "desactivar_notificaciones")
)  # fmt: skip


class ActionAskRenovacion(ProAltoAction):
    """Ask what the customer thinks of the proposal; a list of terms has asked already."""

    rasa_name = "action_ask_renovacion_form_renovacion_respuesta"

    def handle(self, chat: Chat) -> list[EventType]:
        propuesta = vigente(chat)
        if propuesta.pop(PASO, ""):
            return [SlotSet(PROPUESTA, propuesta)]
        credito, plazo, monto, cuota = (propuesta[nombre] for nombre in LLEVA)
        chat.say("utter_renovacion_pregunta", credito=credito, plazo=plazo, monto=monto, cuota=cuota)
        return []


class ValidateRenovacionForm(ProAltoAction):
    """Read another term or amount, a yes or a no; whatever else was said is an interruption."""

    rasa_name = "validate_renovacion_form"

    def handle(self, chat: Chat) -> list[EventType]:
        if chat.pedido != RESPUESTA or not chat.escrito:
            return []
        if aplaza(chat.escrito):
            return _dejar(chat)
        if chat.entendido in NO_RESPONDEN:
            return []
        pedido = leer_terminos(chat.escrito)
        if pedido is not None:
            return _seguir(PROBAR, _dicho(pedido))
        if chat.entendido == "faq/montos_plazos":
            return _seguir(PROBAR, {PASO: LISTA})
        if chat.entendido == "afirmar":
            return _seguir(ACEPTAR, {PASO: ""})
        return _dejar(chat) if chat.entendido == "negar" else []


def vigente(chat: Chat) -> dict[str, str]:
    """Return a copy of the proposal; empty when none is on the table."""
    return dict(chat.tracker.get_slot(PROPUESTA) or {})


def respondida(chat: Chat) -> dict[str, str]:
    """Return what a tapped button carries, or the proposal with what was answered in words."""
    if chat.tocado:
        return {nombre: valor for nombre in LLEVA if (valor := chat.entidad(nombre))}
    return vigente(chat) | (chat.tracker.get_slot(RESPUESTA) or {})


def de_terminos(credito: str, terminos: Terminos) -> dict[str, str]:
    """Return the proposal that these terms are."""
    return dict(zip(LLEVA, (credito, str(terminos.plazo), str(terminos.monto), str(terminos.cuota))))


def poner(propuesta: dict[str, str]) -> list[EventType]:
    """Put a proposal on the table, and open the form that waits for an answer."""
    return [SlotSet(RESPUESTA, None), SlotSet(PROPUESTA, propuesta), FollowupAction(FORM)]


def retirar(chat: Chat) -> list[EventType]:
    """Clear the table, and close the form if it was open."""
    vacios: list[EventType] = [SlotSet(RESPUESTA, None), SlotSet(PROPUESTA, None)]
    return [*vacios, ActiveLoop(None), SlotSet("requested_slot", None)] if chat.formulario == FORM else vacios


def _dejar(chat: Chat) -> list[EventType]:
    chat.say("utter_renovacion_despues")
    return [*retirar(chat), *salir()]


def _seguir(accion: str, dicho: dict[str, str]) -> list[EventType]:
    return [SlotSet("tramite", accion), SlotSet(RESPUESTA, dicho)]


def _dicho(pedido: Pedido) -> dict[str, str]:
    if pedido.ilegible:
        return {PASO: ILEGIBLE}
    return {nombre: str(valor) for nombre in ("plazo", "monto") if (valor := getattr(pedido, nombre)) is not None}
