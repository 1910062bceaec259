"""The statement in the chat: a PDF, or why there is none."""

import pytest

from actions.extracto import ActionPedirExtracto
from proalto.services.mensajeria import entregas
from proalto.services.mensajeria.entregas import Documento
from tests.actions.ayuda import Charla, autorizar, identificar
from tests.gateways.papel import paginas


@pytest.fixture
def charla(app, contacto, nucleo):
    autorizar(app, contacto)
    return Charla(app, contacto).dice("mándeme el extracto")


def test_sin_identidad_primero_la_identidad(charla):
    dicho = charla.corre(ActionPedirExtracto)
    assert dicho.sigue == "identidad_form" and dicho.documentos == []


def test_L35_llega_un_pdf_con_sus_creditos_y_a_donde_preguntar(app, contacto, nucleo, charla):
    cedula = nucleo.cliente()
    numero = nucleo.credito(cedula)
    identificar(app, contacto, cedula)
    dicho = charla.corre(ActionPedirExtracto)
    (documento,) = dicho.documentos
    assert "extracto" in dicho.texto and documento["nombre"].endswith(".pdf")
    (hoja,) = paginas(entregas.abrir(app.db, app.cipher, Documento(**documento)).contenido)
    assert numero in hoja and "601 745 0000" in hoja and "@" in hoja


def test_sin_creditos_lo_dice(app, contacto, nucleo, charla):
    identificar(app, contacto, nucleo.cliente())
    dicho = charla.corre(ActionPedirExtracto)
    assert "No encuentro créditos" in dicho.texto and dicho.documentos == []
