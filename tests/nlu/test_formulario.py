"""Going back to an interrupted form, once; and never silence."""

import pytest
from rasa.core.policies.policy import SupportedData
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from proalto.nlu.formulario import NO_ENTENDI, SIN_PEDIDO, VOLVER, VolverAlFormulario
from proalto.settings import ROOT

FORM = "identidad_form"
ESPERA = ActionExecuted("action_listen")
DICE = UserUttered("¿qué tasas?", {"name": "faq"})
RECHAZA = ActionExecutionRejected(FORM)
ABIERTO = [ESPERA, DICE, ActionExecuted("action_consultar_saldo"), ActionExecuted(FORM), ActiveLoop(FORM), ESPERA]


@pytest.fixture(scope="module")
def dominio():
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture(scope="module")
def predecir(dominio):
    contexto = ExecutionContext(GraphSchema({}), "x")
    config = VolverAlFormulario.get_default_config() | {"del_formulario": ["action_repetir"]}
    politica = VolverAlFormulario(config, None, Resource("x"), contexto)

    def predecir(*eventos):
        tracker = DialogueStateTracker("1", dominio.slots)
        tracker.update_with_events(list(eventos), dominio, override_timestamp=False)
        prediccion = politica.predict_action_probabilities(tracker, dominio)
        mejor = max(prediccion.probabilities)
        accion = dominio.action_names_or_texts[prediccion.probabilities.index(mejor)] if mejor else None
        return accion, mejor

    return predecir


@pytest.mark.parametrize(
    "interrupcion", ["utter_faq", "utter_charla", "action_no_entendi", "action_consultar_politica"]
)
def test_respondida_la_interrupcion_vuelve_al_formulario(predecir, interrupcion):
    assert predecir(*ABIERTO, DICE, ActionExecuted(interrupcion)) == (FORM, 1.0)


def test_cuando_el_formulario_ya_pregunto_no_pregunta_dos_veces(predecir):
    assert predecir(*ABIERTO, DICE, ActionExecuted("utter_faq"), ActionExecuted(FORM)) == (None, 0)
    en_este_turno = [ActionExecuted("utter_faq"), ActionExecuted(FORM), ActionExecuted("utter_menu")]
    assert predecir(*ABIERTO, DICE, *en_este_turno) == (None, 0)


def test_en_el_turno_siguiente_si_vuelve(predecir):
    turno = [DICE, ActionExecuted("utter_faq"), ActionExecuted(FORM), ESPERA]
    assert predecir(*ABIERTO, *turno, DICE, ActionExecuted("utter_faq")) == (FORM, 1.0)


def test_sin_formulario_no_dice_nada_tras_una_accion(predecir):
    assert predecir(ESPERA, DICE, ActionExecuted("utter_faq")) == (None, 0)


def test_con_el_formulario_ya_cerrado_no_vuelve(predecir):
    assert predecir(*ABIERTO, DICE, ActionExecuted("action_cancelar"), ActiveLoop(None)) == (None, 0)


@pytest.mark.parametrize("antes", [[ESPERA], ABIERTO])
def test_si_ninguna_regla_sabe_que_hacer_no_hay_silencio_pero_cualquier_regla_gana(predecir, antes):
    accion, certeza = predecir(*antes, DICE)
    assert accion == NO_ENTENDI
    assert 0 < certeza < 0.3  # RulePolicy's own fallback threshold


def dice(intencion, minutos):
    """A message so long after the last one."""
    return UserUttered("…", {"name": intencion}, timestamp=DICE.timestamp + 60 * minutos)


@pytest.mark.parametrize("intencion", SIN_PEDIDO)
def test_quien_vuelve_tras_una_hora_sin_pedir_nada_lee_si_seguimos(predecir, intencion):
    assert predecir(*ABIERTO, dice(intencion, 61), RECHAZA) == (VOLVER, 1.0)
    assert predecir(*ABIERTO, dice(intencion, 59), RECHAZA)[0] == NO_ENTENDI  # left to the rules


def test_primero_se_mira_si_lo_que_dice_es_la_respuesta(predecir):
    assert predecir(*ABIERTO, dice("saludar", 61))[0] == NO_ENTENDI  # RulePolicy's form comes first


@pytest.mark.parametrize("interrupcion", ["utter_faq", "utter_agradecimiento", "action_consultar_politica"])
def test_quien_vuelve_tras_una_hora_con_otra_cosa_la_recibe_y_luego_si_seguimos(predecir, interrupcion):
    turno = [dice("faq", 61), RECHAZA, ActionExecuted(interrupcion)]
    assert predecir(*ABIERTO, *turno) == (VOLVER, 1.0)
    assert predecir(*ABIERTO, *turno, ActionExecuted(VOLVER)) == ("action_listen", 1.0)


def test_lo_que_es_del_formulario_ya_es_seguir(predecir):
    assert predecir(*ABIERTO, dice("repetir", 61), RECHAZA, ActionExecuted("action_repetir")) == (FORM, 1.0)


def test_despues_de_si_seguimos_el_formulario_vuelve_a_mirar_lo_que_dicen(predecir):
    volvio = [dice("saludar", 61), RECHAZA, ActionExecuted(VOLVER), ESPERA]
    assert predecir(*ABIERTO, *volvio, dice("nlu_fallback", 62)) == (FORM, 1.0)
    assert predecir(*ABIERTO, *volvio, dice("afirmar", 62), RECHAZA)[0] == NO_ENTENDI
    siguio = [dice("afirmar", 62), RECHAZA, ActionExecuted("action_afirmar")]
    assert predecir(*ABIERTO, *volvio, *siguio) == (FORM, 1.0)


def test_sin_formulario_nadie_pregunta_si_seguimos(predecir):
    assert predecir(ESPERA, DICE, ActionExecuted("utter_faq"), ESPERA, dice("saludar", 61))[0] == NO_ENTENDI


def test_gana_a_la_regla_que_se_pondria_a_escuchar(dominio):
    assert VolverAlFormulario.get_default_config()["priority"] > RulePolicy.get_default_config()["priority"]
    assert VolverAlFormulario.supported_data() is SupportedData.RULE_DATA
    assert NO_ENTENDI in dominio.action_names_or_texts
