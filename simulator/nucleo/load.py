"""Load the demo's rows once, and keep their dates from ageing; refuse the lender's own views."""

from __future__ import annotations

from dataclasses import astuple, fields
from datetime import date
from pathlib import Path
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import execute_values

from simulator.nucleo.generate import build
from simulator.nucleo.personas import PERSONAS
from simulator.nucleo.rows import Dataset

SCHEMA = Path(__file__).with_name("schema.sql")
LOCK = 20260401  # any number that no other advisory lock of the demo uses
PAGE = 1000

INSERT = "INSERT INTO nucleo.{table} ({columns}) VALUES %s ON CONFLICT DO NOTHING"
RELATION_KIND = "SELECT relkind FROM pg_class WHERE oid = to_regclass('nucleo.clientes')"
DEMO_IS_STALE = """
    SELECT EXISTS (SELECT FROM nucleo.clientes WHERE cedula = ANY(%(cedulas)s))
       AND EXISTS (SELECT FROM nucleo.creditos
                    WHERE numero = ANY(%(numeros)s) AND proximo_descuento < %(today)s)
"""
REFRESH_CREDITOS = """
    UPDATE nucleo.creditos AS old
       SET fecha_desembolso = new.desembolso, proximo_descuento = new.proximo, dias_mora = new.mora
      FROM (VALUES %s) AS new (numero, desembolso, proximo, mora, today)
     WHERE old.numero = new.numero AND old.proximo_descuento < new.today
"""
REFRESH_OFERTAS = """
    UPDATE nucleo.ofertas_renovacion AS old SET vence_en = new.vence_en
      FROM (VALUES %s) AS new (credito, vence_en) WHERE old.credito = new.credito
"""
REFRESH_CLIENTES = """
    UPDATE nucleo.clientes AS old SET celular_confirmado_en = new.confirmado
      FROM (VALUES %s) AS new (cedula, confirmado) WHERE old.cedula = new.cedula
"""


class NucleoAjeno(Exception):
    """`nucleo.clientes` is not a table: these are the lender's views, and the demo must not write there."""


def create_schema(connection: Connection) -> None:
    """Create the empty tables of schema `nucleo` where they are missing, and commit."""
    with connection, connection.cursor() as cursor:
        _create(cursor)


def load(connection: Connection, today: date) -> int:
    """Create and fill schema `nucleo` in one transaction; return how many customers were loaded.

    Zero means that there were customers already; then only the demo's own stale dates are brought up to
    `today`. Raise NucleoAjeno when the schema holds views.
    """
    with connection, connection.cursor() as cursor:
        _create(cursor)
        if _scalar(cursor, "SELECT EXISTS (SELECT FROM nucleo.clientes)"):
            _refresh(cursor, today)
            return 0
        dataset = build(today)
        for table in fields(dataset):
            _insert(cursor, table.name, getattr(dataset, table.name))
        return len(dataset.clientes)


def counts(connection: Connection) -> dict[str, int]:
    """Return the number of rows of each table of schema `nucleo`."""
    with connection, connection.cursor() as cursor:
        return {table.name: _count(cursor, table.name) for table in fields(Dataset)}


def _create(cursor: Cursor) -> None:
    # Two processes may start at once; the second waits and then finds the work done.
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
    if _scalar(cursor, RELATION_KIND) not in (None, "r"):
        raise NucleoAjeno("nucleo.clientes no es una tabla de la demo")
    cursor.execute(SCHEMA.read_text(encoding="utf-8"))


def _insert(cursor: Cursor, table: str, rows: tuple[Any, ...]) -> None:
    columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in fields(rows[0]))
    statement = sql.SQL(INSERT).format(table=sql.Identifier(table), columns=columns)
    execute_values(cursor, statement.as_string(cursor), [astuple(row) for row in rows], page_size=PAGE)


def _refresh(cursor: Cursor, today: date) -> None:
    numeros = [plan.numero for persona in PERSONAS for plan in persona.creditos]
    cedulas = [persona.cedula for persona in PERSONAS]
    if not _scalar(cursor, DEMO_IS_STALE, {"cedulas": cedulas, "numeros": numeros, "today": today}):
        return
    new = build(today)
    creditos = [
        (row.numero, row.fecha_desembolso, row.proximo_descuento, row.dias_mora, today)
        for row in new.creditos
        if row.proximo_descuento
    ]
    ofertas = [(row.credito, row.vence_en) for row in new.ofertas_renovacion]
    clientes = [(row.cedula, row.celular_confirmado_en) for row in new.clientes if row.celular_confirmado_en]
    for statement, rows in (
        (REFRESH_CREDITOS, creditos),
        (REFRESH_OFERTAS, ofertas),
        (REFRESH_CLIENTES, clientes),
    ):
        execute_values(cursor, statement, rows, page_size=PAGE)


def _count(cursor: Cursor, table: str) -> int:
    cursor.execute(sql.SQL("SELECT count(*) FROM nucleo.{}").format(sql.Identifier(table)))
    (count,) = cursor.fetchone() or (0,)
    return int(count)


def _scalar(cursor: Cursor, statement: str, params: dict[str, Any] | None = None) -> Any:
    cursor.execute(statement, params)
    row = cursor.fetchone()
    return row[0] if row else None
