"""What is mended so that a turn costs less: Rasa still needs it, and what it answers is the same as before."""

import asyncio
import inspect
import itertools
import json
import random

import pytest
import rasa.core.actions.forms
import rasa.core.policies.memoization
import rasa.core.policies.rule_policy
import rasa.core.processor
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.memoization import AugmentedMemoizationPolicy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    FollowupAction,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from proalto.channel import mends
from proalto.channel.mends import memoria
from proalto.channel.whatsapp import Turn
from tests.channel.charla import dominio
from tests.channel.test_mends import correr, servidor_de_acciones

INTENCIONES = ["saludar", "pedir_credito_nuevo", "hablar_con_asesor", "consultar_saldo"]
ACCIONES = ["action_listen", "action_saludar", "action_pedir_credito_nuevo", "action_hablar_con_asesor"]
FORMULARIO = "identidad_form"


@pytest.fixture(autouse=True, scope="module")
def remendado():
    mends.apply()


def al_azar(azar):
    """Return any event that may come in a conversation."""
    hecho = ActionExecuted(azar.choice([*ACCIONES, FORMULARIO]), hide_rule_turn=azar.random() < 0.5)
    return azar.choice(
        [
            hecho,
            ActionExecuted("action_listen"),
            UserUttered("hola", {"name": azar.choice(INTENCIONES), "confidence": 0.9}),
            DefinePrevUserUtteredFeaturization(azar.random() < 0.1),
            ActiveLoop(azar.choice([FORMULARIO, None])),
            SlotSet("tramite", azar.choice(["action_menu", None])),
            ActionExecutionRejected(FORMULARIO),
            FollowupAction("action_menu"),
            BotUttered("¿Qué más?"),
            SessionStarted(),
        ]
    )


def una_historia():
    """Return the events of a story that is remembered: asking for a crédito, then for a person."""
    pedir, asesor = ({"name": intencion, "confidence": 0.9} for intencion in INTENCIONES[1:3])
    return [
        ActionExecuted("action_listen"), UserUttered("un préstamo", pedir), DefinePrevUserUtteredFeaturization(False),
        ActionExecuted(ACCIONES[2]), ActionExecuted("action_listen"), UserUttered("un asesor", asesor),
    ]  # fmt: skip


def conversaciones(cuantas):
    """Yield trackers that grow, event by event, as a turn does."""
    azar = random.Random(3621)
    for _ in range(cuantas):
        tracker = DialogueStateTracker("1", dominio().slots)
        for _ in range(azar.randrange(1, 40)):
            tracker.update(al_azar(azar), dominio())
            yield tracker
        for event in una_historia():
            tracker.update(event, dominio())
            yield tracker


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


class Suma(GraphComponent):
    """A component that adds up what it needs."""

    veces = 0

    @classmethod
    def create(cls, config, model_storage, resource, execution_context):
        return cls()

    def sumar(self, **que):
        Suma.veces += 1
        return sum(que.values())


def grafo():
    nodo = {"uses": Suma, "constructor_name": "create", "fn": "sumar", "config": {}, "eager": True}
    esquema = GraphSchema(
        {
            "final": SchemaNode(needs={"a": "uno", "b": "dos"}, is_target=True, **nodo),
            "uno": SchemaNode(needs={"x": "entrada"}, **nodo),
            "dos": SchemaNode(needs={"x": "uno", "y": "entrada"}, **nodo),
            "aparte": SchemaNode(needs={"x": "entrada"}, **nodo),
        }
    )
    return DaskGraphRunner(esquema, None, ExecutionContext(esquema))


@pytest.mark.parametrize("objetivos", [None, ["final"], ["dos", "uno"]])
def test_el_grafo_da_lo_mismo_sin_planificador_y_corre_cada_nodo_una_vez(objetivos):
    corredor = grafo()
    antes = Suma.veces
    dado = corredor.run(inputs={"entrada": 5}, targets=objetivos)
    assert Suma.veces - antes == len({"final", "uno", "dos"} if objetivos != ["dos", "uno"] else {"uno", "dos"})
    assert dado == DaskGraphRunner.run.__wrapped__(corredor, {"entrada": 5}, objetivos)


def test_al_grafo_le_falta_una_entrada():
    with pytest.raises(GraphRunError):
        grafo().run(inputs={"otra": 5})
    with pytest.raises(GraphRunError, match="clashes"):
        grafo().run(inputs={"entrada": "uno"})


EVENTOS = [
    {"event": "slot", "timestamp": None, "name": "tramite", "value": None},
    {"event": "slot", "name": "tramite"},
    {"event": "slot", "name": 3, "value": 1},
    {"event": "followup", "timestamp": None, "name": "action_menu"},
    {"event": "active_loop", "timestamp": "ayer", "name": None},
    {"event": "session_started", "timestamp": None},
    {"event": "action", "name": "action_listen", "policy": None, "confidence": None, "timestamp": None},
    {"event": "action", "name": 5},
    {"event": "raro"},
    {"event": ["slot"]},
    {"event": "slot", "name": "x", "value": 1, "metadata": 3},
    {"name": "x"},
    "slot",
]
RESPUESTAS = [
    {}, [], None, "x", {"events": {}}, {"responses": "x"}, {"events": [], "responses": [{}]}, {"responses": ["x"]},
    *({"events": [evento], "responses": []} for evento in EVENTOS),
]  # fmt: skip


@pytest.mark.parametrize("respuesta", RESPUESTAS, ids=str)
def test_un_vistazo_no_deja_pasar_lo_que_el_formato_rechaza(respuesta):
    from rasa.shared.utils.schemas.events import EVENT_SCHEMA

    accion = RemoteAction("action_menu", None)
    esquema = accion.action_response_format_spec()
    assert esquema["properties"]["events"]["items"] is EVENT_SCHEMA
    try:
        mends.acciones._validator().validate(respuesta)
    except ValidationError:
        with pytest.raises(ValidationError):
            accion._validate_action_result(respuesta)
    else:
        assert accion._validate_action_result(respuesta)


def test_lo_que_nuestras_acciones_devuelven_pasa_con_un_vistazo():
    assert all(mends.acciones._plain({"events": [EVENTOS[n]], "responses": [{}]}) for n in (0, 3, 5))


def test_cien_llamadas_a_las_acciones_abren_una_conexion():
    async def llamar(url):
        punto = EndpointConfig(url)
        for _ in range(100):
            await punto.request(json={})
        await punto.kept.session.close()

    with servidor_de_acciones(conexiones := []) as url:
        asyncio.run(llamar(url))
    assert len(conexiones) == 1


def test_en_otro_lazo_la_conexion_es_otra():
    with servidor_de_acciones() as url:
        punto = EndpointConfig(url)
        for _ in range(2):
            assert asyncio.run(punto.request(json={})) == {"events": [], "responses": [{"text": "hola"}]}


def test_a_la_accion_le_llegan_este_turno_y_el_anterior_y_no_mas():
    tracker = DialogueStateTracker("1", dominio().slots)
    for n in range(200):
        lectura = {"intent": {"name": "saludar"}, "entities": [], "text": f"mensaje {n}", "intent_ranking": []}
        mensaje = UserUttered(f"mensaje {n}", lectura["intent"], [], lectura, message_id=f"wamid.{n}")
        tracker.update_with_events([mensaje, ActionExecuted("action_menu"), ActionExecuted("action_listen")], dominio())
    llamada = RemoteAction("action_menu", EndpointConfig("http://x", enable_selective_domain=True))._action_call_format(
        tracker, dominio()
    )
    assert [event["event"] for event in llamada["tracker"]["events"]] == ["user", "action", "action"] * 2
    assert llamada["tracker"]["latest_message"]["text"] == "mensaje 199"
    assert "domain" not in llamada and len(json.dumps(llamada)) < 4000


def test_la_llamada_dice_lo_mismo_que_la_de_rasa_de_este_turno():
    for tracker in conversaciones(20):
        estado = RemoteAction("action_menu", EndpointConfig("http://x"))._action_call_format(tracker, dominio())
        suyo = tracker.current_state()
        assert estado["domain"] == dominio().as_dict()
        assert {**estado["tracker"], "events": None} == suyo


def test_el_turno_se_dice_por_la_conexion_que_queda():
    with servidor_de_acciones() as url:
        assert [evento.text for evento in correr(url, Turn())] == ["hola"]
