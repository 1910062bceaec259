"""A new crédito: questions in order, each checked; an application that survives being left."""

import pytest

from actions.credito_nuevo import ActionCorregirDato, ActionCreditoNuevoListo, ActionEmpezarCreditoNuevo
from actions.credito_nuevo import ActionPedirCreditoNuevo as Pedir
from actions.credito_nuevo_form import ActionAskConfirmacion, ValidateCreditoNuevoForm
from actions.menu import ActionCancelar, ActionSaludar
from actions.seguir import ActionSeguirTramite
from proalto.services.credito.credito_nuevo import CAMPOS
from proalto.services.credito.tramites import tramite_abierto
from tests.actions.ayuda import Charla, autorizar

FORM = "credito_nuevo_form"
RESPUESTAS = {
    "nombres": "Ana María Prueba", "documento_identidad": "52.123.456", "municipio": "Soledad, Atlántico",
    "pagaduria": "Alcaldía de Valdelomas", "monto": "10 millones", "plazo": "5 años", "franja": "en la tarde",
    "medio": "por whatsapp",
}  # fmt: skip


@pytest.fixture
def charla(app, nucleo, contacto):
    autorizar(app, contacto)
    return Charla(app, contacto)


@pytest.fixture(scope="module", autouse=True)
def _pagaduria(dsn):
    from tests.conftest import Nucleo

    Nucleo(dsn).insertar("pagadurias", id=1, nombre="Alcaldía de Valdelomas", nit="1", sector="territorial")


def empieza(charla, segmento="empleado"):
    charla.toca(f'/empezar_credito_nuevo{{"segmento": "{segmento}"}}').corre(ActionEmpezarCreditoNuevo)
    return charla


def contesta(charla, campo, texto=None):
    charla.abre(FORM, campo)
    return charla.dice(texto or RESPUESTAS[campo]).valida(ValidateCreditoNuevoForm)


def datos(app, charla):
    return tramite_abierto(app.db, app.cipher, charla.contacto).datos


def todo(charla):
    empieza(charla)
    for campo in CAMPOS:
        contesta(charla, campo)


def test_sin_autorizacion_primero_se_pide(app, contacto):
    assert Charla(app, contacto).dice("quiero un crédito").corre(Pedir).sigue == "autorizacion_form"


def test_pregunta_si_es_empleado_o_pensionado(charla):
    dicho = charla.dice("quiero un crédito").corre(Pedir)
    assert dicho.opciones == ["Soy empleado", "Soy pensionado", "Hablar con un asesor"]


@pytest.mark.parametrize("segmento, documento", [("empleado", "Desprendibles de pago"), ("pensionado", "Resolución")])
def test_dice_los_documentos_del_segmento_y_empieza_las_preguntas(app, charla, segmento, documento):
    dicho = charla.toca(f'/empezar_credito_nuevo{{"segmento": "{segmento}"}}').corre(ActionEmpezarCreditoNuevo)
    assert documento in dicho.texto and dicho.sigue == FORM
    assert datos(app, charla) == {"segmento": segmento}


def test_cada_respuesta_se_guarda_y_el_slot_no_la_lleva(app, charla):
    empieza(charla)
    for campo in CAMPOS:
        assert contesta(charla, campo).slots == {campo: "contestado"}
    guardados = datos(app, charla)
    assert guardados["documento_identidad"] == "52123456" and guardados["departamento"] == "Atlántico"
    assert (guardados["monto"], guardados["plazo"], guardados["franja"]) == ("10000000", "60", "tarde")


@pytest.mark.parametrize("campo, texto", [
    ("nombres", "Ana"), ("nombres", "¿cuál es la tasa?"), ("documento_identidad", "no me acuerdo"),
    ("municipio", "¿dónde quedan ustedes?"), ("pagaduria", "¿con quién tienen convenio?"), ("monto", "mucho"),
    ("plazo", "ya veremos"), ("franja", "no sé"), ("medio", "no sé"),
])  # fmt: skip
def test_lo_que_no_es_respuesta_es_una_interrupcion(charla, campo, texto):
    dicho = contesta(empieza(charla), campo, texto)
    assert (dicho.texto, dicho.slots) == ("", {})


@pytest.mark.parametrize("campo, texto, palabras", [
    ("documento_identidad", "12", "no parece una cédula"), ("monto", "entre 5 y 8 millones", "No entendí el monto"),
    ("monto", "20 mil", "Prestamos desde"), ("monto", "900 millones", "hasta"), ("plazo", "6 meses", "de 12 a 120"),
    ("plazo", "de 3 a 5 años", "No entendí el plazo"),
])  # fmt: skip
def test_un_dato_mal_escrito_se_vuelve_a_pedir_diciendo_como(charla, campo, texto, palabras):
    dicho = contesta(empieza(charla), campo, texto)
    assert palabras in dicho.texto and dicho.slots == {campo: None}


def test_la_entidad_dice_si_hay_convenio(app, charla):
    empieza(charla)
    assert (
        "Tenemos convenio con *Alcaldía de Valdelomas*" in contesta(charla, "pagaduria", "alcaldia de valdeloma").texto
    )
    assert "el asesor lo confirma" in contesta(charla, "pagaduria", "Panadería La Espiga").texto
    assert datos(app, charla)["pagaduria"] == "Panadería La Espiga"


def test_el_plazo_trae_la_cuota_sin_prometer(charla):
    empieza(charla)
    contesta(charla, "monto")
    dicho = contesta(charla, "plazo").texto
    assert "$\u00a010.000.000 a 60 meses" in dicho and "no una aprobación" in dicho


def test_los_botones_contestan(app, charla):
    empieza(charla)
    charla.abre(FORM, "medio")
    assert charla.toca('/elegir{"valor": "llamada"}').valida(ValidateCreditoNuevoForm).slots == {"medio": "contestado"}
    assert datos(app, charla)["medio"] == "llamada"


def test_se_corrige_una_respuesta_de_antes(app, charla):
    empieza(charla)
    contesta(charla, "municipio")
    charla.abre(FORM, "franja", municipio="contestado")
    dicho = charla.dice("no, mi municipio es Cali").valida(ValidateCreditoNuevoForm)
    assert dicho.slots == {"municipio": "contestado", "confirmacion": None}
    assert datos(app, charla)["municipio"] == "Cali"


def test_la_confirmacion_muestra_todo(charla):
    todo(charla)
    dicho = charla.abre(FORM, "confirmacion").dice("x").corre(ActionAskConfirmacion)
    for parte in ("Ana María Prueba", "52123456", "Soledad, Atlántico", "Valdelomas", "10.000.000", "60", "WhatsApp"):
        assert parte in dicho.texto
    assert dicho.opciones == ["Está bien", "Corregir algo", "Cancelar"]


def test_corregir_lleva_a_la_pregunta(app, charla):
    todo(charla)
    charla.abre(FORM, "confirmacion")
    assert "Municipio" in charla.toca('/elegir{"valor": "corregir"}').valida(ValidateCreditoNuevoForm).opciones
    dicho = charla.toca('/corregir_dato{"dato": "monto"}').corre(ActionCorregirDato)
    assert dicho.slots == {"monto": None, "confirmacion": None} and "monto" not in datos(app, charla)


def test_confirmado_sigue_con_los_documentos(app, charla):
    todo(charla)
    charla.abre(FORM, "confirmacion").toca('/elegir{"valor": "si"}')
    assert charla.valida(ValidateCreditoNuevoForm).slots == {"confirmacion": "si"}
    dicho = charla.corre(ActionCreditoNuevoListo)
    assert "Vas *0 de 3*" in dicho.texto and datos(app, charla)["confirmado"] == "si"


def test_lo_que_quedo_a_medias_se_ofrece_al_volver_y_sigue_donde_iba(charla):
    contesta(empieza(charla), "nombres")
    assert "quedó guardada" in charla.dice("cancelar").corre(ActionCancelar).texto
    assert "sin terminar" in charla.dice("hola").corre(ActionSaludar).texto
    assert charla.toca("/seguir_tramite").corre(ActionSeguirTramite).sigue == "action_empezar_credito_nuevo"
    slots = charla.corre(ActionEmpezarCreditoNuevo).slots
    assert slots["nombres"] == "contestado" and slots["municipio"] is None


def test_empezar_de_nuevo_olvida_lo_anterior(app, charla):
    contesta(empieza(charla), "nombres")
    assert charla.dice("quiero un crédito").corre(Pedir).opciones[1] == "Empezar de nuevo"
    charla.toca('/empezar_credito_nuevo{"de_nuevo": "si"}').corre(ActionEmpezarCreditoNuevo)
    assert tramite_abierto(app.db, app.cipher, charla.contacto) is None
