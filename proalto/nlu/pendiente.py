"""The second errand of a message that asked for two: offered once the first is attended, whatever rule attended it."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

PENDIENTE, OFRECER = "pendiente", "action_ofrecer_pendiente"
PRIORITY = 8  # above VolverAlFormulario (7); both never speak at once, since this one waits until no form is open


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class OfrecerPendiente(Policy):  # type: ignore[misc]
    """While the slot `pendiente` holds an errand, predict `action_ofrecer_pendiente` at the end of each turn."""

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
    ) -> OfrecerPendiente:
        return cls(config, model_storage, resource, execution_context)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        if tracker.get_slot(PENDIENTE) and not tracker.active_loop_name and _atendido(tracker, domain):
            probabilities[domain.index_for_action(OFRECER)] = 1.0
            return self._prediction(probabilities, is_no_user_prediction=True)
        return self._prediction(probabilities)


def _atendido(tracker: DialogueStateTracker, domain: Domain) -> bool:
    """Tell whether something has answered the newest message, and nothing was offered after it.

    Right after a form ends, the rule that goes on with its errand comes first.
    """
    hechas: list[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted):
            hechas.append(str(event.action_name))
    despues_de = hechas[0] if hechas else ACTION_LISTEN_NAME
    return OFRECER not in hechas and despues_de not in (ACTION_LISTEN_NAME, *domain.form_names)
