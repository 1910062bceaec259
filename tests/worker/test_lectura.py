"""The watch over the lender's views tells the operator, once, and never ends."""

from dataclasses import replace

from proalto.db.database import Database
from proalto.worker import lectura
from tests.conftest import como
from tests.services.gente import sql


def test_dice_al_operador_que_vista_se_perdio_y_cuando_vuelve(app, caplog):
    sql(app, "REVOKE SELECT ON nucleo.solicitudes FROM asistente_worker")
    with caplog.at_level("INFO"):
        for _ in range(3):
            lectura.revisar(como(app, "worker"))
        assert [uno.getMessage() for uno in caplog.records if uno.levelname == "ERROR"] == [
            "nucleo.solicitudes cannot be read: it is gone, or its GRANT is (docs/nucleo.md, Permisos)"
        ]
        sql(app, "GRANT SELECT ON nucleo.solicitudes TO asistente_worker")
        lectura.revisar(como(app, "worker"))
    assert caplog.records[-1].getMessage() == "nucleo.solicitudes can be read again"


def test_con_la_base_caida_no_dice_nada_de_permisos_y_sigue(app, caplog):
    caida = Database("host=127.0.0.1 port=1 dbname=x user=x", name="caida")
    lectura.revisar(replace(app, nucleo=caida))
    assert [uno.levelname for uno in caplog.records] == ["WARNING"]
    lectura.revisar(app)
    assert len(caplog.records) == 1
