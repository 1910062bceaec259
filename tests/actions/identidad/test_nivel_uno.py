"""N1: without a code from the registered number, and a code that is no longer good."""

import pytest
from rasa.shared.core.events import ActionExecuted

from actions.identidad import ActionReenviarCodigo, ValidateIdentidadForm
from actions.saldo import ActionConsultarSaldo
from proalto.services.identificacion.sesiones import Nivel, exigir_identidad
from tests.actions.ayuda import Charla, autorizar, codigo_recibido
from tests.actions.identidad.charlas import CELULAR, EXPEDICION, FORM, con_codigo, identificado
from tests.conftest import nuevo_contacto

# -- N1: without a code from the registered number --
SOLICITUD = "action_consultar_estado_solicitud"


@pytest.fixture
def propia(nucleo, contacto):
    """The cédula of a customer whose registered mobile is this chat's number."""
    return nucleo.cliente(contacto.address.phone, EXPEDICION)


def con_fecha(charla, cedula, fecha="3 de mayo de 1998", nivel="N1"):
    charla.abre(FORM, "fecha_expedicion", cedula=cedula, nivel=nivel, tramite=SOLICITUD)
    return charla.dice(fecha).valida(ValidateIdentidadForm)


def test_desde_su_numero_la_fecha_basta_para_n1_y_el_formulario_termina(app, charla, contacto, propia):
    dicho = con_fecha(charla, propia)
    assert "confirmé" in dicho.texto and "código" not in dicho.texto
    assert dicho.slots == {"fecha_expedicion": "recibida", "codigo": "verificado"}
    assert identificado(app, contacto) is None  # N2
    assert exigir_identidad(app.db, app.cipher, contacto, Nivel.N1, app.now()).cedula == propia
    assert app.sms.sent == []


@pytest.mark.parametrize("nivel", ["N2", "N3", None, "x"])
def test_si_el_tramite_pide_mas_que_n1_hay_codigo_como_siempre(app, charla, contacto, propia, nivel):
    dicho = con_fecha(charla, propia, nivel=nivel)
    assert dicho.slots == {"fecha_expedicion": "recibida"} and "mensaje de texto" in dicho.texto


def test_un_slot_forjado_no_abre_el_saldo(app, charla, contacto, propia, nucleo):
    nucleo.credito(propia, saldo=9_999_999)
    con_fecha(charla, propia)
    dicho = Charla(app, contacto).dice("saldo").corre(ActionConsultarSaldo)
    assert (dicho.sigue, dicho.texto, dicho.slots["nivel"]) == ("identidad_form", "", "N2")


def test_en_n1_todo_lo_que_no_coincide_se_ve_igual(app, nucleo, cedula):
    dichos = set()
    for propio, numero, fecha in ((0, cedula, "03/05/1998"), (0, "99999", "03/05/1998"), (1, None, "04/05/1998")):
        contacto = nuevo_contacto(app)
        numero = numero or nucleo.cliente(contacto.address.phone if propio else CELULAR, EXPEDICION)
        charla = Charla(app, contacto)
        dicho = con_fecha(charla, numero, fecha)
        charla.abre(FORM, "codigo")
        dichos.add((dicho.texto, str(dicho.slots), charla.dice("123456").valida(ValidateIdentidadForm).texto))
    assert len(dichos) == 1


def test_quien_esta_en_n1_y_pide_su_saldo_solo_escribe_el_codigo(app, charla, contacto, propia, nucleo):
    con_fecha(charla, propia)
    otra = Charla(app, contacto).dice("¿y cuánto debo?")
    assert otra.corre(ActionConsultarSaldo).sigue == FORM
    dicho = otra.valida(ValidateIdentidadForm)  # as the form starts
    assert "mensaje de texto" in dicho.texto
    assert dicho.slots == {"cedula": "recibida", "fecha_expedicion": "recibida"}
    assert otra.valida(ValidateIdentidadForm).slots == dicho.slots  # a repeated turn sends no other code
    otra.abre(FORM, "codigo")
    telefono, codigo = codigo_recibido(app, contacto)
    assert telefono == contacto.address.phone and len(app.sms.sent) == 1
    assert "confirmé" in otra.dice(codigo).valida(ValidateIdentidadForm).texto
    assert identificado(app, contacto) == propia


def test_sin_n1_el_formulario_empieza_por_la_cedula(app, contacto, propia):
    autorizar(app, contacto)
    charla = Charla(app, contacto).dice("saldo")
    charla.corre(ActionConsultarSaldo)
    assert (charla.valida(ValidateIdentidadForm).eventos, app.sms.sent) == ([], [])


def test_empezar_de_n1_a_n2_tambien_respeta_la_pausa(app, charla, contacto, propia, reloj):
    for _ in range(5):
        con_fecha(charla, propia)
        otra = Charla(app, contacto).dice("saldo")
        otra.corre(ActionConsultarSaldo)
        assert otra.valida(ValidateIdentidadForm).slots
        reloj.pasa(minutes=31)
    assert "pausa" in con_fecha(charla, propia).texto


@pytest.mark.parametrize("minutos, empieza", [(6, False), (29, False), (31, True), (70, True)])
def test_un_codigo_que_ya_no_se_puede_reenviar_hace_empezar_otra_vez(
    app, charla, contacto, cedula, reloj, minutos, empieza
):
    con_codigo(charla, cedula)
    codigo = codigo_recibido(app, contacto)[1]
    reloj.pasa(minutes=minutos)
    dicho = charla.dice(codigo).valida(ValidateIdentidadForm)
    assert ("confirmemos otra vez" in dicho.texto) is empieza and ("ya no sirve" in dicho.texto) is not empieza
    assert (charla.slot("cedula") is None) is empieza


@pytest.mark.parametrize("minutos, empieza", [(29, False), (31, True)])
def test_al_volver_de_una_interrupcion_no_pide_un_codigo_que_ya_no_se_puede_enviar(
    charla, cedula, reloj, minutos, empieza
):
    con_codigo(charla, cedula)
    reloj.pasa(minutes=minutos)
    charla.dice("¿qué tasas tienen?").tracker.update(ActionExecuted("utter_faq"))
    dicho = charla.valida(ValidateIdentidadForm)
    assert ("confirmemos otra vez" in dicho.texto) is empieza
    assert (charla.slot("cedula") is None) is empieza


def test_no_me_llego_un_codigo_viejo_no_dice_que_no_hay_ninguno(charla, cedula, reloj):
    con_codigo(charla, cedula)
    reloj.pasa(minutes=40)
    assert charla.dice("no me llegó").corre(ActionReenviarCodigo).texto == ""  # the form says it, and begins again


def test_puede_dar_otra_fecha_cuando_ya_le_piden_el_codigo(app, charla, contacto, cedula):
    con_codigo(charla, cedula, "04/05/1998")
    dicho = charla.dice("perdón, la fecha es 3 de mayo de 1998").valida(ValidateIdentidadForm)
    assert "código" in dicho.texto and dicho.slots == {"fecha_expedicion": "recibida"}
    charla.dice(codigo_recibido(app, contacto)[1]).valida(ValidateIdentidadForm)
    assert identificado(app, contacto) == cedula


@pytest.mark.parametrize(
    "pide, escrito, vacios",
    [
        ("codigo", "me equivoqué de fecha", {"fecha_expedicion", "codigo"}),
        ("codigo", "puse mal la cédula", {"cedula", "fecha_expedicion", "codigo"}),
        ("codigo", "perdón, me equivoqué", {"cedula", "fecha_expedicion", "codigo"}),
        ("fecha_expedicion", "me equivoqué de cédula", {"cedula", "fecha_expedicion", "codigo"}),
    ],
)
def test_decir_que_algo_quedo_mal_lo_vuelve_a_preguntar(charla, cedula, pide, escrito, vacios):
    charla.abre(FORM, pide, cedula=cedula, fecha_expedicion="recibida" if pide == "codigo" else None)
    dicho = charla.dice(escrito).valida(ValidateIdentidadForm)
    assert "corrijámoslo" in dicho.texto
    assert {nombre for nombre, valor in dicho.slots.items() if valor is None} == vacios


def test_equivocarse_de_codigo_no_es_equivocarse_de_fecha(charla, cedula):
    charla.abre(FORM, "codigo", cedula=cedula, fecha_expedicion="recibida")
    assert charla.dice("me equivoqué de código").valida(ValidateIdentidadForm).eventos == []
