"""The second errand of a message that asked for two: offered once the first is attended, whatever rule attended it."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from proalto.nlu.sin_entrenar import PoliticaSinEntrenar

PENDIENTE, OFRECER = "pendiente", "action_ofrecer_pendiente"
PRIORITY = 8  # above VolverAlFormulario (7); both never speak at once, since this one waits until no form is open


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class OfrecerPendiente(PoliticaSinEntrenar):
    """While the slot `pendiente` holds an errand, predict `action_ofrecer_pendiente` at the end of each turn."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": PRIORITY}

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
