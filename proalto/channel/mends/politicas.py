"""Mends for choosing what to do: only the rules and stories that may apply are looked at."""

from __future__ import annotations

import functools
import json
import re
import zlib
from base64 import b64decode
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from rasa.core.policies.memoization import AugmentedMemoizationPolicy, MemoizationPolicy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION, USER
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, FollowupAction, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

_NOMBRE = r"([^,{}\[\]]+)"


def apply() -> None:
    """Mend Rasa in this process."""
    AugmentedMemoizationPolicy.predict_action_probabilities = _if_it_may_be(
        AugmentedMemoizationPolicy.predict_action_probabilities
    )
    MemoizationPolicy._recall_states = _if_it_ends_so(MemoizationPolicy._recall_states)
    RulePolicy._get_possible_keys = _by_last_action(RulePolicy._get_possible_keys)


def _if_it_may_be(predict: Any) -> Any:
    """Rasa makes the conversation shorter by an action at a time and looks each time for a story that fits, also when
    no story has what was said and done in it (core/policies/memoization.py:392)."""

    @functools.wraps(predict)
    def mended(self: Any, tracker: DialogueStateTracker, domain: Any, *args: Any, **kwargs: Any) -> Any:
        if _puede(_trozos(self), tracker):
            return predict(self, tracker, domain, *args, **kwargs)
        return self._prediction(self._default_predictions(domain))

    return mended


def _if_it_ends_so(recall: Any) -> Any:
    """Rasa writes the whole conversation as compressed JSON to look it up, also when no story stands where it stands
    (core/policies/memoization.py:193)."""

    @functools.wraps(recall)
    def mended(self: Any, states: list[dict[str, Any]]) -> Any:
        final = states[-1] if states else {}
        fin = (final.get(PREVIOUS_ACTION, {}).get("action_name"), final.get(USER, {}).get("intent"))
        return recall(self, states) if any(trozo.fin == fin for trozo in _trozos(self)) else None

    return mended


@dataclass(frozen=True)
class _Trozo:
    """A remembered piece of story: the intents and actions that are in it, and the last action and intent."""

    nombres: frozenset[str]
    fin: tuple[str | None, str | None]


def _trozos(policy: Any) -> list[_Trozo]:
    if getattr(policy, "trozos", None) is None:
        comprimidas = policy.config["enable_feature_string_compression"]
        policy.trozos = [
            _trozo(zlib.decompress(b64decode(clave)).decode() if comprimidas else clave) for clave in policy.lookup
        ]
    trozos: list[_Trozo] = policy.trozos
    return trozos


def _trozo(clave: str) -> _Trozo:
    """Read a key as the policy writes them: JSON without quotes, the names of each state in alphabetical order."""
    final = clave[max(clave.rfind("prev_action: "), 0) :]
    accion, intencion = (re.search(nombre + _NOMBRE, final) for nombre in ("action_name: ", "intent: "))
    fin = (accion and accion[1], intencion and intencion[1])
    return _Trozo(frozenset(re.findall("(?:intent|action_name): " + _NOMBRE, clave)), fin)


def _puede(trozos: list[_Trozo], tracker: DialogueStateTracker) -> bool:
    """Tell whether any of the conversation, made shorter or not, may be one of these pieces."""
    events = tracker.applied_events()
    hay = {event.intent_name for event in events if isinstance(event, UserUttered)}
    hay |= {event.action_name for event in events if isinstance(event, ActionExecuted)}
    return any(trozo.nombres <= hay if trozo.nombres else _puede_estar_vacio(events) for trozo in trozos)


def _puede_estar_vacio(events: list[Event]) -> bool:
    """Tell whether nothing may be left once the turns of rules are hidden, which stories do not see: only while a form
    goes on, or what follows is already told."""
    acciones = [event for event in events if isinstance(event, ActionExecuted)]
    if not acciones:
        return True
    lazos = {event.name for event in events if isinstance(event, ActiveLoop)}
    sigue = acciones[-1].action_name in lazos or any(isinstance(event, FollowupAction) for event in events)
    return sigue and any(event.hide_rule_turn for event in acciones)


def _by_last_action(possible: Any) -> Any:
    """Rasa compares each rule with each state of the conversation (core/policies/rule_policy.py:913). A rule whose last
    state follows another action than the conversation's cannot apply."""

    @functools.wraps(possible)
    def mended(self: RulePolicy, lookup: dict[str, str], states: list[dict[str, Any]]) -> set[str]:
        if not states:
            return set(lookup)
        indices: dict[int, Any] = self.__dict__.setdefault("indices", {})
        if id(lookup) not in indices:
            indices[id(lookup)] = _por_accion(lookup)
        ultima = states[-1].get(PREVIOUS_ACTION, {}).get("action_name")
        claves = [*indices[id(lookup)].get(None, ()), *(indices[id(lookup)].get(ultima, ()) if ultima else ())]
        hallados: set[str] = possible(self, dict.fromkeys(claves, ""), states)
        return hallados

    return mended


def _por_accion(lookup: dict[str, str]) -> dict[str | None, list[str]]:
    """Return the keys of rules by the action before their last state; under None those that name none."""
    indice = defaultdict[str | None, list[str]](list)
    for clave in lookup:
        estados = json.loads(clave)
        ultima = estados[-1].get(PREVIOUS_ACTION, {}).get("action_name") if estados else None
        indice[ultima or None].append(clave)
    return indice
