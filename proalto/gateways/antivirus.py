"""The antivirus: ClamAV's daemon by its own protocol (clamd(8), INSTREAM), and its in-memory twin."""

from __future__ import annotations

import socket
import struct
from typing import Protocol
from urllib.parse import urlsplit

from proalto.errors import OutsideError
from proalto.gateways.archivos.motivos import ArchivoRechazado, Motivo
from proalto.gateways.archivos.signatures import is_test_virus

TIMEOUT = 20.0  # seconds of silence; a full PDF takes clamd a few
_CHUNK = 64 * 1024
_REPLY_BYTES = 4_096
_CLEAN, _FOUND = b"stream: OK", b" FOUND"


class AntivirusAway(OutsideError):
    """There is an antivirus and it gave no verdict: the file waits, it is neither accepted nor refused."""


class Antivirus(Protocol):
    """What looks for a virus in the bytes as they came."""

    def revisar(self, contenido: bytes) -> None:
        """Return when clean; raise ArchivoRechazado (virus) or AntivirusAway."""


class Clamd:
    """The real door, at `tcp://host:port` or `unix:///path` (Settings has checked the form)."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    def revisar(self, contenido: bytes) -> None:
        try:
            with self._connected() as clamd:
                reply = _scan(clamd, contenido)
        except OSError as error:
            raise AntivirusAway(type(error).__name__, permanent=False) from error
        if reply.endswith(_FOUND):
            raise ArchivoRechazado(Motivo.virus)
        if reply != _CLEAN:
            # Its size limit, its own trouble, half an answer: nothing that says "clean".
            raise AntivirusAway(f"answered {reply[:80]!r}", permanent=False)

    def _connected(self) -> socket.socket:
        if self._url.scheme == "tcp":
            return socket.create_connection((self._url.hostname or "", self._url.port or 0), TIMEOUT)
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(TIMEOUT)
        try:
            clamd.connect(self._url.path)
        except OSError:
            clamd.close()
            raise
        return clamd


class MemoryAntivirus:
    """The twin: knows one virus, EICAR's test file; `away` makes it give no verdict."""

    def __init__(self) -> None:
        self.away = False
        self.vistos: list[bytes] = []

    def revisar(self, contenido: bytes) -> None:
        if self.away:
            raise AntivirusAway("away", permanent=False)
        self.vistos.append(contenido)
        if is_test_virus(contenido):
            raise ArchivoRechazado(Motivo.virus)


def _scan(clamd: socket.socket, content: bytes) -> bytes:
    """Send the content in chunks with their length before, and return the reply without its final NUL."""
    try:
        clamd.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            clamd.sendall(struct.pack("!L", len(chunk)) + chunk)
        clamd.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it stopped listening halfway; what it said first tells why
    reply = bytearray()
    while not reply.endswith(b"\0") and len(reply) < _REPLY_BYTES:
        piece = clamd.recv(_REPLY_BYTES)
        if not piece:
            break
        reply += piece
    return bytes(reply).rstrip(b"\0")
