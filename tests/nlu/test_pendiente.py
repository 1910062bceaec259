"""The second errand is offered at the end of a turn: once, and never in the middle of a form."""

import pytest
from rasa.core.policies.policy import SupportedData
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from proalto.nlu.formulario import VolverAlFormulario
from proalto.nlu.pendiente import OFRECER, OfrecerPendiente
from tests.actions.ayuda import dominio

FORM = "identidad_form"
ESPERA = ActionExecuted("action_listen")
DICE = UserUttered("mi saldo y el paz y salvo", {"name": "consultar_saldo"})
ANOTA = SlotSet("pendiente", "pedir_paz_y_salvo")
ATIENDE = ActionExecuted("action_consultar_saldo")


@pytest.fixture(scope="module")
def predecir():
    contexto = ExecutionContext(GraphSchema({}), "x")
    politica = OfrecerPendiente(OfrecerPendiente.get_default_config(), None, Resource("x"), contexto)

    def predecir(*eventos):
        tracker = DialogueStateTracker("1", dominio().slots)
        tracker.update_with_events(list(eventos), dominio())
        probabilidades = politica.predict_action_probabilities(tracker, dominio()).probabilities
        mejor = max(probabilidades)
        return dominio().action_names_or_texts[probabilidades.index(mejor)] if mejor else None

    return predecir


def test_atendido_lo_primero_ofrece_lo_segundo(predecir):
    assert predecir(ESPERA, DICE, ANOTA, ATIENDE) == OFRECER


def test_una_vez_por_turno(predecir):
    assert predecir(ESPERA, DICE, ANOTA, ATIENDE, ActionExecuted(OFRECER)) is None


def test_antes_de_atender_lo_primero_no_dice_nada(predecir):
    assert predecir(ESPERA, DICE, ANOTA) is None


def test_con_un_formulario_abierto_espera(predecir):
    abierto = [ActionExecuted(FORM), ActiveLoop(FORM)]
    assert predecir(ESPERA, DICE, ANOTA, ATIENDE, *abierto) is None
    turno = [ESPERA, UserUttered("hola", {"name": "saludar"}), ActionExecuted("action_saludar")]
    assert predecir(ESPERA, DICE, ANOTA, ATIENDE, *abierto, *turno) is None


def test_al_cerrarse_el_formulario_primero_va_el_tramite_que_lo_abrio(predecir):
    abierto = [ESPERA, DICE, ANOTA, ATIENDE, ActionExecuted(FORM), ActiveLoop(FORM), ESPERA]
    cierra = [UserUttered("123456", {"name": "nlu_fallback"}), ActionExecuted(FORM), ActiveLoop(None)]
    assert predecir(*abierto, *cierra) is None
    assert predecir(*abierto, *cierra, ActionExecuted("action_retomar"), ATIENDE) == OFRECER


def test_sin_nada_pendiente_calla(predecir):
    assert predecir(ESPERA, DICE, ATIENDE) is None


def test_no_empata_con_la_otra_politica():
    assert OfrecerPendiente.get_default_config()["priority"] > VolverAlFormulario.get_default_config()["priority"]
    assert OfrecerPendiente.supported_data() is SupportedData.RULE_DATA
    assert OFRECER in dominio().action_names_or_texts
