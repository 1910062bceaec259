"""One running product for all end-to-end tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.producto import Producto, arrancar


@pytest.fixture(scope="session")
def producto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Producto]:
    with arrancar(tmp_path_factory.mktemp("run")) as producto:
        yield producto
