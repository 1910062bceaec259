"""Greeting, menu, cancel, no, repeat, and going on with what a form interrupted."""

import pytest

from actions.menu import (
    ActionAfirmar,
    ActionCancelar,
    ActionMenu,
    ActionNegar,
    ActionRepetir,
    ActionRetomar,
    ActionSaludar,
    ActionSessionStart,
)
from tests.actions.ayuda import Charla, autorizar

FORMULARIOS = {"autorizacion_form": "autorizacion", "identidad_form": "codigo"}
COLECTADO = {"cedula": "79876543", "fecha_expedicion": "recibida", "tramite": "action_consultar_saldo"}


@pytest.fixture
def charla(app, contacto):
    autorizar(app, contacto)
    return Charla(app, contacto).dice("hola")


def en_formulario(charla, formulario):
    return charla.abre(formulario, FORMULARIOS[formulario], **COLECTADO).dice("...")


def esta_libre(charla):
    return charla.tracker.active_loop_name is None and not any(charla.slot(nombre) for nombre in COLECTADO)


def test_la_primera_vez_dice_que_es_un_programa_y_como_llegar_a_una_persona(charla):
    dicho = charla.corre(ActionSessionStart)
    assert "programa" in dicho.texto and "asesor" in dicho.texto
    assert [evento["event"] for evento in dicho.eventos] == ["session_started", "action"]


@pytest.mark.parametrize("accion", [ActionSaludar, ActionMenu])
def test_saludo_y_menu_piden_primero_la_autorizacion(app, contacto, accion):
    dicho = Charla(app, contacto).dice("hola").corre(accion)
    assert (dicho.sigue, dicho.texto) == ("autorizacion_form", "")


@pytest.mark.parametrize("formulario", FORMULARIOS)
def test_el_menu_deja_lo_que_estaba_en_curso(charla, formulario):
    dicho = en_formulario(charla, formulario).corre(ActionMenu)
    assert {"Consultar mi saldo", "Hablar con un asesor", "Generar paz y salvo"} <= set(dicho.opciones)
    assert esta_libre(charla)


@pytest.mark.parametrize("formulario", FORMULARIOS)
def test_cancelar_deja_el_formulario_y_olvida_lo_que_tenia(charla, formulario):
    assert "dejé lo que estábamos" in en_formulario(charla, formulario).corre(ActionCancelar).texto
    assert esta_libre(charla)


def test_cancelar_sin_nada_en_curso_lo_dice(charla):
    assert "No tenemos nada en curso" in charla.corre(ActionCancelar).texto


def test_un_no_en_la_autorizacion_no_es_una_respuesta(charla):
    dicho = en_formulario(charla, "autorizacion_form").corre(ActionNegar)
    assert (dicho.texto, dicho.eventos) == ("", [])


def test_un_no_en_la_identidad_la_deja(charla):
    assert "dejé lo que estábamos" in en_formulario(charla, "identidad_form").corre(ActionNegar).texto
    assert esta_libre(charla)


def test_un_no_suelto_se_despide(charla):
    assert "Gracias por escribirle a ProAlto" in charla.corre(ActionNegar).texto


def test_repetir_en_un_formulario_no_lo_deja(charla):
    dicho = en_formulario(charla, "identidad_form").corre(ActionRepetir)
    assert "otra vez" in dicho.texto and charla.slot("cedula") == "79876543"
    assert charla.tracker.active_loop_name == "identidad_form"


def test_repetir_sin_formulario_muestra_el_menu(charla):
    assert "Consultar mi saldo" in charla.corre(ActionRepetir).opciones


def test_retomar_sigue_con_el_tramite_y_olvida_los_datos(charla):
    dicho = en_formulario(charla, "identidad_form").corre(ActionRetomar)
    assert dicho.sigue == "action_consultar_saldo"
    assert not any(charla.slot(nombre) for nombre in COLECTADO)


def test_retomar_sin_tramite_no_inventa_uno(charla):
    dicho = charla.corre(ActionRetomar)
    assert (dicho.sigue, dicho.texto) == (None, "")


@pytest.mark.parametrize("accion, dicho", [(ActionSaludar, "Sigamos donde íbamos"), (ActionAfirmar, "")])
def test_un_saludo_o_un_si_no_cierran_el_formulario_ni_cambian_el_tramite(app, contacto, accion, dicho):
    charla = Charla(app, contacto).abre("autorizacion_form", "autorizacion", tramite="action_consultar_saldo")
    assert dicho in charla.dice("hola").corre(accion).texto
    assert charla.tracker.active_loop_name == "autorizacion_form"
    assert charla.slot("tramite") == "action_consultar_saldo"


def test_un_si_sin_pregunta_pendiente_muestra_el_menu(app, contacto):
    autorizar(app, contacto)
    assert "¿En qué te puedo ayudar" in Charla(app, contacto).dice("sí").corre(ActionAfirmar).texto
