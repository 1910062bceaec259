"""Going back to the form that something interrupted, so that no rule has to say it for each form and each topic;
asking first whether to go on, when the customer comes back after long; never leaving a message without an answer."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from proalto.nlu.sin_entrenar import PoliticaSinEntrenar

NO_ENTENDI, VOLVER = "action_no_entendi", "action_volver"
SI_NADIE_MAS = 0.1  # below any rule and any story
PRIORITY = 7  # above RulePolicy (6), whose rule for the interruption would listen now
# What people write when they come back and want nothing new: "hola", "ya", "aquí estoy", a wave.
SIN_PEDIDO = ("saludar", "afirmar", "nlu_fallback", "fuera_de_alcance")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class VolverAlFormulario(PoliticaSinEntrenar):
    """After an interruption was answered inside a form, predict the form, which asks its question again.

    `silencio_minutos`: after more than these without a word, ask whether to go on instead.
    `del_formulario`: actions that are about the form itself, after which there is nothing to ask.
    `no_insisten`: forms that an interruption ends, each with the action that closes it.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": PRIORITY, "silencio_minutos": 60, "del_formulario": [], "no_insisten": {}}

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        action = self._en_formulario(tracker) if tracker.active_loop_name else None
        if action:
            probabilities[domain.index_for_action(action)] = 1.0
            return self._prediction(probabilities, is_no_user_prediction=True)
        if tracker.latest_action_name == ACTION_LISTEN_NAME:
            # The customer spoke, and if no rule knows what to do here, silence is not an answer.
            probabilities[domain.index_for_action(NO_ENTENDI)] = SI_NADIE_MAS
        return self._prediction(probabilities)

    def _en_formulario(self, tracker: DialogueStateTracker) -> str | None:
        """Return what comes next inside the open form, or None to leave it to the rules."""
        form, action = str(tracker.active_loop_name), str(tracker.latest_action_name)
        cierra = self.config["no_insisten"].get(form)
        regresa = not cierra and silencio(tracker) > 60 * float(self.config["silencio_minutos"])
        if action == VOLVER:
            return str(ACTION_LISTEN_NAME)
        if action == ACTION_LISTEN_NAME and tracker.is_active_loop_rejected:
            if not _rechazado(tracker):
                return form  # it was left without its question: rejected since, Rasa would not try it again
            return VOLVER if regresa and _intencion(tracker) in SIN_PEDIDO else None
        if not interrumpido(tracker, form):
            return None
        if cierra and action not in self.config["del_formulario"]:
            return str(cierra)
        return VOLVER if regresa and action not in self.config["del_formulario"] else form


def interrumpido(tracker: DialogueStateTracker, form: str) -> bool:
    """Tell whether an action other than the form has just answered the customer while the form is open."""
    action = tracker.latest_action_name
    return action is not None and action not in (ACTION_LISTEN_NAME, form) and not _hecho(tracker.events, form)


def silencio(tracker: DialogueStateTracker) -> float:
    """Return the seconds between the newest message and the one before it; 0 when there is none."""
    momentos = [event.timestamp for event in tracker.events if isinstance(event, UserUttered)][-2:]
    return momentos[-1] - momentos[0] if momentos else 0.0


def _intencion(tracker: DialogueStateTracker) -> str:
    return str(tracker.latest_message.intent.get("name")) if tracker.latest_message else ""


def _rechazado(tracker: DialogueStateTracker) -> bool:
    """Tell whether the form has seen the newest message already, and found no answer in it."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, ActionExecutionRejected):
            return True
    return False


def _hecho(events: Any, form: str) -> bool:
    """Tell whether the form has asked its question already in this turn: once is enough."""
    for event in reversed(events):
        if event.type_name == "user":
            return False
        if event.type_name == "action" and event.action_name == form:
            return True
    return False
