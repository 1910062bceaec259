"""A chat that takes the steps of identity."""

from datetime import datetime, timezone

import pytest

from proalto.services.mesa.usuarios import Usuario
from tests.actions.ayuda import autorizar
from tests.mesa.conftest import nuevo_usuario
from tests.services.acceso import nueva_persona
from tests.services.encuestas import filas, programar, ronda
from tests.services.pasos import Pasos
from tests.worker.buzon import Buzon


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


@pytest.fixture
def alguien(app):
    """Somebody with their own password and telephone; `secreto` is the telephone's."""
    return nueva_persona(app)


@pytest.fixture
def encuestado(app, contacto, reloj):
    """Somebody who has accepted and has just been attended."""
    reloj.ahora = datetime.now(timezone.utc)
    autorizar(app, contacto)
    encuestado = Buzon(app, contacto)
    encuestado.llega("quiero saber mi saldo, por favor")
    encuestado.atiende()
    return encuestado


@pytest.fixture
def enviada(app, encuestado, reloj):
    programar(app, encuestado.contacto)
    reloj.pasa(minutes=3)
    ronda(app)
    return filas(encuestado)[0][0]
