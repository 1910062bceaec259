"""What makes Rasa quick gives what Rasa gives: a conversation read, copied and remembered."""

import inspect
import itertools
import json

import pytest
import rasa.core.actions.forms
import rasa.core.policies.memoization
import rasa.core.policies.rule_policy
import rasa.core.processor
from rasa.core.policies.memoization import AugmentedMemoizationPolicy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from proalto.channel.mends import memoria
from tests.channel.charla import dominio
from tests.channel.velocidad import ACCIONES, FORMULARIO, INTENCIONES, conversaciones

pytestmark = pytest.mark.usefixtures("remendado")


def recordadora(politica, lookup):
    config = politica.get_default_config() | {"max_history": 4, "enable_feature_string_compression": True}
    return politica(config, None, Resource("x"), ExecutionContext(GraphSchema({})), lookup=lookup)


def test_rasa_aun_busca_la_clase_de_un_evento_entre_todas():
    assert "all_subclasses(Event)" in inspect.getsource(rasa.shared.core.events.Event)


def test_cada_evento_se_lee_con_la_clase_que_rasa_hallaria():
    nombres = {clase.type_name for clase in rasa.shared.utils.common.all_subclasses(Event)}
    hallar = inspect.getclosurevars(Event.resolve_by_type).nonlocals["resolve"]
    assert len(nombres) > 20
    for nombre in nombres:
        assert Event.resolve_by_type(nombre) is hallar(nombre)


def test_un_evento_desconocido_sigue_siendo_un_error_o_lo_que_se_diga():
    assert Event.resolve_by_type("topic") is None
    assert Event.resolve_by_type("raro", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="raro"):
        Event.resolve_by_type("raro")


def test_los_estados_contados_una_vez_son_los_de_rasa():
    para_rasa = Domain.states_for_tracker_history.__wrapped__
    for tracker in conversaciones(60):
        assert tracker.past_states(dominio()) == para_rasa(dominio(), tracker)
        assert tracker.past_states(dominio(), ignore_rule_only_turns=True) == para_rasa(
            dominio(), tracker, ignore_rule_only_turns=True
        )


def test_cambiar_un_estado_no_cambia_los_que_se_cuenten_despues():
    tracker = DialogueStateTracker("1", dominio().slots)
    for event in (ActionExecuted("action_listen"), UserUttered("hola", {"name": "saludar"})):
        tracker.update(event, dominio())
    for estado in tracker.past_states(dominio()):
        estado.pop("user", None)
        estado.get("prev_action", {}).clear()
    assert tracker.past_states(dominio())[-1]["user"]["intent"] == "saludar"


def test_una_conversacion_larga_no_se_vuelve_a_andar_en_cada_decision(monkeypatch):
    tracker = next(tracker for tracker in conversaciones(50) if len(tracker.applied_events()) > 25)
    tracker.past_states(dominio())
    tracker.update(ActionExecuted("action_menu"), dominio())
    vistos = []
    monkeypatch.setattr(memoria, "_estado", lambda tracker, domain: vistos.append(1) or {})
    tracker.past_states(dominio())
    tracker.past_states(dominio())
    assert len(vistos) == 3  # the one before the new action, and the one now, twice


def test_la_copia_de_un_tracker_es_igual_y_es_otra():
    for tracker in conversaciones(60):
        copia, vivida = tracker.copy(), tracker.travel_back_in_time(float("inf"))
        pedido = SlotSet("requested_slot", "cedula")
        for otro in (copia, vivida):
            otro.update(pedido)
            otro.change_loop_to(FORMULARIO)
        assert copia.current_state() | {"followup_action": None} == vivida.current_state() | {"followup_action": None}
        assert copia.events == vivida.events and copia.is_active_loop_rejected == vivida.is_active_loop_rejected
        assert len(tracker.events) == len(copia.events) - 1
        assert tracker.get_slot("requested_slot") is None


def test_rasa_aun_vive_la_conversacion_entera_para_copiarla_y_para_contarla():
    assert "travel_back_in_time" in inspect.getsource(inspect.unwrap(rasa.shared.core.trackers.DialogueStateTracker))
    assert "generate_all_prior_trackers" in inspect.getsource(Domain.states_for_tracker_history.__wrapped__)


@pytest.mark.parametrize("modulo", memoria.QUE_REGISTRAN)
def test_estos_modulos_solo_copian_lo_que_registran(modulo):
    codigo = inspect.getsource(modulo)
    copias = [linea for linea in codigo.splitlines() if "copy." in linea and "tracker.copy()" not in linea]
    assert copias and all("=copy.deepcopy(" in linea.replace(" ", "") for linea in copias)
    assert "import copy\n" in codigo


def historia(*pasos):
    """Return the states of a story, as a policy learns them."""
    return [{}, *({"prev_action": {"action_name": accion}, "user": {"intent": dicho}} for accion, dicho in pasos)]


def test_la_memoria_de_historias_recuerda_lo_mismo_que_sin_remiendo():
    politica = recordadora(AugmentedMemoizationPolicy, {})
    primera = historia(("action_listen", "pedir_credito_nuevo"))
    segunda = historia(
        ("action_listen", "pedir_credito_nuevo"),
        ("action_pedir_credito_nuevo", "pedir_credito_nuevo"),
        ("action_listen", "hablar_con_asesor"),
    )
    for estados, accion in (([{}], "action_listen"), (primera, ACCIONES[2]), (segunda, ACCIONES[3])):
        politica.lookup[politica._create_feature_key(estados)] = accion
    entera = AugmentedMemoizationPolicy.predict_action_probabilities.__wrapped__
    dichas = set()
    for tracker in conversaciones(100):
        if not tracker.past_states(dominio(), ignore_rule_only_turns=True):
            continue  # of which Rasa itself can make nothing
        sin_remiendo = entera(politica, tracker, dominio()).probabilities
        assert politica.predict_action_probabilities(tracker, dominio()).probabilities == sin_remiendo
        dichas.add(sin_remiendo.index(max(sin_remiendo)) if max(sin_remiendo) else None)
    assert len(dichas) == 4  # nothing, and each of the three, or this would compare silence with silence


def test_donde_ninguna_historia_esta_no_se_escribe_la_conversacion(monkeypatch):
    politica = recordadora(AugmentedMemoizationPolicy, {})
    politica.lookup[politica._create_feature_key(historia(("action_listen", "pedir_credito_nuevo")))] = ACCIONES[2]
    monkeypatch.setattr(politica, "_create_feature_key", lambda _: pytest.fail("the states are written"))
    assert politica._recall_states(historia(("action_menu", "pedir_credito_nuevo"))) is None


def test_las_reglas_posibles_son_las_de_rasa():
    lookup = {}
    for accion, dicho, lazo in itertools.product([*ACCIONES, FORMULARIO], INTENCIONES, [None, FORMULARIO]):
        final = {"prev_action": {"action_name": accion}, "user": {"intent": dicho}}
        lookup[json.dumps([final | ({"active_loop": {"name": lazo}} if lazo else {})])] = "action_menu"
    lookup |= {json.dumps([{}]): "a", json.dumps([{"active_loop": {"name": FORMULARIO}}]): "b", json.dumps([]): "c"}
    politica = recordadora(RulePolicy, {"rules": lookup})
    todas = RulePolicy._get_possible_keys.__wrapped__
    halladas = 0
    for tracker in conversaciones(60):
        estados = politica._prediction_states(tracker, dominio())
        posibles = politica._get_possible_keys(lookup, estados)
        assert posibles == todas(politica, lookup, estados)
        halladas += len(posibles)
    assert halladas > 500
