"""Saldo, as the customer reads it."""

import pytest

from actions.saldo import ActionConsultarSaldo
from tests.actions.ayuda import Charla, autorizar, identificar


@pytest.fixture
def cedula(nucleo):
    return nucleo.cliente()


@pytest.fixture
def charla(app, contacto, cedula):
    autorizar(app, contacto)
    identificar(app, contacto, cedula)
    return Charla(app, contacto).dice("¿cuánto debo?")


def test_dice_el_saldo_del_unico_credito_con_todos_sus_datos(charla, nucleo, cedula):
    numero = nucleo.credito(cedula)
    dicho = charla.corre(ActionConsultarSaldo)
    for dato in (f"…{numero[-6:]}", "$ 7.654.321", "14 de 60", "30 de noviembre de 2026", "$ 234.567"):
        assert dato in dicho.texto.replace("\u00a0", " ")
    assert "mora" not in dicho.texto
    assert dicho.opciones == ["Ver menú", "No, gracias"]


def test_avisa_de_los_dias_de_mora(charla, nucleo, cedula):
    nucleo.credito(cedula, estado="en_mora", dias_mora=23)
    assert "mora: *23*" in charla.corre(ActionConsultarSaldo).texto


def test_con_varios_creditos_pregunta_cual_sin_decir_cuotas(charla, nucleo, cedula):
    numeros = [nucleo.credito(cedula), nucleo.credito(cedula, saldo=1_000_000)]
    dicho = charla.corre(ActionConsultarSaldo)
    assert "2 créditos" in dicho.texto
    assert sorted(dicho.opciones) == sorted(["Ver todos", *(f"…{numero[-6:]}" for numero in numeros)])
    assert "cuota" not in dicho.texto


def test_cada_fila_lleva_al_credito_que_nombra(charla, nucleo, cedula):
    nucleo.credito(cedula, saldo=5_000_000)
    nucleo.credito(cedula, saldo=1_000_000)
    filas = charla.corre(ActionConsultarSaldo).respuestas[0]["buttons"]
    for fila in (fila for fila in filas if fila["title"] != "Ver todos"):
        dicho = charla.toca(fila["payload"]).corre(ActionConsultarSaldo)
        assert fila["title"] in dicho.texto and fila["description"] in dicho.texto
        assert dicho.texto.count("Saldo pendiente") == 1


def test_ver_todos_los_dice_todos(charla, nucleo, cedula):
    numeros = [nucleo.credito(cedula) for _ in range(3)]
    filas = charla.corre(ActionConsultarSaldo).respuestas[0]["buttons"]
    todos = next(fila["payload"] for fila in filas if fila["title"] == "Ver todos")
    dicho = charla.toca(todos).corre(ActionConsultarSaldo)
    assert all(f"…{numero[-6:]}" in dicho.texto for numero in numeros)


def test_con_doce_creditos_la_lista_cabe_en_whatsapp(charla, nucleo, cedula):
    for _ in range(12):
        nucleo.credito(cedula)
    assert len(charla.corre(ActionConsultarSaldo).opciones) == 10


def test_un_credito_ajeno_en_el_boton_no_abre_nada(charla, nucleo, cedula):
    propios = [nucleo.credito(cedula), nucleo.credito(cedula)]
    ajeno = nucleo.credito(nucleo.cliente(), saldo=9_999_999)
    dicho = charla.toca(f'/consultar_saldo{{"credito": "{ajeno}"}}').corre(ActionConsultarSaldo)
    assert "9.999.999" not in dicho.texto and "2 créditos" in dicho.texto
    assert len(dicho.opciones) == len(propios) + 1


def test_lo_que_nucleo_no_dice_es_una_raya_y_no_un_error(charla, nucleo, cedula):
    nucleo.credito(
        cedula, cuotas_pagadas=None, cuotas_totales=None, valor_cuota=None, proximo_descuento=None, dias_mora=None
    )
    dicho = charla.corre(ActionConsultarSaldo)
    assert dicho.texto.count("—") == 4
    assert "None" not in dicho.texto


@pytest.mark.parametrize(
    "estados, dice",
    [
        ([], "No encuentro créditos"),
        (["cancelado", "cancelado"], "No debes nada"),
        (["castigado"], "condición especial"),
        (["cancelado", "castigado"], "condición especial"),
        (["cancelado", "cedido"], "condición especial"),
        ([None], "condición especial"),
    ],
)
def test_sin_credito_vivo_dice_por_que(charla, nucleo, cedula, estados, dice):
    for estado in estados:
        nucleo.credito(cedula, estado=estado, saldo=0)
    dicho = charla.corre(ActionConsultarSaldo)
    assert dice.lower() in dicho.texto.lower()
    assert "Saldo pendiente" not in dicho.texto


def test_un_credito_castigado_no_aparece_junto_a_uno_vivo(charla, nucleo, cedula):
    vivo = nucleo.credito(cedula)
    castigado = nucleo.credito(cedula, estado="castigado")
    dicho = charla.corre(ActionConsultarSaldo)
    assert vivo[-6:] in dicho.texto and castigado[-6:] not in dicho.texto


def test_sin_autorizacion_la_pide_y_recuerda_el_tramite(app, contacto):
    dicho = Charla(app, contacto).dice("saldo").corre(ActionConsultarSaldo)
    assert (dicho.sigue, dicho.texto) == ("autorizacion_form", "")
    assert dicho.slots["tramite"] == "action_consultar_saldo"


def test_sin_identidad_la_pide_aunque_los_slots_digan_otra_cosa(app, contacto, nucleo):
    autorizar(app, contacto)
    cedula = nucleo.cliente()
    nucleo.credito(cedula)
    charla = Charla(app, contacto).abre("identidad_form", "", cedula=cedula, fecha_expedicion="x", codigo="verificado")
    dicho = charla.dice("saldo").corre(ActionConsultarSaldo)
    assert (dicho.sigue, dicho.texto) == ("identidad_form", "")


def test_la_sesion_ociosa_vuelve_a_pedir_identidad(charla, nucleo, cedula, reloj):
    nucleo.credito(cedula)
    assert charla.corre(ActionConsultarSaldo).sigue is None
    reloj.pasa(minutes=11)
    assert charla.dice("saldo").corre(ActionConsultarSaldo).sigue == "identidad_form"
