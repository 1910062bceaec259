"""The 24-hour window: what a customer wrote opens it; nothing else does."""

from datetime import timedelta

from proalto.services.contacto import ventana
from tests.worker.buzon import Buzon


def abierta(app, contacto, now):
    with app.db.transaction() as tx:
        return ventana.abierta(tx, contacto.id, now)


def test_quien_nunca_escribio_no_la_tiene(app, contacto, reloj):
    assert not abierta(app, contacto, reloj())
    with app.db.transaction() as tx:
        assert ventana.cierra_en(tx, contacto.id) is None


def test_se_cierra_un_poco_antes_de_un_dia(app, contacto, reloj):
    Buzon(app, contacto).llega("hola", sent_at=reloj())
    assert abierta(app, contacto, reloj() + timedelta(hours=23, minutes=44))
    assert not abierta(app, contacto, reloj() + timedelta(hours=23, minutes=46))


def test_una_reaccion_no_la_abre(app, contacto, reloj):
    Buzon(app, contacto).llega("👍", tipo="reaction", sent_at=reloj())
    assert not abierta(app, contacto, reloj())
