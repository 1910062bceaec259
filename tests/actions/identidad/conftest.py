"""A customer who is asked who they are."""

import pytest

from tests.actions.ayuda import Charla, autorizar
from tests.actions.identidad.charlas import CELULAR, EXPEDICION, FORM


@pytest.fixture
def cedula(nucleo):
    return nucleo.cliente(CELULAR, EXPEDICION)


@pytest.fixture
def charla(app, contacto):
    autorizar(app, contacto)
    return Charla(app, contacto).abre(FORM, "cedula", tramite="action_consultar_saldo")
