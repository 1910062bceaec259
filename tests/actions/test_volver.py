"""What was left in the air: coming back to a form after long, and the second of two requests."""

import pytest
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet

from actions.asesor import ActionHablarConAsesor
from actions.menu import ActionCancelar, ActionMenu, ActionNegar, ActionSaludar
from actions.saldo import ActionConsultarSaldo
from actions.volver import ActionOfrecerPendiente, ActionVolver
from proalto.services.operacion.textos import titulos
from tests.actions.ayuda import Charla, autorizar, dominio, identificar

SEGUNDO = "pedir_paz_y_salvo"
DOS = f'/consultar_saldo{{"pendiente": "{SEGUNDO}"}}'
BOTONES = {"buttons": [{"title": "Ver menú", "payload": "/pedir_menu"}]}


@pytest.fixture
def charla(app, contacto):
    autorizar(app, contacto)
    return Charla(app, contacto)


def pide_dos(charla):
    charla.toca(DOS)
    charla.tracker.update(SlotSet("pendiente", SEGUNDO))
    return charla


def test_al_volver_dice_en_que_iba_y_pregunta_si_seguimos(charla):
    charla.abre("identidad_form", "cedula", tramite="action_consultar_saldo")
    dicho = charla.dice("hola").corre(ActionVolver)
    assert "*Consultar mi saldo*" in dicho.texto and "¿Seguimos?" in dicho.texto
    assert dicho.opciones == ["Sí, sigamos", "Ver menú", "Hablar con un asesor"]
    assert charla.tracker.active_loop_name == "identidad_form"


@pytest.mark.parametrize("tramite", ["action_saludar", None])
def test_al_volver_sin_un_tramite_con_nombre_pregunta_igual(charla, tramite):
    charla.abre("autorizacion_form", "autorizacion", tramite=tramite)
    dicho = charla.dice("hola").corre(ActionVolver)
    assert "pendiente" in dicho.texto and dicho.opciones[0] == "Sí, sigamos"


def test_terminado_lo_primero_ofrece_lo_segundo_y_lo_olvida(charla):
    pide_dos(charla).tracker.update(BotUttered("Tu saldo es…"))
    dicho = charla.corre(ActionOfrecerPendiente)
    assert "También me pediste *Generar paz y salvo*" in dicho.texto
    (respuesta,) = dicho.respuestas
    assert [boton["payload"] for boton in respuesta["buttons"]] == [f"/{SEGUNDO}", "/negar"]
    assert charla.slot("pendiente") is None


def test_si_lo_primero_termino_en_una_pregunta_solo_lo_nombra_y_lo_guarda(charla):
    pide_dos(charla).tracker.update(BotUttered("¿Cuál?", BOTONES))
    dicho = charla.corre(ActionOfrecerPendiente)
    assert "*Generar paz y salvo*" in dicho.texto and dicho.opciones == []
    assert charla.slot("pendiente") == SEGUNDO
    charla.toca('/consultar_saldo{"credito": "L-1"}').tracker.update(BotUttered("¿Cuál?", BOTONES))
    assert charla.corre(ActionOfrecerPendiente).texto == ""  # said once is enough
    charla.toca('/consultar_saldo{"credito": "L-1"}').tracker.update(BotUttered("Tu saldo es…"))
    assert "También me pediste" in charla.corre(ActionOfrecerPendiente).texto


def test_lo_que_ya_pidio_por_su_cuenta_no_se_le_ofrece(charla):
    pide_dos(charla).toca(f"/{SEGUNDO}")
    assert charla.corre(ActionOfrecerPendiente).texto == "" and charla.slot("pendiente") is None
    pide_dos(charla).dice("123456").tracker.update(ActionExecuted(f"action_{SEGUNDO}"))
    assert charla.corre(ActionOfrecerPendiente).texto == "" and charla.slot("pendiente") is None


def test_un_pendiente_sin_nombre_se_olvida(charla):
    charla.dice("hola").tracker.update(SlotSet("pendiente", "saludar"))
    assert charla.corre(ActionOfrecerPendiente).texto == "" and charla.slot("pendiente") is None


@pytest.mark.parametrize("titulo", titulos().values())
def test_el_titulo_de_un_pedido_cabe_en_la_frase(charla, titulo):
    assert len(titulo) < 40


def test_si_hay_que_identificarse_dice_en_que_orden_va(charla):
    dicho = pide_dos(charla).corre(ActionConsultarSaldo)
    assert "primero con *Consultar mi saldo* y después con *Generar paz y salvo*" in dicho.texto
    assert dicho.sigue == "identidad_form" and charla.slot("pendiente") == SEGUNDO


def test_un_tramite_que_quita_el_lugar_a_otro_no_lo_olvida(charla):
    charla.abre("identidad_form", "cedula", tramite="action_pedir_paz_y_salvo")
    dicho = charla.dice("mejor el saldo").corre(ActionConsultarSaldo)
    assert "después con *Generar paz y salvo*" in dicho.texto
    assert (charla.slot("tramite"), charla.slot("pendiente")) == ("action_consultar_saldo", SEGUNDO)


def test_el_mismo_tramite_otra_vez_no_son_dos(charla):
    charla.abre("identidad_form", "cedula", tramite="action_consultar_saldo")
    dicho = charla.dice("quiero mi saldo").corre(ActionConsultarSaldo)
    assert dicho.texto == "" and charla.slot("pendiente") is None


def test_con_algo_pendiente_el_saldo_no_pregunta_si_hay_algo_mas(app, charla, contacto, nucleo):
    cedula = nucleo.cliente()
    nucleo.credito(cedula)
    identificar(app, contacto, cedula)
    dicho = pide_dos(charla).corre(ActionConsultarSaldo)
    assert "7.654.321" in dicho.texto and dicho.opciones == []


@pytest.mark.parametrize("accion", [ActionMenu, ActionCancelar, ActionNegar, ActionSaludar])
def test_quien_deja_lo_que_iba_deja_tambien_lo_pendiente(charla, accion):
    pide_dos(charla).dice("…").corre(accion)
    assert charla.slot("pendiente") is None


def test_quien_pide_una_persona_conserva_lo_pendiente(charla):
    pide_dos(charla).dice("un asesor").corre(ActionHablarConAsesor)
    assert charla.slot("pendiente") == SEGUNDO


def test_cada_boton_que_llena_una_accion_lleva_a_una_intencion():
    assert {intencion for intencion in titulos() if "/" not in intencion} <= set(dominio().intents)
