"""Two strikes in a row, and a person."""

import pytest
from rasa.shared.core.events import ActionExecuted

from actions.asesor import ActionHablarConAsesor
from actions.identidad import ValidateIdentidadForm
from actions.menu import ActionMenu
from actions.no_entendi import ActionNoEntendi, ActionResponder, proponer
from tests.actions.ayuda import Charla, autorizar


@pytest.fixture
def charla(app, contacto):
    autorizar(app, contacto)
    return Charla(app, contacto).dice("asdf")


def test_la_primera_vez_ofrece_opciones(charla):
    dicho = charla.corre(ActionNoEntendi)
    assert "no te entendí" in dicho.texto
    assert "Hablar con un asesor" in dicho.opciones and "Ver menú" in dicho.opciones


RANKING = [
    {"name": "nlu_fallback", "confidence": 0.35},
    {"name": "faq", "confidence": 0.3, "etiqueta": "faq/tasas"},
    {"name": "fuera_de_alcance", "confidence": 0.2, "etiqueta": "fuera_de_alcance"},
    {"name": "consultar_saldo", "confidence": 0.12, "etiqueta": "consultar_saldo"},
    {"name": "pedir_menu", "confidence": 0.01, "etiqueta": "pedir_menu"},
]


def test_la_primera_vez_propone_lo_mas_probable_con_titulos_humanos(charla):
    charla.tracker.latest_message.parse_data["intent_ranking"] = RANKING
    dicho = charla.corre(ActionNoEntendi)
    assert "¿Quisiste decir...?" in dicho.texto
    assert dicho.opciones == ["Tasas e intereses", "Consultar mi saldo", "Ninguna de estas"]


def test_los_botones_de_lo_propuesto_son_de_intenciones_que_existen(charla):
    assert [boton["payload"] for boton in proponer({"intent_ranking": RANKING})] == [
        '/ver_respuesta{"tema": "tasas"}',
        "/consultar_saldo",
        "/ninguna",
    ]


def test_una_pregunta_propuesta_se_responde(app, contacto):
    charla = Charla(app, contacto).toca('/ver_respuesta{"tema": "tasas"}')
    assert "tasa" in charla.corre(ActionResponder).texto


def test_dos_seguidas_pasan_la_conversacion_a_una_persona(charla):
    charla.corre(ActionNoEntendi)
    dicho = charla.dice("qwer").corre(ActionNoEntendi)
    assert "caso *A-" in dicho.texto and dicho.opciones == []


def test_dos_con_algo_entendido_en_medio_no_cuentan_juntas(charla):
    charla.corre(ActionNoEntendi)
    charla.dice("menú").corre(ActionMenu)
    assert "caso" not in charla.dice("zxcv").corre(ActionNoEntendi).texto


def test_dentro_de_un_formulario_no_ofrece_botones_que_lo_tapen(charla):
    charla.abre("identidad_form", "cedula").dice("asdf")
    dicho = charla.corre(ActionNoEntendi)
    assert dicho.opciones == [] and "cancelar" in dicho.texto


def test_dos_dentro_de_un_formulario_lo_dejan(charla):
    charla.abre("identidad_form", "cedula", tramite="action_consultar_saldo").dice("asdf").corre(ActionNoEntendi)
    assert "caso *A-" in charla.dice("qwer").corre(ActionNoEntendi).texto
    assert charla.tracker.active_loop_name is None and charla.slot("tramite") is None


def test_sin_autorizacion_primero_la_pide(app, contacto):
    assert Charla(app, contacto).dice("asdf").corre(ActionNoEntendi).sigue == "autorizacion_form"


def test_si_ya_tiene_un_caso_abierto_lo_recuerda_en_vez_de_abrir_otro(charla):
    folios = set()
    for _ in range(2):
        charla.dice("asdf").corre(ActionNoEntendi)
        texto = charla.dice("qwer").corre(ActionNoEntendi).texto
        folios.add(texto.split("*")[1])
        charla.dice("asesor").corre(ActionHablarConAsesor)
    assert len(folios) == 1 and "Ya tienes" in texto


# When the count starts again, and when it does not: docs/conversaciones.md says it in these words.


def hace(charla, accion):
    """Let the turn end in an action that is not ours to run: a response, or a form that asks its question."""
    charla.tracker.update(ActionExecuted(accion))
    return charla


def cuenta(charla):
    """Write what is not understood and tell whether it was the second time in a row."""
    return "caso *A-" in charla.dice("zxcv").corre(ActionNoEntendi).texto


def test_ninguna_de_estas_es_la_segunda_vez(charla):
    charla.corre(ActionNoEntendi)
    assert "caso *A-" in charla.toca("/ninguna").corre(ActionNoEntendi).texto


def test_ninguna_de_un_mensaje_viejo_es_la_primera_y_ofrece_el_menu(charla):
    charla.corre(ActionNoEntendi)
    charla.dice("menú").corre(ActionMenu)
    dicho = charla.toca("/ninguna").corre(ActionNoEntendi)
    assert "caso" not in dicho.texto and "Ver menú" in dicho.opciones
    assert cuenta(charla)


def test_un_boton_la_empieza_de_nuevo(charla):
    charla.corre(ActionNoEntendi)
    charla.toca("/pedir_menu").corre(ActionMenu)
    assert not cuenta(charla)


@pytest.mark.parametrize("dicha", ["utter_mensaje_no_admitido", "utter_documento_sin_tramite"])
@pytest.mark.parametrize("formulario", [False, True])
def test_una_nota_de_voz_o_una_foto_no_cuentan_y_la_empiezan_de_nuevo(charla, dicha, formulario):
    if formulario:
        charla.abre("identidad_form", "cedula").dice("asdf")
    charla.corre(ActionNoEntendi)
    hace(charla.toca("/mensaje_no_admitido"), dicha)
    assert not cuenta(charla)
    assert cuenta(charla)


@pytest.mark.parametrize("dicho, invalida", [("79.876.543", False), ("1234", True)])
def test_dentro_de_un_formulario_responder_bien_o_mal_la_empieza_de_nuevo(charla, dicho, invalida):
    charla.abre("identidad_form", "cedula").dice("asdf").corre(ActionNoEntendi)
    respuesta = charla.dice(dicho).valida(ValidateIdentidadForm)
    assert ("no parece una cédula" in respuesta.texto) is invalida
    assert not cuenta(hace(charla, "identidad_form"))
    assert charla.tracker.active_loop_name == "identidad_form"


def test_dentro_de_un_formulario_una_pregunta_entendida_la_empieza_de_nuevo(charla):
    charla.abre("identidad_form", "cedula").dice("asdf").corre(ActionNoEntendi)
    hace(hace(charla.dice("qué tasas tienen"), "utter_faq"), "identidad_form")
    assert not cuenta(charla)


def test_el_silencio_ni_cuenta_ni_la_empieza_de_nuevo(charla, reloj):
    charla.corre(ActionNoEntendi)
    reloj.pasa(days=2)
    assert cuenta(charla)


def test_sin_autorizacion_la_primera_tambien_cuenta(app, contacto):
    charla = Charla(app, contacto).dice("asdf")
    assert charla.corre(ActionNoEntendi).sigue == "autorizacion_form"
    charla.abre("autorizacion_form", "autorizacion")
    assert cuenta(charla)
    assert charla.tracker.active_loop_name is None


def test_con_el_caso_abierto_lo_recuerda_cada_vez_hasta_que_entiende_algo(charla):
    charla.corre(ActionNoEntendi)
    assert cuenta(charla)
    for _ in range(2):
        assert "Ya tienes el caso *A-" in charla.dice("zxcv").corre(ActionNoEntendi).texto
    charla.dice("menú").corre(ActionMenu)
    assert not cuenta(charla)
