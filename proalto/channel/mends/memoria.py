"""Mends for what a conversation is made of: events found by a table, a tracker copied and not lived again, its states
told once."""

from __future__ import annotations

import copy
import functools
from types import SimpleNamespace
from typing import Any

import rasa.core.actions.forms
import rasa.core.policies.memoization
import rasa.core.policies.rule_policy
import rasa.core.processor
import rasa.shared.utils.common
from rasa.shared.core.constants import USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, DefinePrevUserUtteredFeaturization, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT

QUE_REGISTRAN = (
    rasa.core.actions.forms,
    rasa.core.policies.memoization,
    rasa.core.policies.rule_policy,
    rasa.core.processor,
)


def apply() -> None:
    """Mend Rasa in this process."""
    Event.resolve_by_type = staticmethod(_by_table(Event.resolve_by_type))
    DialogueStateTracker.copy = _copy
    Domain.states_for_tracker_history = _told_once(Domain.states_for_tracker_history)
    for modulo in QUE_REGISTRAN:
        modulo.copy = SimpleNamespace(deepcopy=_as_it_is)


def _as_it_is(value: Any) -> Any:
    """Rasa copies deeply what it would log, also when it logs nothing; these modules copy for no other reason."""
    return value


def _by_table(resolve: Any) -> Any:
    """Rasa goes through all subclasses of Event, and asks of each whether it is abstract, to read one event
    (shared/core/events.py:374)."""
    tabla: dict[str, type[Event]] = {}

    def mended(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        if type_name not in tabla:
            hallada = resolve(type_name, default)
            if hallada is None or hallada is default:
                return hallada
            tabla[type_name] = hallada
        return tabla[type_name]

    return mended


def _copy(self: DialogueStateTracker) -> DialogueStateTracker:
    """Rasa lives the whole conversation again for a copy of the tracker, before each action
    (shared/core/trackers.py:620)."""
    otro = copy.copy(self)
    otro.events = self.events.copy()
    otro.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
    otro.active_loop = copy.copy(self.active_loop)
    otro.recorrido = otro.model_id = otro.assistant_id = None
    return otro


class _Recorrido:
    """A walk through a conversation, which can go on from where it stood when more events have come."""

    def __init__(self, tracker: DialogueStateTracker) -> None:
        self.tracker, self.andados, self.estados = tracker.init_copy(), list[Event](), list[dict[str, Any]]()
        self.dichos: list[
            tuple[UserUttered, int]
        ] = []  # messages whose words may yet be left out, and where each begins

    def sigue(self, events: list[Event]) -> bool:
        """Tell whether these events begin with those that were walked; form questions asked again are taken back."""
        andados = self.andados
        return len(events) >= len(andados) and all(uno is otro for uno, otro in zip(andados, events))

    def andar(self, events: list[Event], domain: Domain) -> list[dict[str, Any]]:
        """Walk the rest, and return the state before each action and the one now."""
        self._por_la_intencion()
        for event in events[len(self.andados) :]:
            if isinstance(event, ActionExecuted):
                self.estados.append(_estado(self.tracker, domain))
            elif isinstance(event, UserUttered):
                self.dichos.append((event, len(self.estados)))
            self.tracker.update(event)
            self.andados.append(event)
        self._por_la_intencion()
        return [*map(_suelto, self.estados), _estado(self.tracker, domain)]

    def _por_la_intencion(self) -> None:
        """Take the words out of the states of each message of which a policy has decided by its intent."""
        finales = [*(desde for _, desde in self.dichos[1:]), len(self.estados)]
        for (mensaje, desde), hasta in zip(self.dichos, finales):
            if mensaje.use_text_for_featurization is False:
                for estado in self.estados[desde:hasta]:
                    if estado.get(USER, {}).pop(TEXT, None) and not estado[USER]:
                        del estado[USER]


def _told_once(states: Any) -> Any:
    """Rasa lives the whole conversation again for each policy and each action (shared/core/domain.py:1333)."""

    @functools.wraps(states)
    def mended(
        self: Domain,
        tracker: DialogueStateTracker,
        omit_unset_slots: bool = False,
        ignore_rule_only_turns: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> Any:
        if omit_unset_slots or ignore_rule_only_turns or _por_el_texto(tracker):
            return states(self, tracker, omit_unset_slots, ignore_rule_only_turns, rule_only_data)
        events = tracker.applied_events()
        recorrido: _Recorrido | None = getattr(tracker, "recorrido", None)
        if recorrido is None or not recorrido.sigue(events):
            recorrido = tracker.recorrido = _Recorrido(tracker)
        return recorrido.andar(events, self)

    return mended


def _por_el_texto(tracker: DialogueStateTracker) -> bool:
    """Tell whether a prediction was made from words and not from an intent: that changes the states before it."""
    return any(
        isinstance(event, DefinePrevUserUtteredFeaturization) and event.use_text_for_featurization
        for event in tracker.events
    )


def _estado(tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    estado: dict[str, Any] = domain._clean_state(domain.get_active_state(tracker))
    return estado


def _suelto(estado: dict[str, Any]) -> dict[str, Any]:
    """Return a state that may be changed: featurizers take the words out of the newest."""
    return {parte: dict(valor) for parte, valor in estado.items()}
