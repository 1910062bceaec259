"""One turn on an idle machine: from the webhook's POST to the call that reaches the Graph API."""

from __future__ import annotations

import time
from collections.abc import Callable

from benchmarks.cifras import Resumen, resumir
from tests.e2e.cliente import Cliente
from tests.e2e.producto import Producto

REPETICIONES = 40


def medir(producto: Producto) -> dict[str, Resumen]:
    """Return the latency of the menu and of the balance, in milliseconds."""
    cliente = identificado(producto)
    return {
        "menu": resumir(_repetir(producto, cliente, "menú")),
        "saldo": resumir(_repetir(producto, cliente, "consultar mi saldo")),
    }


def identificado(producto: Producto) -> Cliente:
    """Return a customer who has accepted and proved who they are."""
    cliente = producto.cliente()
    cedula = producto.nucleo.cliente(celular=cliente.telefono)
    producto.nucleo.credito(cedula)
    cliente.escribe("saldo")
    cliente.toca("Acepto")
    cliente.escribe(cedula)
    cliente.escribe("3/5/1998", respuestas=2)
    cliente.escribe(cliente.codigo())
    return cliente


def _repetir(producto: Producto, cliente: Cliente, texto: str) -> list[float]:
    medida: Callable[[], float] = lambda: _una(producto, cliente, texto)  # noqa: E731
    medida()
    return [medida() for _ in range(REPETICIONES)]


def _una(producto: Producto, cliente: Cliente, texto: str) -> float:
    time.sleep(0.1)  # an idle machine: the turn before has ended
    desde = time.monotonic()
    cliente.escribe(texto)
    return (producto.graph.llegadas[-1] - desde) * 1000
