"""A new model takes over under a trickle of messages: no turn is lost, none is held twice."""

from __future__ import annotations

import gzip
import itertools
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from launcher import modelo
from tests.e2e.cliente import Cliente
from tests.e2e.producto import Producto

pytestmark = pytest.mark.e2e
CLIENTES = 12
CADA = 0.5  # seconds; each customer writes ten times a minute, as many as WhatsApp delivers to one
RELEVO_EN = 240.0
PREGUNTA, RESPUESTA = "qué es libranza", "descuento automático"


@contextmanager
def modelo_reempacado(carpeta: Path) -> Iterator[None]:
    """Put in place a model that does the same and is another file, as a training does; at the end, the one before."""
    antes, nuevo = carpeta / "antes.tar.gz", carpeta / "nuevo.tar.gz"
    shutil.copyfile(modelo.MODELO, antes)
    nuevo.write_bytes(gzip.compress(gzip.decompress(antes.read_bytes()), 1))
    huella = modelo.marca()
    try:
        _poner(nuevo, huella)
        yield
    finally:
        _poner(antes, huella)


def _poner(archivo: Path, huella: str) -> None:
    temporal = modelo.MODELO.with_name(".prueba")
    shutil.copyfile(archivo, temporal)
    temporal.replace(modelo.MODELO)
    modelo._marcar(huella)


def _rasas(producto: Producto) -> set[int]:
    return {p.pid for p in producto.launcher.children() if "rasa run" in _orden(p)}


def _orden(proceso: psutil.Process) -> str:
    try:
        return " ".join(proceso.cmdline())
    except psutil.Error:  # it has just ended
        return ""


def _escribir_hasta(
    producto: Producto, clientes: list[Cliente], enviados: dict[str, int], basta: Callable[[], bool]
) -> None:
    """Let the customers write in turns, without waiting for answers, until `basta()` says so."""
    limite = time.monotonic() + RELEVO_EN
    for cliente in itertools.cycle(clientes):
        assert time.monotonic() < limite, (producto.run_dir / "launcher.log").read_text()
        cuerpo = producto.meta.sobre(cliente.mensaje("text", {"body": PREGUNTA}))
        assert producto.meta.enviar(cuerpo).status_code == 200
        enviados[cliente.destino] += 1
        if basta():
            return
        time.sleep(CADA)


def test_cambiar_de_modelo_no_pierde_ni_repite_un_turno(producto: Producto, tmp_path: Path) -> None:
    clientes = [producto.cliente() for _ in range(CLIENTES)]
    for cliente in clientes:
        cliente.escribe("hola")
        cliente.toca("Acepto")
    enviados = dict.fromkeys((cliente.destino for cliente in clientes), 0)
    viejos = _rasas(producto)
    vistos: list[int] = []
    with modelo_reempacado(tmp_path):
        _escribir_hasta(
            producto,
            clientes,
            enviados,
            lambda: vistos.append(len(_rasas(producto))) or not viejos & _rasas(producto),
        )
        assert vistos[-1] == len(viejos) and max(vistos) == len(viejos) + 1
        for cliente in clientes:
            cliente.lee(enviados[cliente.destino], segundos=60)
        time.sleep(3)
        for cliente in clientes:
            dicho = [str(m) for m in producto.graph.para(cliente.destino)][-enviados[cliente.destino] :]
            assert cliente.leidos == len(producto.graph.para(cliente.destino))
            assert all(RESPUESTA in uno for uno in dicho)
        producto.sano()
