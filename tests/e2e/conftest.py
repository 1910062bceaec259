"""One running product for all end-to-end tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import carpeta_abierta
from tests.e2e.producto import Producto, arrancar


@pytest.fixture(scope="session")
def producto() -> Iterator[Producto]:
    with arrancar(carpeta_abierta("run")) as producto:
        yield producto
