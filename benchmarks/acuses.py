"""The webhook's acknowledgement at a steady rate, while Rasa is busy with the turns that it brings."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.cifras import Resumen, resumir
from tests.e2e.producto import Producto

POR_SEGUNDO = 100
SEGUNDOS = 10
HILOS = 32


def medir(producto: Producto) -> Resumen:
    """Return the time to the 200, in milliseconds, counted from when the request was due."""
    cuerpos = [
        producto.meta.sobre(producto.cliente().mensaje("text", {"body": "hola"})) for _ in range(POR_SEGUNDO * SEGUNDOS)
    ]
    inicio = time.monotonic() + 0.2

    def enviar(indice: int) -> float:
        debido = inicio + indice / POR_SEGUNDO
        time.sleep(max(0.0, debido - time.monotonic()))
        assert producto.meta.enviar(cuerpos[indice]).status_code == 200
        return (time.monotonic() - debido) * 1000

    with ThreadPoolExecutor(HILOS) as hilos:
        return resumir(list(hilos.map(enviar, range(len(cuerpos)))))
