"""The ledger of the desk: it only grows, many write at once, and a line changed from outside shows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg2
import pytest

from proalto.services.mesa import auditoria
from proalto.services.mesa.auditoria import Cadena, Filtro, anotar, buscar, verificar
from tests.conftest import conectar


@pytest.fixture(autouse=True)
def vacia(app):
    sin_candado(app, "TRUNCATE asistente.auditoria")


def sin_candado(app, *sentencias):
    """Do what only who owns the database could do."""
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("ALTER TABLE asistente.auditoria DISABLE TRIGGER USER")
        for sentencia in sentencias:
            cursor.execute(sentencia)
        cursor.execute("ALTER TABLE asistente.auditoria ENABLE TRIGGER USER")


def escribir(app, n=5, **detalle):
    for i in range(n):
        with app.db.transaction() as tx:
            anotar(tx, None, "prueba", f"caso:{i}", app.now(), {"n": i, "ñ": "á", **detalle})


def lineas(app):
    return sorted(linea.id for linea in buscar(app.db, Filtro()))


def test_lo_escrito_cuadra(app):
    assert verificar(app.db) == Cadena(0, None)
    escribir(app, lista=["b", "a"], no=None, si=True, decimal=1.5)
    assert verificar(app.db) == Cadena(5, None)


def test_cincuenta_que_escriben_a_la_vez_hacen_una_sola_cadena(app):
    with ThreadPoolExecutor(8) as hilos:
        list(hilos.map(lambda _: escribir(app, 1), range(50)))
    assert verificar(app.db) == Cadena(50, None)


@pytest.mark.parametrize("columna", [
    "accion = 'otra'", "objeto = 'caso:9'", "detalle = '{}'", "ocurrido_en = ocurrido_en + interval '1 ms'",
    "cadena = repeat('0', 64)",
])  # fmt: skip
def test_una_linea_cambiada_se_nota_ahi(app, columna):
    escribir(app)
    tercera = lineas(app)[2]
    sin_candado(app, f"UPDATE asistente.auditoria SET {columna} WHERE id = {tercera}")  # noqa: S608
    assert verificar(app.db).rota_en == tercera


def test_una_linea_quitada_se_nota_en_la_que_sigue(app):
    escribir(app)
    ids = lineas(app)
    sin_candado(app, f"DELETE FROM asistente.auditoria WHERE id = {ids[2]}")  # noqa: S608
    assert verificar(app.db) == Cadena(2, ids[3])


def test_la_base_no_deja_cambiarla_ni_borrarla(app):
    escribir(app, 1)
    for sentencia in ("UPDATE asistente.auditoria SET accion = 'x'", "DELETE FROM asistente.auditoria"):
        with pytest.raises(psycopg2.Error, match="append-only"), conectar(app.settings.database_url) as connection:
            connection.cursor().execute(sentencia)


def test_una_transaccion_que_se_deshace_no_deja_linea(app):
    with pytest.raises(RuntimeError), app.db.transaction() as tx:
        anotar(tx, None, "prueba", "", app.now())
        raise RuntimeError
    escribir(app, 1)
    assert verificar(app.db) == Cadena(1, None)


def test_se_comprueba_por_tramos(app, monkeypatch):
    monkeypatch.setattr(auditoria, "TRAMO", 2)
    escribir(app, 5)
    assert verificar(app.db) == Cadena(5, None)


def test_se_busca_por_accion_objeto_y_dia_de_la_mas_nueva_a_la_mas_vieja(app):
    escribir(app, 3)
    ayer = app.now()
    app.now.pasa(days=1)
    escribir(app, 2)
    assert [linea.objeto for linea in buscar(app.db, Filtro(accion="prueba", desde=app.now()))] == ["caso:1", "caso:0"]
    assert len(buscar(app.db, Filtro(objeto="caso:0"))) == 2
    assert len(buscar(app.db, Filtro(hasta=ayer + timedelta(seconds=1)))) == 3
    assert buscar(app.db, Filtro(accion="ninguna")) == []
    assert auditoria.acciones(app.db) == ["prueba"]


def test_las_anteriores_siguen_donde_la_pagina_termino(app, monkeypatch):
    monkeypatch.setattr(auditoria, "PAGINA", 2)
    escribir(app, 3)
    primera = buscar(app.db, Filtro())
    assert [linea.objeto for linea in buscar(app.db, Filtro(antes_de=primera[-1].id))] == ["caso:0"]
