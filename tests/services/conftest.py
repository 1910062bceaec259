"""A chat that takes the steps of identity."""

import pytest

from proalto.services.usuarios import Usuario
from tests.mesa.conftest import nuevo_usuario
from tests.services.pasos import Pasos


@pytest.fixture
def pasos(app, nucleo, contacto) -> Pasos:
    return Pasos(app, nucleo, contacto)


@pytest.fixture
def laura(app) -> Usuario:
    """An advisor of every team."""
    return nuevo_usuario(app, nombre="Laura Gómez")


@pytest.fixture
def andres(app) -> Usuario:
    """Another one."""
    return nuevo_usuario(app, nombre="Andrés Rojas")
