"""One open transaction of our pool: it runs the named queries of `queries/`, and knows whom it serves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg2.extensions
import psycopg2.extras

from proalto.db.queries import query

Row = dict[str, Any]
_contacto: ContextVar[int | None] = ContextVar("contacto", default=None)


@contextmanager
def atendiendo(contacto_id: int | None) -> Iterator[None]:
    """Say whom this thread serves: roles that serve one contact at a time see the rows of that one only."""
    antes = _contacto.set(contacto_id)
    try:
        yield
    finally:
        _contacto.reset(antes)


class Transaction:
    """One open transaction; every method names a query as `schema.file.query`.

    It begins with its first query, in the same message to the server, which also says whom it serves.
    """

    def __init__(self, connection: psycopg2.extensions.connection) -> None:
        self._connection = connection
        contacto = _contacto.get()
        self._begin = "BEGIN;" if contacto is None else f"BEGIN;SET LOCAL asistente.contacto='{contacto:d}';"
        self._begin_after = f"{self._begin}SET LOCAL synchronous_commit=off;"
        self._after: list[tuple[str, dict[str, Any]]] = []

    def all(self, name: str, **params: Any) -> list[Row]:
        """Return all rows as dicts: numeric is Decimal, timestamptz an aware datetime in UTC."""
        with self._connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
            self._execute(cursor, name, params)
            return [dict(row) for row in cursor.fetchall()] if cursor.description else []

    def first(self, name: str, **params: Any) -> Row | None:
        """Return the first row, or None when there is none."""
        rows = self.all(name, **params)
        return rows[0] if rows else None

    def one(self, name: str, **params: Any) -> Row:
        """Return the only row of a query that always has one."""
        (row,) = self.all(name, **params)
        return row

    def run(self, name: str, **params: Any) -> int:
        """Run a query for its effect and return how many rows it touched."""
        with self._connection.cursor() as cursor:
            self._execute(cursor, name, params)
            return int(cursor.rowcount)

    def after(self, name: str, **params: Any) -> None:
        """Run a query for its effect once this transaction is committed, in another one that waits for no disk.

        For what may be lost, as it is when this process or the server ends in between; of a transaction that was
        rolled back it never happens. A NOTIFY belongs here: PostgreSQL lets only one transaction that holds one commit
        at a time, and each of those would wait for the disk alone.
        """
        self._after.append((name, params))

    def plan(self, name: str, **params: Any) -> dict[str, Any]:
        """Return how PostgreSQL would run a query, which it does not, as the root node of `EXPLAIN (FORMAT JSON)`."""
        with self._connection.cursor() as cursor:
            self._execute(cursor, name, params, "EXPLAIN (VERBOSE, FORMAT JSON) ")
            ((planes,),) = cursor.fetchall()
        return dict(planes[0]["Plan"])

    def commit(self) -> None:
        """End it, if it ever began."""
        if not self._begin:
            with self._connection.cursor() as cursor:
                cursor.execute("COMMIT")

    def run_after(self) -> None:
        """Run what waited for the commit, all in one message to the server."""
        if not self._after:
            return
        with self._connection.cursor() as cursor:
            queries = dict.fromkeys(cursor.mogrify(query(name), params) for name, params in self._after)
            cursor.execute(b"\n;".join([self._begin_after.encode(), *queries, b"COMMIT"]))

    def _execute(self, cursor: psycopg2.extensions.cursor, name: str, params: dict[str, Any], how: str = "") -> None:
        begin, self._begin = self._begin, ""
        cursor.execute(begin + how + query(name), params)
