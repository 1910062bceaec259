"""A limit on how long libpq may wait: `statement_timeout` is the server's, and a frozen server never fires it."""

from __future__ import annotations

import select
import time

import psycopg2
import psycopg2.extensions

WAIT_SECONDS = 5.0  # above statement_timeout, below the 15 s in which a customer must be told


def install_wait_limit() -> None:
    """Make every psycopg2 call of this process fail with OperationalError after WAIT_SECONDS without an answer."""
    psycopg2.extensions.set_wait_callback(_wait)


def _wait(connection: psycopg2.extensions.connection) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        state = connection.poll()
        if state == psycopg2.extensions.POLL_OK:
            return
        event = select.POLLIN if state == psycopg2.extensions.POLL_READ else select.POLLOUT
        poller = select.poll()
        poller.register(connection.fileno(), event)
        if not poller.poll(max(0.0, deadline - time.monotonic()) * 1000):
            connection.close()
            raise psycopg2.OperationalError("PostgreSQL does not answer")
