"""A customer who asks for a renovación, and one who has been shown an offer."""

from datetime import date

import pytest

from actions.propuesta import FORM, RESPUESTA
from actions.renovacion import ActionPedirRenovacion
from tests.actions.ayuda import Charla, autorizar, identificar
from tests.actions.renovaciones import MITAD_PAGADA, ofrecer


@pytest.fixture
def quien_renueva(nucleo):
    return nucleo.cliente(fecha_nacimiento=date(1980, 1, 1))


@pytest.fixture
def charla_de_renovacion(app, contacto, quien_renueva):
    autorizar(app, contacto)
    identificar(app, contacto, quien_renueva)
    return Charla(app, contacto).dice("quiero renovar")


@pytest.fixture
def con_oferta(charla_de_renovacion, nucleo, quien_renueva):
    """The offer has been shown, and the form waits for an answer."""
    ofrecer(nucleo, nucleo.credito(quien_renueva, **MITAD_PAGADA))
    assert charla_de_renovacion.corre(ActionPedirRenovacion).sigue == FORM
    charla_de_renovacion.abre(FORM, RESPUESTA)
    return charla_de_renovacion
