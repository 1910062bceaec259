"""A Rasa policy that is a rule in Python: training it learns nothing, and loading it reads nothing."""

from __future__ import annotations

from typing import Any, TypeVar

from rasa.core.policies.policy import Policy, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain

Suya = TypeVar("Suya", bound="PoliticaSinEntrenar")


class PoliticaSinEntrenar(Policy):  # type: ignore[misc]
    """What such a policy owes Rasa. Each one registers itself with the recipe; this one is in no `config.yml`."""

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.RULE_DATA

    def train(self, training_trackers: list[Any], domain: Domain, **kwargs: Any) -> Resource:
        return self._resource

    @classmethod
    def load(
        cls: type[Suya],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Suya:
        return cls(config, model_storage, resource, execution_context)
