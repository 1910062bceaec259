"""The intent classifier as Rasa sees it: one model for plain intents and for retrieval intents (`faq/tasas`).

A message with two errands gets the intent of the first; the second goes into the entity `pendiente`.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    ENTITIES,
    FULL_RETRIEVAL_INTENT_NAME_KEY,
    INTENT,
    INTENT_RANKING_KEY,
    INTENT_RESPONSE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from proalto.nlu import mends
from proalto.nlu.modelo import Modelo, cargar, entrenar
from proalto.nlu.pedidos import dos_pedidos

RANKING = 10
PENDIENTE = "pendiente"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ClasificadorDeIntenciones(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Sets `intent`, `intent_ranking` and, for a retrieval intent, `response_selector` as Rasa's own selector does."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, modelo: Modelo | None = None
    ) -> None:
        self._config, self._storage, self._resource, self._modelo = config, storage, resource, modelo

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return `con_sentido`: whether the meaning of the sentence (embeddings) is looked at beside the n-grams;
        and `pedidos`: the intents that one message may ask for two at a time."""
        return {"con_sentido": True, "pedidos": []}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClasificadorDeIntenciones:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ClasificadorDeIntenciones:
        mends.apply()  # `rasa test` loads the model before it looks for conversations
        with model_storage.read_from(resource) as carpeta:
            return cls(config, model_storage, resource, cargar(carpeta))

    def train(self, training_data: TrainingData) -> Resource:
        ejemplos = [example for example in training_data.intent_examples if example.get(TEXT)]
        etiquetas = [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in ejemplos]
        self._modelo = entrenar(
            [example.get(TEXT) for example in ejemplos], etiquetas, bool(self._config.get("con_sentido", True))
        )
        with self._storage.write_to(self._resource) as carpeta:
            self._modelo.guardar(carpeta)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        assert self._modelo is not None
        for message in messages:
            texto = message.get(TEXT)
            if texto and message.get(INTENT) is None:
                self._anotar(message, self._modelo, texto)
        return messages

    def _anotar(self, message: Message, modelo: Modelo, texto: str) -> None:
        probabilidades = modelo.probabilidades(texto)
        orden = (-probabilidades).argsort()
        puestos = [(modelo.etiquetas[lugar], float(probabilidades[lugar])) for lugar in orden]
        dos = dos_pedidos(texto, puestos[0], modelo, self._config.get("pedidos", []))
        if dos:
            puestos = [(dos[0], 1.0)]  # the ranking of the whole hangs between both, and would be taken for doubt
            segundo = {"entity": PENDIENTE, "value": dos[1], "start": 0, "end": len(texto)}
            message.set(ENTITIES, [*message.get(ENTITIES, []), segundo], add_to_output=True)
        _poner(message, puestos)


def _poner(message: Message, puestos: list[tuple[str, float]]) -> None:
    ranking = [{"name": _intencion(etiqueta), "confidence": valor, "etiqueta": etiqueta} for etiqueta, valor in puestos]
    primera, confianza = puestos[0]
    message.set(INTENT, {"name": _intencion(primera), "confidence": confianza}, add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking[:RANKING], add_to_output=True)
    if "/" in primera:
        message.set(FULL_RETRIEVAL_INTENT_NAME_KEY, primera, add_to_output=True)
        message.set("response_selector", _respuesta(primera, confianza), add_to_output=True)


def _intencion(etiqueta: str) -> str:
    return etiqueta.split("/")[0]


def _respuesta(etiqueta: str, confianza: float) -> dict[str, Any]:
    """Return the part of Rasa's ResponseSelector output that `utter_faq` and its like read."""
    elegida = {"intent_response_key": etiqueta, "utter_action": f"utter_{etiqueta}", "confidence": confianza}
    intencion = _intencion(etiqueta)
    return {
        "all_retrieval_intents": [intencion],  # without it `rasa test` compares only the part before the slash
        intencion: {"response": {"responses": [], **elegida}, "ranking": [elegida]},
    }
