"""A renewal on WhatsApp, from the first word to its application, with rows that the lender has just written."""

from datetime import date, timedelta

import pytest

from tests.e2e.cliente import Cliente
from tests.e2e.doble import opciones_de
from tests.e2e.producto import Producto
from tests.e2e.test_saldo import identificarse

pytestmark = pytest.mark.e2e
PREGUNTA = ["Me interesa", "Probar otro plazo", "Hablar con un asesor"]


def nuevo(producto: Producto, nacio: date = date(1980, 5, 2), **credito: object) -> tuple[Cliente, str, str]:
    """Return a customer who has paid half of a crédito, the cédula and the crédito's number."""
    cliente = producto.cliente()
    cedula = producto.nucleo.cliente(celular=cliente.telefono, fecha_nacimiento=nacio)
    fila = {"saldo": 6_000_000, "cuotas_totales": 60, "cuotas_pagadas": 30}
    return cliente, cedula, producto.nucleo.credito(cedula, **(fila | credito))


def ofrecer(producto: Producto, credito: str, **oferta: object) -> None:
    fila = {"monto": 20_000_000, "plazo": 60, "tasa_mensual": "1.58", "valor_cuota": 518_371}
    fila["vence_en"] = date.today() + timedelta(days=30)
    producto.nucleo.insertar("ofertas_renovacion", credito=credito, **(fila | oferta))


def pedir(producto: Producto, cliente: Cliente, cedula: str) -> str:
    cliente.escribe("quiero renovar mi crédito")
    assert "cédula" in cliente.toca("Acepto")
    return identificarse(producto, cliente, cedula).replace("\u00a0", " ")


def casos(producto: Producto, cliente: Cliente) -> list[tuple[object, ...]]:
    return producto.sql(
        "SELECT tipo FROM asistente.casos JOIN asistente.contactos c ON c.id = contacto_id WHERE telefono = %s "
        "ORDER BY casos.id",
        cliente.telefono,
    )


def solicitudes(producto: Producto, cliente: Cliente) -> list[tuple[object, ...]]:
    return producto.sql(
        "SELECT producto, estado FROM asistente.tramites JOIN asistente.contactos c ON c.id = contacto_id "
        "WHERE telefono = %s ORDER BY tramites.id",
        cliente.telefono,
    )


def opciones(producto: Producto, cliente: Cliente) -> list[str]:
    return list(opciones_de(producto.graph.para(cliente.telefono)[-1]))


def test_de_la_oferta_al_caso_probando_otros_terminos(producto: Producto) -> None:
    cliente, cedula, credito = nuevo(producto)
    ofrecer(producto, credito)
    oferta = pedir(producto, cliente, cedula)
    for dato in ("$ 20.000.000", "60 meses", "$ 518.371", "1,58 %", "$ 14.000.000", "no es una aprobación"):
        assert dato in oferta
    assert opciones(producto, cliente) == PREGUNTA
    assert "597.580" in cliente.escribe("¿y a 48 meses?")
    assert "597.580" in cliente.escribe("y si fueran 4 años")
    por_ocho = cliente.escribe("y por 8 millones").replace("\u00a0", " ")
    assert "$ 8.000.000" in por_ocho and "48 meses" in por_ocho and "$ 2.000.000" in por_ocho
    assert "120 meses" in cliente.escribe("a 500 meses")
    assert opciones(producto, cliente) == PREGUNTA
    tomada = cliente.toca("Me interesa").replace("\u00a0", " ")
    assert "$ 8.000.000" in tomada and "48 meses" in tomada and "Vas *0 de 2*" in tomada
    assert solicitudes(producto, cliente) == [("renovacion", "abierto")]
    assert "¿En qué te puedo ayudar" in cliente.escribe("menú")


def test_la_lista_de_plazos_dice_la_cuota_de_cada_uno(producto: Producto) -> None:
    cliente, cedula, credito = nuevo(producto)
    ofrecer(producto, credito)
    pedir(producto, cliente, cedula)
    assert "12 meses a 120 meses" in cliente.toca("Probar otro plazo").replace("\u00a0", " ")
    assert opciones(producto, cliente) == [f"{n} meses" for n in range(12, 121, 12)]
    assert "597.580" in cliente.toca("48 meses")
    assert opciones(producto, cliente) == PREGUNTA
    assert "Tomé nota" in cliente.escribe("sí, hagámosle")
    assert solicitudes(producto, cliente) == [("renovacion", "abierto")]


def test_una_pregunta_en_medio_no_pierde_la_propuesta(producto: Producto) -> None:
    cliente, cedula, credito = nuevo(producto)
    ofrecer(producto, credito)
    pedir(producto, cliente, cedula)
    cliente.escribe("a 48 meses")
    dicho = cliente.escribe("¿dónde quedan las oficinas?")
    assert "Calle 100" in dicho and "¿Qué te parece?" in dicho
    assert "48 meses" in cliente.toca("Me interesa")


def test_un_no_la_deja_y_se_puede_volver(producto: Producto) -> None:
    cliente, cedula, credito = nuevo(producto)
    ofrecer(producto, credito)
    pedir(producto, cliente, cedula)
    assert "piénsalo con calma" in cliente.escribe("no gracias")
    assert "preaprobada" in cliente.escribe("renovación")
    assert casos(producto, cliente) == []


def test_un_boton_de_una_propuesta_vieja_pide_lo_que_mostraba(producto: Producto) -> None:
    cliente, cedula, credito = nuevo(producto)
    ofrecer(producto, credito)
    pedir(producto, cliente, cedula)
    vieja = opciones_de(producto.graph.para(cliente.telefono)[-1])["Me interesa"]
    cliente.escribe("a 24 meses")
    cliente.escribe("cancelar")
    tipo, id = vieja
    dicho = cliente.manda("interactive", {"type": tipo, tipo: {"id": id, "title": "Me interesa"}})
    assert "60 meses" in dicho and "518.371" in dicho


def test_no_elegible_dice_cada_razon_y_una_persona_la_revisa(producto: Producto) -> None:
    cliente, cedula, _ = nuevo(producto, cuotas_pagadas=3, estado="en_mora", dias_mora=20)
    dicho = pedir(producto, cliente, cedula)
    assert "pago atrasado" in dicho and "40 % de las cuotas, y vas en el 5 %" in dicho
    assert "una persona va a revisar" in cliente.toca("Revisar con asesor")
    assert casos(producto, cliente) == [("revision",)]


def test_sin_oferta_da_los_pasos_y_pide_el_estudio(producto: Producto) -> None:
    cliente, cedula, _ = nuevo(producto)
    dicho = pedir(producto, cliente, cedula)
    assert "desprendibles" in dicho and "$" not in dicho
    assert "Vas *0 de 2*" in cliente.toca("Pedir el estudio")
    assert solicitudes(producto, cliente) == [("renovacion", "abierto")]


def test_varios_creditos_se_eligen_de_una_lista(producto: Producto) -> None:
    cliente, cedula, credito = nuevo(producto, numero="L-R00001", fecha_desembolso=date(2024, 1, 1))
    producto.nucleo.credito(cedula, numero="L-R00002", cuotas_pagadas=1)
    ofrecer(producto, credito)
    assert "2 créditos" in pedir(producto, cliente, cedula)
    assert "vas en el 1 %" in cliente.escribe("la segunda").replace("\u00a0", " ")
    cliente.escribe("renovar")
    assert "preaprobada" in cliente.toca("…R00001")


def test_lo_que_el_prestamista_cambia_en_medio_se_dice(producto: Producto) -> None:
    cliente, cedula, credito = nuevo(producto)
    ofrecer(producto, credito)
    pedir(producto, cliente, cedula)
    producto.nucleo.insertar("solicitudes", radicado=f"SOL-{cedula}", cedula=cedula, etapa="estudio")
    assert "solicitud en curso" in cliente.toca("Me interesa")
    assert casos(producto, cliente) == []


def test_los_registros_no_guardan_las_cifras(producto: Producto) -> None:
    cliente, cedula, credito = nuevo(producto, saldo=6_111_222)
    ofrecer(producto, credito, monto=19_333_444)
    pedir(producto, cliente, cedula)
    cliente.escribe("a 48 meses")
    cliente.toca("Me interesa")
    registros = producto.registros()
    for dato in (cedula, credito, "6111222", "6.111.222", "19333444", "19.333.444", str(cliente.telefono)):
        assert dato not in registros, dato
