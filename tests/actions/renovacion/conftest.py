"""A customer who asks for a renovación, and one who has been shown an offer."""

from datetime import date

import pytest

from actions.propuesta import FORM, RESPUESTA
from actions.renovacion import (
    ActionPedirRenovacion,
)
from tests.actions.ayuda import Charla, autorizar, identificar
from tests.actions.renovacion.charlas import MITAD_PAGADA, ofrecer


@pytest.fixture
def cedula(nucleo):
    return nucleo.cliente(fecha_nacimiento=date(1980, 1, 1))


@pytest.fixture
def charla(app, contacto, cedula):
    autorizar(app, contacto)
    identificar(app, contacto, cedula)
    return Charla(app, contacto).dice("quiero renovar")


@pytest.fixture
def con_oferta(charla, nucleo, cedula):
    """The offer has been shown, and the form waits for an answer."""
    ofrecer(nucleo, nucleo.credito(cedula, **MITAD_PAGADA))
    assert charla.corre(ActionPedirRenovacion).sigue == FORM
    charla.abre(FORM, RESPUESTA)
    return charla
