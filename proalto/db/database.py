"""A thread-safe PostgreSQL pool that runs the named queries of `queries/`, with a time limit on everything."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg2
import psycopg2.errors
import psycopg2.extensions
import psycopg2.extras
import psycopg2.pool

from proalto.db.queries import query
from proalto.db.waiting import Silent, install_wait_limit
from proalto.errors import OutsideError

logger = logging.getLogger(__name__)
Row = dict[str, Any]
CONNECT_SECONDS = 3
STATEMENT_MS = 3000
IDLE_SECONDS_BEFORE_PING = 1.0
_contacto: ContextVar[int | None] = ContextVar("contacto", default=None)


class DatabaseAway(OutsideError):
    """PostgreSQL cannot be reached, is too slow, or broke the connection: nothing was committed."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)


class Unreadable(DatabaseAway):
    """A view of a database that is not ours is gone, or no longer ours to read: whoever owns it must mend it."""


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


class Database:
    """A pool over one database. Opens nothing until it is used; waits for a free connection, but not for ever."""

    def __init__(
        self,
        dsn: str,
        *,
        name: str,
        size: int = 8,
        read_only: bool = False,
        role: str | None = None,
        at_once: bool = True,
    ) -> None:
        """Connect as the user of the DSN or, with a role, as that role, which the user must belong to.

        Unless `at_once`, a commit does not wait for the disk: it reaches it with the next one that does.
        """
        self._dsn = dsn
        self._size = size
        self._options = (
            f"-c statement_timeout={STATEMENT_MS} -c lock_timeout={STATEMENT_MS} -c timezone=UTC"
            f" -c search_path=asistente -c idle_in_transaction_session_timeout=30000"
            + (" -c default_transaction_read_only=on" if read_only else "")
            + (f" -c role={role}" if role else "")
            + ("" if at_once else " -c synchronous_commit=off")
        )
        self._application_name = name
        self._read_only = read_only
        self._free = threading.BoundedSemaphore(size)
        self._idle: list[tuple[psycopg2.extensions.connection, float]] = []
        self._guard = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Commit at the end, roll back on any error; raise DatabaseAway when PostgreSQL is the trouble.

        Of a database that we only read, raise Unreadable when a view is missing or may not be read.
        """
        if not self._free.acquire(timeout=CONNECT_SECONDS):
            raise DatabaseAway("no free connection")
        connection: psycopg2.extensions.connection | None = None
        try:
            connection = self._take()
            tx = Transaction(connection)
            yield tx
            tx.commit()
            _run_after(connection, tx)
        except psycopg2.errors.ReadOnlySqlTransaction as error:
            _close(connection)  # a standby, or a server on its way to be one: the next line may lead to another
            if self._read_only:
                raise
            raise DatabaseAway(type(error).__name__) from error
        except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
            _close(connection)
            raise DatabaseAway(type(error).__name__) from error
        except (psycopg2.errors.InsufficientPrivilege, psycopg2.errors.UndefinedTable) as error:
            _rollback(connection)
            if not self._read_only:
                raise  # our own schema: a mistake of ours
            raise Unreadable(type(error).__name__) from error
        except BaseException:
            _rollback(connection)
            raise
        finally:
            self._give_back(connection)
            self._free.release()

    def close(self) -> None:
        """Close the idle connections."""
        with self._guard:
            while self._idle:
                _close(self._idle.pop()[0])

    def _take(self) -> psycopg2.extensions.connection:
        with self._guard:
            idle = self._idle.pop() if self._idle else None
        if idle is None:
            return self._connect()
        connection, since = idle
        if time.monotonic() - since < IDLE_SECONDS_BEFORE_PING or _answers(connection):
            return connection
        self.close()  # a restarted server has broken all of them
        return self._connect()

    def _connect(self) -> psycopg2.extensions.connection:
        install_wait_limit()
        connection = psycopg2.connect(
            self._dsn,
            connect_timeout=CONNECT_SECONDS,
            application_name=self._application_name,
            options=self._options,
        )
        connection.autocommit = True  # psycopg2 would begin each transaction with a message of its own
        return connection

    def _give_back(self, connection: psycopg2.extensions.connection | None) -> None:
        if connection is None or connection.closed:
            return
        with self._guard:
            self._idle.append((connection, time.monotonic()))


def _run_after(connection: psycopg2.extensions.connection, tx: Transaction) -> None:
    """Run what may be lost: the transaction is committed, and nobody may take it for undone."""
    try:
        tx.run_after()
    except psycopg2.Error as error:
        logger.warning("lost after a commit: %s", type(error).__name__)
        _close(connection)


def _answers(connection: psycopg2.extensions.connection) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Silent:
        raise  # a new connection would be met with the same silence, and cost as much again
    except psycopg2.Error:
        _close(connection)
        return False
    return True


def _rollback(connection: psycopg2.extensions.connection | None) -> None:
    if connection is not None and not connection.closed:
        try:
            if connection.info.transaction_status != psycopg2.extensions.TRANSACTION_STATUS_IDLE:
                with connection.cursor() as cursor:
                    cursor.execute("ROLLBACK")
        except psycopg2.Error:
            _close(connection)


def _close(connection: psycopg2.extensions.connection | None) -> None:
    if connection is not None and not connection.closed:
        connection.close()
