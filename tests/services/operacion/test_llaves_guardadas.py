"""Data keys in PostgreSQL: one for each owner however many ask at once, and none after it was destroyed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from proalto import bootstrap
from proalto.db.database import Database
from proalto.gateways.cipher import LlaveDestruida, Undecipherable, en_custodia
from proalto.gateways.llaves import de_contacto
from proalto.services.operacion import llaves_guardadas
from proalto.services.operacion.llaves_guardadas import LlavesEnTabla


@pytest.fixture
def otro_proceso(app, dsn):
    return bootstrap.cipher(app.settings, dsn)


def test_lo_que_cifra_un_proceso_lo_lee_otro(app, otro_proceso):
    assert otro_proceso.decrypt(app.cipher.encrypt(b"hola", "x", de=41), "x") == b"hola"
    assert otro_proceso.keyed_hash("cedula", "1") == app.cipher.keyed_hash("cedula", "1")


def test_muchos_a_la_vez_hacen_una_sola_llave(app, dsn):
    procesos = [bootstrap.cipher(app.settings, dsn) for _ in range(8)]
    with ThreadPoolExecutor(8) as hilos:
        sellados = list(hilos.map(lambda cipher: cipher.encrypt(b"hola", "x", de=42), procesos))
    assert [procesos[0].decrypt(sellado, "x") for sellado in sellados] == [b"hola"] * 8


def test_destruida_una_llave_no_nace_otra(app, otro_proceso):
    sellado, guardado = app.cipher.encrypt(b"hola", "x", de=43), app.cipher.encrypt(b"ley", "x", de=en_custodia(43))
    for _ in range(2):
        with app.db.transaction() as tx:
            llaves_guardadas.destruir(tx, de_contacto(43), app.now())
    app.cipher.forget(de_contacto(43))
    for cipher in (app.cipher, otro_proceso):
        with pytest.raises(Undecipherable):
            cipher.decrypt(sellado, "x")
        with pytest.raises(LlaveDestruida):
            cipher.encrypt(b"otra vez", "x", de=43)
        assert cipher.decrypt(guardado, "x") == b"ley"


def test_tampoco_la_de_quien_nunca_tuvo(app):
    with app.db.transaction() as tx:
        llaves_guardadas.destruir(tx, de_contacto(44), app.now())
    with pytest.raises(LlaveDestruida):
        app.cipher.encrypt(b"hola", "x", de=44)


def test_la_llave_nace_aunque_la_transaccion_que_la_pidio_se_deshaga(app, otro_proceso):
    with pytest.raises(ZeroDivisionError), app.db.transaction():
        sellado = app.cipher.encrypt(b"hola", "x", de=45)
        raise ZeroDivisionError
    assert otro_proceso.decrypt(sellado, "x") == b"hola"


def test_envolver_de_nuevo_no_resucita_la_que_se_destruyo_mientras_tanto(dsn, app):
    llaves = LlavesEnTabla(Database(dsn, name="prueba"))
    antes = llaves.crear(de_contacto(46), b"vieja").envuelta
    with app.db.transaction() as tx:
        llaves_guardadas.destruir(tx, de_contacto(46), app.now())
    assert not llaves.cambiar(de_contacto(46), antes, b"nueva") and llaves.leer(de_contacto(46)).envuelta is None
