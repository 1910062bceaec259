"""A limit on how long libpq may wait: `statement_timeout` is the server's, and a frozen server never fires it."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import time

import psycopg2
import psycopg2.extensions

WAIT_SECONDS = 3.5  # above statement_timeout, far below the 15 s in which a customer must be told


class Silent(psycopg2.OperationalError):
    """The server is there and says nothing: it is frozen, or the network swallows."""


def install_wait_limit() -> None:
    """Make every psycopg2 call of this process fail with Silent after WAIT_SECONDS without an answer."""
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
            _cut(connection.fileno())
            raise Silent("PostgreSQL does not answer")


def _cut(descriptor: int) -> None:
    """Cut the line: psycopg2 would go on to wait, without any limit, for the rest of the answer."""
    with socket.socket(fileno=os.dup(descriptor)) as line, contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
