"""The folio of a certificate: random, easy to copy by hand, and a slip in it is noticed without asking the database."""

from __future__ import annotations

import hmac
import secrets

from proalto.formats import base32
from proalto.gateways.cipher import Cipher

GRUPO = 4
AL_AZAR, DE_CONTROL = 28, 4  # characters of 5 bits: nobody guesses 140, and a slip passes once in a million
LARGO = AL_AZAR + DE_CONTROL


def nuevo_folio(cipher: Cipher) -> str:
    """Return a folio that nobody has: "K7QX-M2D9-4WVC-0ZB3-HN8R-T5YJ-PA6E-S1FG"; the last group checks the others."""
    azar = base32.escribir(secrets.randbits(AL_AZAR * base32.BITS), AL_AZAR)
    return base32.agrupar(azar + _control(cipher, azar), GRUPO)


def leer_folio(cipher: Cipher, texto: str) -> str | None:
    """Return a folio of ours as it is written, from what somebody typed; None if it never was one."""
    letras = base32.leer(texto, LARGO)
    if letras is None or not hmac.compare_digest(letras[AL_AZAR:], _control(cipher, letras[:AL_AZAR])):
        return None
    return base32.agrupar(letras, GRUPO)


def _control(cipher: Cipher, azar: str) -> str:
    bits = int.from_bytes(cipher.keyed_hash("folio", azar)[:8], "big") % (1 << DE_CONTROL * base32.BITS)
    return base32.escribir(bits, DE_CONTROL)
