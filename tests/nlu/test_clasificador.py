"""What Rasa reads of our classifier: the plain intent, the ranking, and the answer of a retrieval intent."""

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from proalto.nlu.clasificador import RANKING, ClasificadorDeIntenciones
from tests.nlu.test_modelo import FRASES


@pytest.fixture(scope="module")
def clasificador(tmp_path_factory):
    ejemplos = [Message.build(frase, etiqueta) for etiqueta, frases in FRASES.items() for frase in frases]
    storage = LocalModelStorage(tmp_path_factory.mktemp("modelo"))
    config = {"pedidos": ["consultar_saldo", "hablar_con_asesor"]}
    recurso = ClasificadorDeIntenciones.create(config, storage, Resource("x"), None).train(TrainingData(ejemplos))
    return ClasificadorDeIntenciones.load(config, storage, recurso, None)


def leer(clasificador, texto, **puesto):
    (mensaje,) = clasificador.process([Message(data={"text": texto, **puesto})])
    return mensaje


def test_dice_la_intencion_y_su_confianza(clasificador):
    mensaje = leer(clasificador, "dígame mi saldo")
    assert mensaje.get("intent")["name"] == "consultar_saldo"
    assert mensaje.get("intent_ranking")[0]["confidence"] == mensaje.get("intent")["confidence"]
    assert len(mensaje.get("intent_ranking")) == min(RANKING, len(FRASES))
    assert mensaje.get("response_selector") is None


def test_de_una_pregunta_frecuente_dice_tambien_la_respuesta(clasificador):
    mensaje = leer(clasificador, "qué tasa de interés tienen")
    assert mensaje.get("intent")["name"] == "faq"
    elegida = mensaje.get("response_selector")["faq"]["response"]
    assert (elegida["intent_response_key"], elegida["utter_action"]) == ("faq/tasas", "utter_faq/tasas")
    assert mensaje.get("response_selector")["all_retrieval_intents"] == ["faq"]


def test_un_boton_no_se_vuelve_a_clasificar(clasificador):
    tocado = {"name": "autorizar", "confidence": 1.0}
    assert leer(clasificador, "/autorizar", intent=tocado).get("intent") == tocado


def test_sin_texto_no_hay_nada_que_entender(clasificador):
    assert leer(clasificador, "").get("intent") is None


def test_de_dos_pedidos_dice_el_primero_sin_duda_y_anota_el_otro(clasificador):
    mensaje = leer(clasificador, "quiero hablar con una persona y saber mi saldo")
    assert mensaje.get("intent") == {"name": "hablar_con_asesor", "confidence": 1.0}
    assert len(mensaje.get("intent_ranking")) == 1  # with a second as sure, FallbackClassifier would see doubt
    (segundo,) = mensaje.get("entities")
    assert (segundo["entity"], segundo["value"]) == ("pendiente", "consultar_saldo")


def test_de_un_solo_pedido_no_anota_nada(clasificador):
    assert leer(clasificador, "quiero saber mi saldo y cuánto debo").get("entities", []) == []
