"""How each answer of an application is read, and how far amount and term may go."""

from datetime import date
from decimal import Decimal

import pytest

from proalto.services.credito.credito_nuevo import (
    CAMPOS,
    exigir_posible,
    faltan,
    leer_campo,
    leer_correccion,
    simulacion,
)
from proalto.services.credito.simulador import FueraDeLimites

HUILA = {"pagaduria": "Secretaría de Educación del Huila", "convenio": "si"}
HOY = date(2026, 11, 18)


@pytest.fixture(scope="module", autouse=True)
def _pagadurias(dsn):
    from tests.conftest import Nucleo

    for n, nombre in enumerate(("Secretaría de Educación del Huila", "Fondo de Pensiones El Nogal"), start=1):
        Nucleo(dsn).insertar("pagadurias", id=n, nombre=nombre, nit=str(n), sector="x")


@pytest.mark.parametrize("campo, texto, datos", [
    ("nombres", "soy ana pérez", {"nombres": "Ana Pérez"}),
    ("documento_identidad", "cc 52.123.456", {"documento_identidad": "52123456"}),
    ("municipio", "vivo en cali", {"municipio": "Cali", "departamento": "Valle del Cauca"}),
    ("municipio", "San José del Fragua", {"municipio": "San José del Fragua", "departamento": ""}),
    ("municipio", "¿dónde?", None), ("municipio", "..", None),
    ("pagaduria", "secretaria de educacion del huila", HUILA),
    ("pagaduria", "trabajo en la secretaría de educación del huila", HUILA),
    ("pagaduria", "fondo de pensiones el nogl", {"pagaduria": "Fondo de Pensiones El Nogal", "convenio": "si"}),
    ("pagaduria", "Panadería La Espiga", {"pagaduria": "Panadería La Espiga", "convenio": ""}),
    ("pagaduria", "¿con quién tienen convenio?", None), ("pagaduria", "", None), ("pagaduria", "x" * 200, None),
    ("monto", "dos millones y medio", {"monto": "2500000"}), ("monto", "harto", None),
    ("plazo", "a 5 añitos", {"plazo": "60"}), ("plazo", "pronto", None),
    ("franja", "por la tarde", {"franja": "tarde"}), ("medio", "llámenme", {"medio": "llamada"}), ("medio", "x", None),
])  # fmt: skip
def test_cada_respuesta_se_lee(app, campo, texto, datos):
    assert leer_campo(app.nucleo, campo, texto) == datos


@pytest.mark.parametrize("campo, datos, que", [
    ("monto", {"monto": "20000"}, "monto"), ("monto", {"monto": "900000000"}, "monto"),
    ("plazo", {"plazo": "6"}, "plazo"), ("plazo", {"plazo": "300", "monto": "1"}, "plazo"),
])  # fmt: skip
def test_lo_imposible_se_dice(campo, datos, que):
    with pytest.raises(FueraDeLimites) as error:
        exigir_posible(campo, datos)
    assert error.value.que == que and error.value.minimo < error.value.maximo


def test_lo_posible_pasa_y_se_simula_cuando_hay_monto_y_plazo():
    exigir_posible("monto", {"monto": "10000000"})
    exigir_posible("nombres", {"nombres": "Ana Pérez"})
    assert simulacion({"monto": "10000000"}, HOY) is None
    hecha = simulacion({"monto": "10000000", "plazo": "60", "segmento": "pensionado"}, HOY)
    assert hecha.cuota * 60 > hecha.monto and hecha.ingreso_minimo >= 2 * hecha.cuota - Decimal(2)


@pytest.mark.parametrize("texto, campo, resto", [
    ("no, mi municipio es Cali", "municipio", "Cali"), ("la cédula es 52123456", "documento_identidad", "52123456"),
    ("mi municipio y mi empresa están mal", "", ""), ("¿cuál es el plazo?", "", ""), ("hola", "", ""),
])  # fmt: skip
def test_una_correccion_dice_que_corrige(texto, campo, resto):
    assert leer_correccion(texto) == (campo, resto)


def test_faltan_las_preguntas_en_su_orden():
    assert faltan({}) == list(CAMPOS) and faltan(dict.fromkeys(CAMPOS, "x")) == []
