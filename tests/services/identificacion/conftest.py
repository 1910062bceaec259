"""A customer whose registered mobile is another one than the chat's."""

from __future__ import annotations

import pytest

from tests.services.pasos import telefono_nuevo


@pytest.fixture
def telefono():
    return telefono_nuevo()


@pytest.fixture
def cedula(nucleo, telefono):
    return nucleo.cliente(telefono)
