"""The read receipt: soon or not at all."""

import pytest

from proalto.services.atencion.casos import abrir_caso
from proalto.services.conversacion.respuestas import enviar
from proalto.services.mensajeria import interruptores
from proalto.whatsapp.errors import GraphError, GraphTimeout, GraphUnreachable
from proalto.worker.acusar import acusar
from tests.mesa.conftest import nuevo_usuario


def test_muestra_que_alguien_escribe_mientras_no_hay_respuesta(app, buzon):
    wamid = buzon.llega()
    acusar(app, wamid)
    assert app.whatsapp.receipts == [(wamid, True)]


def test_si_ya_se_respondio_solo_lo_marca_como_leido(app, buzon):
    wamid = buzon.llega()
    buzon.atiende()
    acusar(app, wamid)
    assert app.whatsapp.receipts == [(wamid, False)]


def test_si_contesta_una_persona_no_promete_que_alguien_escribe(app, buzon):
    folio = abrir_caso(app.db, app.cipher, buzon.contacto, "asesor", app.now()).folio
    buzon.llega("quiero hablar con alguien")
    enviar(app.db, app.cipher, folio, nuevo_usuario(app), "Hola", "una", app.now())
    wamid = buzon.llega("¿me oyes?")
    acusar(app, wamid)
    assert app.whatsapp.receipts == [(wamid, False)]


@pytest.mark.parametrize(
    "error", [GraphTimeout("x"), GraphUnreachable("x"), GraphError(190, 401), GraphError(100, 400)]
)
def test_un_acuse_que_falla_no_falla_ni_se_repite(app, buzon, error):
    wamid = buzon.llega()
    app.whatsapp.fail_next_with(error)
    acusar(app, wamid)
    assert app.whatsapp.receipts == []


def test_mientras_meta_no_nos_recibe_nada_tampoco_se_le_pide_esto(app, buzon):
    wamid = buzon.llega()
    with app.db.transaction() as tx:
        interruptores.detener_envios(tx, 190)
    acusar(app, wamid)
    assert app.whatsapp.receipts == []
    with app.db.transaction() as tx:
        interruptores.reanudar_envios(tx)
    acusar(app, wamid)
    assert app.whatsapp.receipts == [(wamid, True)]
