"""One running product for all end-to-end tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import carpeta_abierta
from tests.e2e.producto import Producto, arrancar


@pytest.fixture(scope="session")
def producto() -> Iterator[Producto]:
    with arrancar(carpeta_abierta("run")) as producto:
        producto.graph.con_menu_fijo = False  # a busy machine may bring it any time; see `con_menu_fijo`
        yield producto


@pytest.fixture
def con_menu_fijo(producto: Producto) -> Iterator[None]:
    """Show what customers read while Rasa is away: for the tests about that."""
    producto.graph.con_menu_fijo = True
    yield
    producto.graph.con_menu_fijo = False
