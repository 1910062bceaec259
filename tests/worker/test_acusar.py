"""The read receipt: soon or not at all."""

import pytest

from proalto.whatsapp.errors import GraphError, GraphTimeout, GraphUnreachable
from proalto.worker.acusar import acusar


def test_muestra_que_alguien_escribe_mientras_no_hay_respuesta(app, buzon):
    wamid = buzon.llega()
    acusar(app, wamid)
    assert app.whatsapp.receipts == [(wamid, True)]


def test_si_ya_se_respondio_solo_lo_marca_como_leido(app, buzon):
    wamid = buzon.llega()
    buzon.atiende()
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
