"""From a person back to the assistant: why, and the errand that was interrupted goes on."""

import json

import pytest

from actions.asesor import ActionHablarConAsesor
from actions.menu import ActionCancelar, ActionMenu
from actions.relevo import MOTIVOS, ActionVolverDeAsesor
from actions.saldo import ActionConsultarSaldo
from tests.actions.ayuda import Charla, autorizar


@pytest.fixture
def charla(app, contacto):
    return Charla(app, contacto)


def vuelve(charla, motivo="cierre"):
    datos = json.dumps({"motivo": motivo, "folio": "A-2345678"})
    return charla.toca(f"/volver_de_asesor{datos}").corre(ActionVolverDeAsesor)


@pytest.mark.parametrize("motivo", sorted(MOTIVOS))
def test_dice_por_que_vuelve_y_que_paso_con_el_caso(charla, motivo):
    dicho = vuelve(charla, motivo)
    assert "A-2345678" in dicho.texto and dicho.opciones


def test_lo_que_se_interrumpio_se_ofrece_otra_vez_y_una_sola_vez(charla):
    charla.abre("identidad_form", "cedula", tramite="action_consultar_saldo").dice("un asesor por favor")
    assert charla.corre(ActionHablarConAsesor).slots["interrumpido"] == "consultar_saldo"
    dicho = vuelve(charla)
    assert "Consultar mi saldo" in dicho.texto and dicho.opciones[0] == "Sí, sigamos"
    assert "Consultar mi saldo" not in vuelve(charla).texto


def test_el_credito_nuevo_tambien(charla):
    charla.abre("credito_nuevo_form", "monto").dice("un asesor por favor").corre(ActionHablarConAsesor)
    assert "crédito" in vuelve(charla).texto.lower()


def test_sin_nada_interrumpido_pregunta_si_hay_algo_mas(charla):
    charla.dice("un asesor por favor").corre(ActionHablarConAsesor)
    assert "asistente" in vuelve(charla).texto


def test_dentro_de_un_formulario_no_ofrece_nada_la_pregunta_vuelve_sola(charla):
    dicho = vuelve(charla.abre("identidad_form", "cedula", tramite="action_consultar_saldo"))
    assert dicho.opciones == []


@pytest.mark.parametrize("accion", [ActionMenu, ActionCancelar, ActionConsultarSaldo])
def test_quien_siguio_con_otra_cosa_o_con_eso_mismo_no_lo_vuelve_a_oir(app, contacto, charla, accion):
    autorizar(app, contacto)
    charla.abre("identidad_form", "cedula", tramite="action_consultar_saldo").dice("asesor")
    charla.corre(ActionHablarConAsesor)
    charla.dice("otra cosa").corre(accion)
    assert "Antes estábamos" not in vuelve(charla).texto
