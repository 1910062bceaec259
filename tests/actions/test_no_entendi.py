"""Two strikes in a row, and a person."""

import pytest

from actions.asesor import ActionHablarConAsesor
from actions.menu import ActionMenu
from actions.no_entendi import ActionNoEntendi
from tests.actions.ayuda import Charla, autorizar


@pytest.fixture
def charla(app, contacto):
    autorizar(app, contacto)
    return Charla(app, contacto).dice("asdf")


def test_la_primera_vez_ofrece_opciones(charla):
    dicho = charla.corre(ActionNoEntendi)
    assert "no te entendí" in dicho.texto
    assert "Hablar con un asesor" in dicho.opciones and "Ver menú" in dicho.opciones


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
