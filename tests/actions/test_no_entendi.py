"""Two strikes in a row, and a person."""

import pytest

from actions.asesor import ActionHablarConAsesor
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
