"""Whom a transaction serves, and what may be counted beyond them."""

from proalto.db.database import atendiendo
from tests.conftest import como, nuevo_contacto


def test_a_quien_se_sirve_se_olvida_con_la_transaccion(app, contacto):
    db, otro = como(app, "actions").db, nuevo_contacto(app)
    with atendiendo(contacto.id), db.transaction() as tx:
        assert tx.first("asistente.contactos.por_id", contacto_id=contacto.id)
        assert tx.first("asistente.contactos.por_id", contacto_id=otro.id) is None
    with db.transaction() as tx:  # the same connection: the pool is last in, first out
        assert tx.first("asistente.contactos.por_id", contacto_id=contacto.id) is None
    with atendiendo(otro.id), db.transaction() as tx:
        assert tx.first("asistente.contactos.por_id", contacto_id=otro.id)


def test_los_demas_procesos_sirven_a_todos(app, contacto):
    for proceso in ("canal", "worker", "mesa"):
        with como(app, proceso).db.transaction() as tx:
            assert tx.first("asistente.contactos.por_id", contacto_id=contacto.id)


def test_lo_que_otros_probaron_sobre_una_cedula_se_cuenta_aunque_lo_probaran_otros(app, contacto):
    otro, huella, db = nuevo_contacto(app), b"\x07" * 32, como(app, "actions").db
    with app.db.transaction() as tx:
        anotar = {"cedula_hmac": huella, "paso": "codigo", "bien": False, "senuelo": False, "now": app.now()}
        tx.run("asistente.identidad.anotar", contacto_id=otro.id, wamid=otro.wamid, **anotar)
    with atendiendo(contacto.id), db.transaction() as tx:
        assert tx.first("asistente.identidad.anotado", wamid=otro.wamid, paso="codigo") is None
        preguntas = {"contacto_id": contacto.id, "now": app.now()}
        assert (
            tx.one("asistente.identidad.cuentas_cedula", cedula_hmac=huella, **preguntas)["codigos_malos_seguidos"] == 1
        )
        ajena = tx.one("asistente.identidad.cuentas_cedula", cedula_hmac=b"\x08" * 32, **preguntas)
        assert ajena["codigos_malos_seguidos"] == 0
        assert tx.first("asistente.identidad.anotado", wamid=otro.wamid, paso="codigo") is None
