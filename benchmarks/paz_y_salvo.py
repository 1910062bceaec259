"""Paz y salvo on an idle machine: from the tap on the menu to the document that reaches the Graph API.

Each one is a new certificate: drawn, signed, stored, uploaded and sent.
"""

from __future__ import annotations

import time
from datetime import date, timedelta

from benchmarks.cifras import Resumen, resumir
from tests.e2e.producto import Producto

REPETICIONES = 20
OPCION = "Generar paz y salvo"


def medir(producto: Producto) -> Resumen:
    """Return the latency in milliseconds."""
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
        producto.nucleo.cambiar(numero, fecha_cancelacion=date(2026, 1, 1) + timedelta(days=n))  # a new one each time
        time.sleep(0.2)
        desde = time.monotonic()
        cliente.toca(OPCION)
        medidas.append((producto.graph.llegadas[-1] - desde) * 1000)
    enviados = [m["document"]["id"] for m in producto.graph.para(cliente.telefono) if m["type"] == "document"]
    assert len(set(enviados)) == REPETICIONES + 1
    return resumir(medidas)
