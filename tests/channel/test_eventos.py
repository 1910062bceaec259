"""What is kept of a turn is enough to go on, and no more."""

import json

import pytest
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    FollowupAction,
    SessionStarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

from proalto.channel.eventos import adelgazar, antes_de, estado, respuesta, respuestas
from tests.channel.charla import dominio

PARSE = {
    "intent": {"name": "faq", "confidence": 0.9},
    "entities": [{"entity": "credito", "value": "L-1"}],
    "response_selector": {"faq": {"response": {"utter_action": "utter_faq/tasas"}}},
    "intent_ranking": [{"name": "faq", "confidence": 0.9}] * 30,
    "text_tokens": [[0, 3]] * 30,
}
EVENTOS = [
    ActionExecuted("action_session_start", policy="policy_0", confidence=1.0),
    SessionStarted(metadata={"x": 1}),
    ActionExecuted("action_listen"),
    UserUttered("¿qué tasas tienen?", PARSE["intent"], PARSE["entities"], PARSE, message_id="wamid.1"),
    ActionExecuted("identidad_form", policy="policy_1_RulePolicy", confidence=1.0, hide_rule_turn=True),
    ActiveLoop("identidad_form"),
    SlotSet("requested_slot", "cedula"),
    SlotSet("tramite", "action_consultar_saldo"),
    ActionExecutionRejected("identidad_form"),
    ActionExecuted("utter_faq"),
    BotUttered("Depende del plazo.", {"buttons": [{"title": "Ver menú", "payload": "/pedir_menu"}]}, {"m": "x" * 99}),
    FollowupAction("identidad_form"),
    ActionExecuted("action_listen"),
]


def tracker_con(eventos):
    tracker = DialogueStateTracker("1", dominio().slots)
    tracker.update_with_events(eventos, dominio())
    return tracker


def guardar_y_leer(eventos):
    return deserialise_events(json.loads(json.dumps([adelgazar(evento) for evento in eventos])))


@pytest.mark.parametrize("cuantos", range(1, len(EVENTOS) + 1))
def test_lo_guardado_reconstruye_la_misma_conversacion(cuantos):
    original = tracker_con(EVENTOS[:cuantos])
    vuelta = tracker_con(guardar_y_leer(EVENTOS[:cuantos]))
    assert vuelta.current_slot_values() == original.current_slot_values()
    assert vuelta.active_loop_name == original.active_loop_name
    assert vuelta.latest_action_name == original.latest_action_name
    assert vuelta.followup_action == original.followup_action
    assert [type(evento) for evento in vuelta.events] == [type(evento) for evento in original.events]


def test_el_mensaje_guardado_conserva_lo_que_las_reglas_y_las_respuestas_miran():
    vuelta = tracker_con(guardar_y_leer(EVENTOS)).latest_message
    assert (vuelta.text, vuelta.message_id, vuelta.intent_name) == ("¿qué tasas tienen?", "wamid.1", "faq")
    assert vuelta.entities == PARSE["entities"]
    assert vuelta.parse_data["response_selector"] == PARSE["response_selector"]
    assert vuelta.full_retrieval_intent_name is None


def test_no_guarda_lo_que_nadie_vuelve_a_mirar():
    escrito = json.dumps([adelgazar(evento) for evento in EVENTOS])
    for sobra in ("intent_ranking", "text_tokens", "metadata", 'confidence": 1.0', "hide_rule_turn", "policy_1"):
        assert sobra not in escrito
    assert len(escrito) < len(json.dumps([evento.as_dict() for evento in EVENTOS])) / 2


def test_el_estado_previo_pone_a_un_tracker_nuevo_donde_estaba_el_otro():
    original = tracker_con(EVENTOS)
    vuelta = tracker_con(antes_de(json.loads(json.dumps(estado(original)))))
    assert vuelta.current_slot_values() == original.current_slot_values()
    assert vuelta.active_loop_name == "identidad_form"
    assert vuelta.latest_action_name == "action_listen"


def test_el_estado_guarda_solo_lo_que_cambio():
    assert estado(tracker_con([])) == {"slots": {}, "form": None}
    assert estado(tracker_con(EVENTOS))["slots"] == {"requested_slot": "cedula", "tramite": "action_consultar_saldo"}


def test_las_respuestas_de_un_turno_son_las_del_canal():
    guardadas = json.loads(json.dumps([adelgazar(evento) for evento in EVENTOS]))
    botones = [{"title": "Ver menú", "payload": "/pedir_menu"}]
    assert respuestas(guardadas) == [{"text": "Depende del plazo.", "buttons": botones}]


@pytest.mark.parametrize("vacia", [None, "", [], {}])
def test_una_respuesta_no_lleva_partes_vacias(vacia):
    assert respuesta("hola", {"buttons": vacia, "custom": vacia, "attachment": vacia, "image": "x"}) == {"text": "hola"}
    assert respuesta(None, {"buttons": vacia}) == {}
