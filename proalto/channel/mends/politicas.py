"""Mends for choosing what to do: only what may apply is looked at, and the graph runs without a scheduler."""

from __future__ import annotations

import functools
import json
import re
import zlib
from base64 import b64decode
from collections import defaultdict
from typing import Any

from rasa.core.policies.memoization import AugmentedMemoizationPolicy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.constants import PREVIOUS_ACTION
from rasa.shared.core.events import ActionExecuted, FollowupAction, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

_NOMBRES = re.compile(r"(?:intent|action_name): ([^,{}\[\]]+)")


def apply() -> None:
    """Mend Rasa in this process."""
    AugmentedMemoizationPolicy.predict_action_probabilities = _if_it_may_be(
        AugmentedMemoizationPolicy.predict_action_probabilities
    )
    RulePolicy._get_possible_keys = _by_last_action(RulePolicy._get_possible_keys)
    DaskGraphRunner.run = _in_order(DaskGraphRunner.run)


def _if_it_may_be(predict: Any) -> Any:
    """Rasa makes the conversation shorter by an action at a time and looks each time for a story that fits, also when
    no story has what was said and done in it (core/policies/memoization.py:392)."""

    @functools.wraps(predict)
    def mended(self: Any, tracker: DialogueStateTracker, domain: Any, *args: Any, **kwargs: Any) -> Any:
        if _puede(_requisitos(self), tracker):
            return predict(self, tracker, domain, *args, **kwargs)
        return self._prediction(self._default_predictions(domain))

    return mended


def _requisitos(policy: Any) -> list[set[str]]:
    """Return, for each remembered piece of story, the intents and actions that are in it."""
    if getattr(policy, "requisitos", None) is None:
        comprimidas = policy.config["enable_feature_string_compression"]
        policy.requisitos = [
            set(_NOMBRES.findall(zlib.decompress(b64decode(clave)).decode() if comprimidas else clave))
            for clave in policy.lookup
        ]
    requisitos: list[set[str]] = policy.requisitos
    return requisitos


def _puede(requisitos: list[set[str]], tracker: DialogueStateTracker) -> bool:
    dichos = {event.intent_name for event in tracker.events if isinstance(event, UserUttered)}
    acciones = [event for event in tracker.events if isinstance(event, ActionExecuted)]
    hay = dichos | {event.action_name for event in acciones}
    return any(nombres <= hay if nombres else _puede_estar_vacio(acciones, tracker) for nombres in requisitos)


def _puede_estar_vacio(acciones: list[ActionExecuted], tracker: DialogueStateTracker) -> bool:
    """Tell whether nothing may be left once the turns of rules are hidden, which stories do not see."""
    en_medio = tracker.latest_action_name == tracker.active_loop_name or _con_siguiente(tracker)
    return not acciones or (en_medio and any(event.hide_rule_turn for event in acciones))


def _con_siguiente(tracker: DialogueStateTracker) -> bool:
    return any(isinstance(event, FollowupAction) for event in tracker.events)


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


def _in_order(run: Any) -> Any:
    """Rasa plans its graph anew and hands it to a scheduler, for each message and each action
    (engine/runner/dask.py:81)."""

    @functools.wraps(run)
    def mended(self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> Any:
        inputs, buscados = inputs or {}, targets or self._graph_schema.target_names
        if any(isinstance(valor, str) for valor in inputs.values()):
            return run(self, inputs, targets)  # it may clash with a node's name
        hechos: dict[str, Any] = {nombre: (nombre, valor) for nombre, valor in inputs.items()}
        try:
            for nodo in _orden(self, tuple(buscados)):
                necesita = self._graph_schema.nodes[nodo].needs.values()
                hechos[nodo] = self._instantiated_nodes[nodo](*(hechos.get(otro, otro) for otro in necesita))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(hechos[nombre] for nombre in buscados)

    return mended


def _orden(runner: DaskGraphRunner, buscados: tuple[str, ...]) -> list[str]:
    """Return the nodes that these targets hang on, each after those that it needs."""
    ordenes: dict[tuple[str, ...], list[str]] = runner.__dict__.setdefault("ordenes", {})
    if buscados not in ordenes:
        orden: dict[str, None] = {}

        def poner(nombre: str) -> None:
            if nombre in runner._graph_schema.nodes and nombre not in orden:
                for otro in runner._graph_schema.nodes[nombre].needs.values():
                    poner(otro)
                orden[nombre] = None

        for nombre in buscados:
            poner(nombre)
        ordenes[buscados] = list(orden)
    return ordenes[buscados]
