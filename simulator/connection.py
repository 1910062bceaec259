"""Rude endings of a connection, which no WSGI application can ask for politely."""

import socket
import struct
from typing import Any, NoReturn

from flask import request


class ConnectionCut(ConnectionError):
    """Ends the request: the server drops what it was doing, as it does when a client goes away."""


def cut(reset: bool = False) -> NoReturn:
    """Close the client's connection before any answer; reset: with a TCP reset instead of an orderly end."""
    connection: Any = request.environ.get("werkzeug.socket")
    if connection is not None:
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            connection.shutdown(socket.SHUT_RDWR)
        connection._real_close()  # close() would wait for the server's own file objects to be closed first
    raise ConnectionCut
