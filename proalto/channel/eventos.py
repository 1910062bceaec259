"""A conversation as it is kept: the events of each turn, slimmed, and the state after them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

Dicts = list[dict[str, Any]]
# Written by Rasa, read by nobody later on: they are most of an event's size.
_CARGA = ("metadata", "policy", "confidence", "hide_rule_turn", "action_text", "input_channel")
_DEL_MENSAJE = ("intent", "entities", "response_selector")
# What a conversation needs to go on, and says nothing of the person.
DE_RUTA = frozenset(("tramite", "pendiente", "interrumpido", "autorizacion", "nivel", "requested_slot", "encuesta"))
# What tells whose data are asked for: without it nobody could use their rights who has not authorized anything.
DE_IDENTIDAD = frozenset(("cedula", "fecha_expedicion", "codigo"))
FORMULARIO_DE_IDENTIDAD = "identidad_form"


def adelgazar(event: Event) -> dict[str, Any]:
    """Return an event as Rasa can read it back, without what no later turn looks at."""
    dicho: dict[str, Any] = {clave: valor for clave, valor in event.as_dict().items() if clave not in _CARGA}
    if "parse_data" in dicho:
        dicho["parse_data"] = {clave: dicho["parse_data"].get(clave) for clave in _DEL_MENSAJE}
        dicho["parse_data"]["text"] = dicho.get("text")
        dicho["parse_data"]["response_selector"] = dicho["parse_data"]["response_selector"] or {}
    return dicho


def que_queda(formulario: str | None) -> frozenset[str]:
    """Return the slots that are kept of who has not authorized anything (Ley 1581 art. 9): where to go on, and while
    they prove who they are to use a right (art. 8; Decreto 1377 de 2013 art. 20), what they prove it with."""
    return DE_RUTA | DE_IDENTIDAD if formulario == FORMULARIO_DE_IDENTIDAD else DE_RUTA


def sin_contenido(dicho: dict[str, Any], queda: frozenset[str]) -> dict[str, Any] | None:
    """Return a slimmed event without anything that the customer said but for these slots, or None if nothing is left.

    A message leaves its intent, as if it had been tapped; an emptied slot is kept, it says nothing.
    """
    if dicho["event"] == SlotSet.type_name and dicho["name"] not in queda and dicho["value"] is not None:
        return None
    if "parse_data" in dicho:
        leido = dicho["parse_data"]
        orden = f"/{(leido['intent'] or {}).get('name') or ''}"
        leido |= {"text": orden, "entities": [e for e in leido["entities"] or [] if e.get("entity") in DE_RUTA]}
        return dicho | {"text": orden}
    return dicho


def estado(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return what a later turn must know of everything before it: slots that differ, and the open form."""
    inicial = {name: slot.initial_value for name, slot in tracker.slots.items()}
    slots = {name: slot.value for name, slot in tracker.slots.items() if slot.value != inicial[name]}
    return {"slots": slots, "form": tracker.active_loop_name}


def estado_sin_contenido(kept: dict[str, Any], nuevos: Iterable[Event], queda: frozenset[str]) -> dict[str, Any]:
    """Return the state without what these events put into slots, but for those that are kept."""
    sobran = (DE_IDENTIDAD | {event.key for event in nuevos if isinstance(event, SlotSet)}) - queda
    return kept | {"slots": {name: value for name, value in kept["slots"].items() if name not in sobran}}


def antes_de(estado_previo: dict[str, Any]) -> list[Event]:
    """Return events that put a new tracker into a kept state."""
    events: list[Event] = [SlotSet(name, value) for name, value in estado_previo["slots"].items()]
    if estado_previo["form"]:
        events = [ActionExecuted(estado_previo["form"]), ActiveLoop(estado_previo["form"]), *events]
    return [*events, ActionExecuted(ACTION_LISTEN_NAME)]


def respuestas(events: Iterable[dict[str, Any]]) -> Dicts:
    """Return what the assistant said in these events, as the channel hands it to the worker."""
    return [
        respuesta(event.get("text"), event.get("data") or {})
        for event in events
        if event["event"] == BotUttered.type_name
    ]


def respuesta(text: str | None, data: dict[str, Any]) -> dict[str, Any]:
    """Return one reply: {"text", "buttons", "custom", "attachment"}, empty parts left out."""
    parts = {"text": text, **{key: data.get(key) for key in ("buttons", "custom", "attachment")}}
    return {key: value for key, value in parts.items() if value}
