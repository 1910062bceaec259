"""A thread-safe PostgreSQL pool that runs the named queries of `queries/`, with a time limit on everything."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import psycopg2.errors
import psycopg2.extensions

from proalto.db.transaction import Row, Transaction, atendiendo
from proalto.db.waiting import Silent, install_wait_limit
from proalto.errors import OutsideError

__all__ = ["Database", "DatabaseAway", "Row", "Transaction", "Unreadable", "atendiendo"]
logger = logging.getLogger(__name__)
CONNECT_SECONDS = 3
STATEMENT_MS = 3000
IDLE_SECONDS_BEFORE_PING = 1.0


class DatabaseAway(OutsideError):
    """PostgreSQL cannot be reached, is too slow, or broke the connection: nothing was committed."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)


class Unreadable(DatabaseAway):
    """A view of a database that is not ours is gone, or no longer ours to read: whoever owns it must mend it."""


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
