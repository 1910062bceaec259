"""A full name, and what only looks like one."""

import pytest

from proalto.formats.nombre import leer_nombre


@pytest.mark.parametrize("texto, nombre", [
    ("Ana María Pérez", "Ana María Pérez"), ("ana perez", "Ana Perez"), ("ANA DE LA CRUZ", "Ana de la Cruz"),
    ("me llamo José Ñáñez", "José Ñáñez"), ("Mi nombre es luz dary gómez.", "Luz Dary Gómez"),
    ("soy Pedro Páramo", "Pedro Páramo"), ("Hola, soy Juan Pablo Montoya", "Juan Pablo Montoya"),
    ("nombre: Rosa Díaz", "Rosa Díaz"), ("María-José O'Connor", "María-José O'connor"),
    ("Luz   Marina\nRojas", "Luz Marina Rojas"), ("de la espriella gabriel", "De la Espriella Gabriel"),
])  # fmt: skip
def test_lee_el_nombre_completo(texto, nombre):
    assert leer_nombre(texto) == nombre


@pytest.mark.parametrize("texto", [
    "", "Ana", "Ana 3", "quiero mi saldo", "cuánto es la tasa", "soy pensionado", "soy empleado público",
    "sí por favor",
    "52123456", "no sé", "menú", "hablar con un asesor", "Ana Pérez y necesito un crédito", "ana@correo.com", "👍 👍",
    "a " * 40, "mi saldo", "buenas tardes para saber",
])  # fmt: skip
def test_no_toma_otra_cosa_por_nombre(texto):
    assert leer_nombre(texto) is None
