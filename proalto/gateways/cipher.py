"""Encryption at rest: AES-256-GCM under data keys, one for each owner, which `DATA_KEYS` wrap (`gateways.llaves`).

To forget a customer everywhere, copies included, is to destroy their key; to change a master key is to wrap the data
keys anew: what they encrypt is not touched.
"""

from __future__ import annotations

import hmac
import json
import secrets
import struct
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from proalto.errors import ProAltoError
from proalto.gateways.llavero import NONCE_BYTES, LlaveDestruida, Llavero, LlaveroAjeno
from proalto.gateways.llaves import CASA, AlmacenDeLlaves, Clase, Dueno, LlavesEnMemoria, de_contacto, en_custodia
from proalto.gateways.maestras import Maestras

__all__ = ["CASA", "Cipher", "Dueno", "LlaveDestruida", "Undecipherable", "en_custodia"]

VERSION = b"\x02"
CABECERA = struct.Struct(">cBq")  # version, class of the owner, their id
CODIGOS = {Clase.CASA: 0, Clase.CONTACTO: 1, Clase.CUSTODIA: 2}
CLASES = {codigo: clase for clase, codigo in CODIGOS.items()}


class Undecipherable(ProAltoError):
    """The bytes were altered, belong elsewhere, or their key was destroyed or is of other `DATA_KEYS`."""


class Cipher:
    """Encrypts small values. The context (table, column) and the owner are authenticated: a value cannot be moved."""

    def __init__(self, data_keys: Sequence[str], llaves: AlmacenDeLlaves | None = None) -> None:
        """Take the master keys, newest first, and where the data keys are kept (without one: this process's memory)."""
        self._maestras = Maestras(data_keys)
        self._llavero = Llavero(self._maestras, llaves or LlavesEnMemoria())

    def encrypt(self, plain: bytes, context: str, *, de: Dueno | int) -> bytes:
        """Return version | owner | nonce | ciphertext; raise LlaveDestruida when the owner was forgotten.

        The owner is a contact's id, or another `Dueno`.
        """
        dueno = de_contacto(de) if isinstance(de, int) else de
        nonce, cabecera = secrets.token_bytes(NONCE_BYTES), CABECERA.pack(VERSION, CODIGOS[dueno.clase], dueno.id)
        return cabecera + nonce + self._llavero.obtener(dueno).encrypt(nonce, plain, cabecera + context.encode())

    def decrypt(self, sealed: bytes | memoryview, context: str) -> bytes:
        """Return the plain bytes, or raise Undecipherable."""
        data = bytes(sealed)
        if data[:1] != VERSION:
            return self._decrypt_old(data, context)
        cabecera, rest = data[: CABECERA.size], data[CABECERA.size :]
        try:
            llave = self._existing(cabecera)
            return llave.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], cabecera + context.encode())
        except (InvalidTag, ValueError, struct.error, KeyError) as error:  # the last three: cut off, or not ours
            raise Undecipherable(context) from error

    def seal(self, value: Any, context: str, *, de: Dueno | int) -> bytes:
        """Encrypt a JSON value."""
        return self.encrypt(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), context, de=de)

    def unseal(self, sealed: bytes | memoryview, context: str) -> Any:
        """Decrypt what `seal` made."""
        return json.loads(self.decrypt(sealed, context))

    def keyed_hash(self, purpose: str, text: str) -> bytes:
        """Return HMAC-SHA256 of the text: equal texts can be found, none can be read back or tried offline."""
        return hmac.digest(self._llavero.de_huellas(), f"{purpose}\x00{text}".encode(), "sha256")

    def internal_token(self, purpose: str) -> str:
        """Return the shared secret of two of our own processes, derived so that no further variable is needed."""
        return self._maestras.ficha(purpose)[0]

    def accepts_token(self, purpose: str, token: str) -> bool:
        """Tell whether this is the secret under any of our master keys: during a change of keys both are in use."""
        dada = token.encode()
        return any(hmac.compare_digest(dada, buena.encode()) for buena in self._maestras.ficha(purpose))

    def rewrap(self) -> int:
        """Wrap every data key under the newest master key; return how many were under another."""
        return self._llavero.envolver_de_nuevo()

    def master_ids(self) -> tuple[bytes, ...]:
        """Return what names each master key in what it encrypted itself, the newest first."""
        return self._maestras.ids

    def forget(self, dueno: Dueno) -> None:
        """Let go of a key that was destroyed: what this process remembers of it must not outlive it."""
        self._llavero.olvidar(dueno)

    def _existing(self, cabecera: bytes) -> AESGCM:
        _, codigo, dueno_id = CABECERA.unpack(cabecera)
        try:
            return self._llavero.obtener(Dueno(CLASES[codigo], dueno_id), crear=False)
        except (LlaveDestruida, LlaveroAjeno) as error:
            raise Undecipherable("no key") from error

    def _decrypt_old(self, data: bytes, context: str) -> bytes:
        """Read what was encrypted by a master key itself, before each customer had a key."""
        try:
            return self._maestras.abrir(data, context)
        except LookupError as error:
            raise Undecipherable(context) from error
