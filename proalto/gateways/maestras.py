"""Master keys: what `DATA_KEYS` says, newest first. They encrypt nothing but data keys."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
ID_BYTES, NONCE_BYTES = 4, 12


class Maestras:
    """The master keys of a process."""

    def __init__(self, data_keys: Sequence[str]) -> None:
        secretos = [_derivar(key.encode(), b"proalto datos") for key in data_keys]
        self._llaves = {hashlib.sha256(secreto).digest()[:ID_BYTES]: AESGCM(secreto) for secreto in secretos}
        self._nueva = next(iter(self._llaves))
        self._fichas = [_derivar(key.encode(), b"proalto fichas") for key in data_keys]
        self.primeras_huellas = _derivar(data_keys[-1].encode(), b"proalto huellas")

    @property
    def ids(self) -> tuple[bytes, ...]:
        """Return what names each key in what it wrapped, the newest first."""
        return tuple(self._llaves)

    def envolver(self, llave: bytes, contexto: str) -> bytes:
        """Return version | id of the master key | nonce | ciphertext, under the newest."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + self._nueva + nonce + self._llaves[self._nueva].encrypt(nonce, llave, contexto.encode())

    def abrir(self, envuelta: bytes, contexto: str) -> bytes:
        """Return what `envolver` took; raise LookupError if it was touched or its master key is not among ours."""
        cual, resto = envuelta[1 : 1 + ID_BYTES], envuelta[1 + ID_BYTES :]
        if envuelta[:1] != VERSION or cual not in self._llaves:
            raise LookupError(contexto)
        try:
            return self._llaves[cual].decrypt(resto[:NONCE_BYTES], resto[NONCE_BYTES:], contexto.encode())
        except (InvalidTag, ValueError) as error:  # ValueError: cut off within the nonce
            raise LookupError(contexto) from error

    def es_de_la_nueva(self, envuelta: bytes) -> bool:
        """Tell whether the newest master key wrapped this."""
        return envuelta[1 : 1 + ID_BYTES] == self._nueva

    def ficha(self, uso: str) -> list[str]:
        """Return a secret for this use under each master key, the newest's first."""
        return [hmac.digest(secreto, uso.encode(), "sha256").hex() for secreto in self._fichas]


def _derivar(secreto: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(secreto)
