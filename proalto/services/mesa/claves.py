"""Passwords of the desk: argon2id with the parameters of RFC 9106 (the profile for little memory)."""

from __future__ import annotations

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from proalto.errors import ProAltoError
from proalto.formats.texto import plegar

MINIMO, MAXIMO = 12, 200
LETRAS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another on paper
GRUPOS, POR_GRUPO = 4, 4  # 79 bits
DE_LA_DEMO = "mesa-de-demostracion"
_argon2 = PasswordHasher()
_a_la_vez = threading.BoundedSemaphore(2)  # each takes 64 MB; whoever knocks a lot waits, and nobody else runs out


class ClaveDebil(ProAltoError):
    """The password is too short or too long, or says who its owner is; `razon` names which."""

    def __init__(self, razon: str) -> None:
        super().__init__(razon)
        self.razon = razon


def cifrar(clave: str) -> str:
    """Return what is kept of a password."""
    with _a_la_vez:
        return _argon2.hash(clave)


def coincide(guardada: str | None, clave: str) -> bool:
    """Tell whether this is the password; for who has none the work is the same."""
    with _a_la_vez:
        try:
            _argon2.verify(guardada or _de_nadie(), clave[: MAXIMO + 1])
        except (VerificationError, InvalidHashError):
            return False
    return guardada is not None


def exigir_buena(clave: str, usuario: str, nombre: str) -> None:
    """Raise ClaveDebil unless the password is long enough, is not the demonstration's, and does not name its owner."""
    dicha = plegar(clave)
    if len(clave) < MINIMO:
        raise ClaveDebil("corta")
    if len(clave) > MAXIMO:
        raise ClaveDebil("larga")
    suyos = [usuario, *nombre.split()]
    if clave == DE_LA_DEMO or len(set(clave)) < MINIMO // 3:
        raise ClaveDebil("facil")
    if any(len(suyo) > 2 and plegar(suyo) in dicha for suyo in suyos):
        raise ClaveDebil("nombre")


def temporal() -> str:
    """Return a password to be said once and changed at the first entry, such as "k7mw-2hxa-p9rt-cd4e"."""
    return "-".join("".join(secrets.choice(LETRAS) for _ in range(POR_GRUPO)) for _ in range(GRUPOS))


@cache
def _de_nadie() -> str:
    return _argon2.hash(secrets.token_urlsafe(32))
