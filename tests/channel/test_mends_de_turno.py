"""What makes Rasa quick gives what Rasa gives: the graph of a turn, and the call to the action server."""

import asyncio
import json

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import (
    ActionExecuted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from proalto.channel import mends
from proalto.channel.whatsapp import Turn
from tests.channel.charla import dominio
from tests.channel.test_mends import correr, servidor_de_acciones
from tests.channel.velocidad import conversaciones

pytestmark = pytest.mark.usefixtures("remendado")


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
