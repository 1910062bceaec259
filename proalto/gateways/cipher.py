"""Encryption at rest: AES-256-GCM under `DATA_KEYS`, newest key first, older ones still read."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from proalto.errors import ProAltoError

VERSION = b"\x01"
KEY_ID_BYTES, NONCE_BYTES = 4, 12


class Undecipherable(ProAltoError):
    """The bytes were altered, belong elsewhere, or their key is no longer in `DATA_KEYS`."""


class Cipher:
    """Encrypts small values. The context (table, column, owner) is authenticated: a value cannot be moved."""

    def __init__(self, data_keys: Sequence[str]) -> None:
        masters = [_derive(key.encode(), b"proalto datos") for key in data_keys]
        self._keys = {hashlib.sha256(key).digest()[:KEY_ID_BYTES]: AESGCM(key) for key in masters}
        self._newest = next(iter(self._keys))
        # Hashes must stay the same when a newer key is added, so they hang on the oldest one.
        self._hash_key = _derive(data_keys[-1].encode(), b"proalto huellas")

    def encrypt(self, plain: bytes, context: str) -> bytes:
        """Return version | key id | nonce | ciphertext."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + self._newest + nonce + self._keys[self._newest].encrypt(nonce, plain, context.encode())

    def decrypt(self, sealed: bytes | memoryview, context: str) -> bytes:
        """Return the plain bytes, or raise Undecipherable."""
        data = bytes(sealed)
        key_id, rest = data[1 : 1 + KEY_ID_BYTES], data[1 + KEY_ID_BYTES :]
        if data[:1] != VERSION or key_id not in self._keys:
            raise Undecipherable(context)
        try:
            return self._keys[key_id].decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], context.encode())
        except (InvalidTag, ValueError) as error:  # ValueError: cut off within the nonce
            raise Undecipherable(context) from error

    def seal(self, value: Any, context: str) -> bytes:
        """Encrypt a JSON value."""
        return self.encrypt(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), context)

    def unseal(self, sealed: bytes | memoryview, context: str) -> Any:
        """Decrypt what `seal` made."""
        return json.loads(self.decrypt(sealed, context))

    def keyed_hash(self, purpose: str, text: str) -> bytes:
        """Return HMAC-SHA256 of the text: equal texts can be found, none can be read back or tried offline."""
        return hmac.digest(self._hash_key, f"{purpose}\x00{text}".encode(), "sha256")

    def internal_token(self, purpose: str) -> str:
        """Return the shared secret of two of our own processes, derived so that no further variable is needed."""
        return self.keyed_hash(f"token:{purpose}", "").hex()


def _derive(secret: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(secret)
