"""A look-up in the lender's database that would read a whole table is told before going live."""

from dataclasses import replace

import pytest

from proalto.db.database import Database
from proalto.prelaunch import busquedas
from tests.conftest import conectar
from tests.prelaunch.mirada import FalsaBase, quejas


@pytest.fixture
def tabla(app, listo):
    """A context whose `nucleo` may be changed: it is asked within a transaction that is rolled back."""
    with conectar(app.settings.database_url) as conexion:
        conexion.autocommit = False
        with conexion.cursor() as cursor:
            yield cursor, replace(listo, app=replace(listo.app, nucleo=FalsaBase(cursor)))
        conexion.rollback()


@pytest.mark.parametrize(
    ("indice", "columna"),
    [
        ("nucleo.clientes_celular_idx", "clientes.celular"),
        ("nucleo.creditos_cedula_idx", "creditos.cedula"),
        ("nucleo.solicitudes_cedula_idx", "solicitudes.cedula"),
    ],
)
def test_dice_que_busqueda_no_tiene_indice_aunque_la_tabla_este_vacia(tabla, indice, columna):
    cursor, contexto = tabla
    assert quejas(busquedas.indices, contexto) == []
    cursor.execute(f"DROP INDEX {indice}")
    (que,) = quejas(busquedas.indices, contexto)
    assert f"por nucleo.{columna} no tiene índice: recorre nucleo.{columna.split('.')[0]} entera" in que


def test_una_vista_que_se_arma_entera_para_buscar_en_ella_tampoco_sirve(tabla):
    cursor, contexto = tabla
    cursor.execute("ALTER TABLE nucleo.clientes RENAME TO personas")
    cursor.execute(
        "CREATE VIEW nucleo.clientes AS WITH todas AS MATERIALIZED (SELECT * FROM nucleo.personas) SELECT * FROM todas;"
        "GRANT SELECT ON nucleo.clientes TO lector_de_prueba"
    )
    hallado = quejas(busquedas.indices, contexto)
    assert len(hallado) == 2 and all("no tiene índice: recorre la vista entera" in uno for uno in hallado)


def test_dice_que_la_busqueda_recorre_una_tabla_grande_que_nadie_ha_contado(tabla):
    cursor, contexto = tabla
    cursor.execute("INSERT INTO nucleo.clientes (cedula, celular) SELECT n, n + 5e10 FROM generate_series(1, 20000) n")
    cursor.execute("ANALYZE nucleo.clientes")
    assert quejas(busquedas.indices, contexto) == []
    cursor.execute("SET LOCAL random_page_cost = 1e6")  # as a server that was told wrong, or knows no better
    hallado = quejas(busquedas.indices, contexto)
    assert "La búsqueda por nucleo.clientes.celular recorre nucleo.clientes entera, que es grande" in hallado


def test_sin_la_base_del_prestamista_sus_busquedas_quedan_sin_comprobar(listo):
    caida = replace(listo, app=replace(listo.app, nucleo=Database("host=/nadie", name="nadie")))
    hallados = list(busquedas.indices(caida))
    assert len(hallados) == len(busquedas.BUSQUEDAS) and not any(uno.comprobado for uno in hallados)
