"""Going back to the form that something interrupted, so that no rule has to say it for each form and each topic;
and never leaving a message without an answer."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

NO_ENTENDI = "action_no_entendi"
SI_NADIE_MAS = 0.1  # below any rule and any story
PRIORITY = 7  # above RulePolicy (6), whose rule for the interruption would listen now


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class VolverAlFormulario(Policy):  # type: ignore[misc]
    """After an interruption was answered inside a form, predict the form, which asks its question again."""

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": PRIORITY}

    def train(self, training_trackers: list[Any], domain: Domain, **kwargs: Any) -> Resource:
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> VolverAlFormulario:
        return cls(config, model_storage, resource, execution_context)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        form = tracker.active_loop_name
        if form and interrumpido(tracker, form):
            probabilities[domain.index_for_action(form)] = 1.0
            return self._prediction(probabilities, is_no_user_prediction=True)
        if tracker.latest_action_name == ACTION_LISTEN_NAME:
            # The customer spoke, and if no rule knows what to do here, silence is not an answer.
            probabilities[domain.index_for_action(NO_ENTENDI)] = SI_NADIE_MAS
        return self._prediction(probabilities)


def interrumpido(tracker: DialogueStateTracker, form: str) -> bool:
    """Tell whether an action other than the form has just answered the customer while the form is open."""
    action = tracker.latest_action_name
    return action is not None and action not in (ACTION_LISTEN_NAME, form) and not _hecho(tracker.events, form)


def _hecho(events: Any, form: str) -> bool:
    """Tell whether the form has asked its question already in this turn: once is enough."""
    for event in reversed(events):
        if event.type_name == "user":
            return False
        if event.type_name == "action" and event.action_name == form:
            return True
    return False
