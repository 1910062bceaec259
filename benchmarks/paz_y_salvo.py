"""Paz y salvo on an idle machine: from the tap on the menu to the document that reaches the Graph API.

Each one is a new certificate: drawn, signed, stored, uploaded and sent.
"""

from __future__ import annotations

import time
from datetime import date, timedelta

from benchmarks.cifras import Resumen, resumir
from tests.e2e.producto import Producto

CLIENTES, REPETICIONES = 2, 10  # more messages to one person would be paced, as Meta asks
OPCION = "Generar paz y salvo"


def medir(producto: Producto) -> Resumen:
    """Return the latency in milliseconds."""
    return resumir([ms for _ in range(CLIENTES) for ms in _uno(producto)])


def _uno(producto: Producto) -> list[float]:
    cliente = producto.cliente()
    cedula = producto.nucleo.cliente(celular=cliente.telefono)
    numero = producto.nucleo.pagado(cedula)
    cliente.escribe("hola")
    cliente.toca("Acepto")
    cliente.toca(OPCION)
    cliente.escribe(cedula)
    cliente.escribe("3/5/1998", respuestas=2)
    cliente.escribe(cliente.codigo())
    medidas = []
    for n in range(REPETICIONES):
        cancelado = date(2026, 1, 1) + timedelta(days=n)  # a new certificate each time
        producto.nucleo.cambiar_credito(numero, fecha_cancelacion=cancelado)
        time.sleep(0.2)
        desde = time.monotonic()
        cliente.toca(OPCION)
        medidas.append((producto.graph.llegadas[-1] - desde) * 1000)
    enviados = [m["document"]["id"] for m in producto.graph.para(cliente.telefono) if m["type"] == "document"]
    assert len(set(enviados)) == REPETICIONES + 1
    return medidas
