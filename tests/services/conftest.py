"""A chat that takes the steps of identity."""

import pytest

from tests.services.pasos import Pasos


@pytest.fixture
def pasos(app, nucleo, contacto) -> Pasos:
    return Pasos(app, nucleo, contacto)
