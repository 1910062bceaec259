"""The balance, from the first word to the figure, as a customer on WhatsApp lives it."""

from datetime import date

import pytest

from tests.e2e.cliente import Cliente
from tests.e2e.doble import opciones_de
from tests.e2e.producto import Producto

pytestmark = pytest.mark.e2e


def identificarse(producto: Producto, cliente: Cliente, cedula: str) -> str:
    """Go through cédula, date and code; return what the assistant says at the end."""
    assert "fecha de expedición" in cliente.escribe(f"mi cédula es {cedula}")
    cliente.escribe("3 de mayo del 98", respuestas=2)
    return cliente.escribe(f"es {cliente.codigo()}")


def nuevo(producto: Producto, **credito: object) -> tuple[Cliente, str]:
    cliente = producto.cliente()
    cedula = producto.nucleo.cliente(celular=cliente.telefono)
    if credito:
        producto.nucleo.credito(cedula, **credito)
    return cliente, cedula


def test_saldo_de_quien_entro_en_nucleo_hace_un_segundo(producto: Producto) -> None:
    cliente, cedula = nuevo(producto, saldo=7_654_321, cuotas_pagadas=14, cuotas_totales=60)
    primero = cliente.escribe("quiero saber cuánto debo")
    assert "Asistente Virtual de ProAlto" in primero and "Ley 1581" in primero
    assert "cédula" in cliente.toca("Acepto")
    dicho = identificarse(producto, cliente, cedula)
    assert "7.654.321" in dicho and "14 de 60" in dicho and "30 de noviembre de 2026" in dicho
    assert "¿Hay algo más en lo que pueda ayudarte?" in dicho


def test_varios_creditos_se_eligen_de_una_lista(producto: Producto) -> None:
    cliente, cedula = nuevo(producto, numero="L-A00001", saldo=1_000_000, fecha_desembolso=date(2024, 1, 1))
    producto.nucleo.credito(cedula, numero="L-B00002", saldo=2_000_000, dias_mora=12, estado="en_mora")
    cliente.escribe("saldo")
    cliente.toca("Acepto")
    assert "2 créditos" in identificarse(producto, cliente, cedula)
    assert list(opciones_de(producto.graph.para(cliente.telefono)[-1])) == ["Ver todos", "…A00001", "…B00002"]
    segundo = cliente.escribe("la tercera")
    assert "2.000.000" in segundo and "mora: *12*" in segundo and "1.000.000" not in segundo
    todos = cliente.escribe("saldo", respuestas=1)
    assert "2 créditos" in todos
    ambos = cliente.toca("Ver todos")
    assert "1.000.000" in ambos and "2.000.000" in ambos


def test_quien_no_tiene_credito_recibe_una_respuesta_clara(producto: Producto) -> None:
    cliente, cedula = nuevo(producto)
    cliente.escribe("saldo")
    cliente.toca("Acepto")
    assert "No encuentro créditos a tu nombre" in identificarse(producto, cliente, cedula)


def test_cedula_desconocida_y_fecha_errada_se_ven_igual(producto: Producto) -> None:
    dichos = []
    for cedula, fecha in (
        ("10203040", "3 de mayo del 98"),
        (producto.nucleo.cliente(celular="573009998877"), "4/5/98"),
    ):
        cliente = producto.cliente()
        cliente.escribe("saldo")
        cliente.toca("Acepto")
        cliente.escribe(cedula)
        dichos.append([cliente.escribe(fecha)] + [cliente.escribe(codigo) for codigo in ("111111", "222222", "333333")])
    assert dichos[0] == dichos[1]
    assert "ya no sirve" in dichos[0][-1]
    assert not producto.graph.para("573009998877")


def test_menu_cancelar_y_asesor_sirven_en_cada_paso_de_los_formularios(producto: Producto) -> None:
    for palabra, esperado in (("menú", "¿En qué te puedo ayudar"), ("cancelar", "dejé lo que"), ("asesor", "caso")):
        cliente, cedula = nuevo(producto)
        cliente.escribe("saldo")
        cliente.toca("Acepto")
        assert esperado in cliente.escribe(palabra)
        cliente.escribe("saldo")
        cliente.escribe(cedula)
        assert esperado in cliente.escribe(palabra)
        cliente.escribe("saldo")
        cliente.escribe(cedula)
        cliente.escribe("3/5/1998", respuestas=2)
        assert esperado in cliente.escribe(palabra)


def test_una_pregunta_frecuente_en_medio_no_pierde_el_paso(producto: Producto) -> None:
    cliente, cedula = nuevo(producto, saldo=500_000)
    cliente.escribe("saldo")
    cliente.toca("Acepto")
    cliente.escribe(cedula)
    dicho = cliente.escribe("¿cuáles son los requisitos?")
    assert "desprendibles" in dicho and "fecha de expedición" in dicho
    cliente.escribe("03/05/1998", respuestas=2)
    assert "500.000" in cliente.escribe(cliente.codigo())


def test_la_cedula_se_puede_corregir_despues(producto: Producto) -> None:
    cliente, cedula = nuevo(producto, saldo=600_000)
    cliente.escribe("saldo")
    cliente.toca("Acepto")
    cliente.escribe("99887766")
    assert "fecha de expedición" in cliente.escribe(f"no, mi cédula es {cedula}")
    cliente.escribe("03/05/1998", respuestas=2)
    assert "600.000" in cliente.escribe(cliente.codigo())
