"""A database of its own for what begins with nothing in it."""

import uuid

import psycopg2.extensions
import pytest

from tests.conftest import conectar


@pytest.fixture
def vacia(servidor):
    """A database with nothing in it."""
    nombre = f"vacia_{uuid.uuid4().hex[:12]}"
    parametros = psycopg2.extensions.parse_dsn(servidor)
    administrador = conectar(psycopg2.extensions.make_dsn(**(parametros | {"dbname": "template1"})))
    with administrador.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {nombre} TEMPLATE template0")
    yield psycopg2.extensions.make_dsn(**(parametros | {"dbname": nombre}))
    with administrador.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {nombre} WITH (FORCE)")
    administrador.close()


def filas(dsn, sql):
    connection = conectar(dsn)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        encontradas = cursor.fetchall()
    connection.close()
    return encontradas
