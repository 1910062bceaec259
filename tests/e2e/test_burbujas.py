"""A sentence in several bubbles is read as one, through the webhook."""

import time

import pytest

from tests.e2e.producto import Producto

pytestmark = pytest.mark.e2e


def test_tres_burbujas_una_respuesta(producto: Producto) -> None:
    cliente = producto.cliente()
    cliente.escribe("menú")
    cliente.toca("Acepto")
    for burbuja in ("hola", "quiero", "mi saldo"):
        valor = cliente.mensaje("text", {"body": burbuja})
        assert producto.meta.enviar(producto.meta.sobre(valor)).status_code == 200
        time.sleep(0.5)
    assert "número de cédula" in cliente.lee()
    time.sleep(4)  # nothing else may follow
    assert len(producto.graph.para(cliente.telefono)) == cliente.leidos
    estados = producto.sql(
        "SELECT DISTINCT estado FROM asistente.mensajes_entrantes JOIN asistente.contactos c ON c.id = contacto_id "
        "WHERE telefono = %s", cliente.telefono,
    )  # fmt: skip
    assert estados == [("atendido",)]
