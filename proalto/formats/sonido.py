"""How a word sounds, so that two spellings of it are one."""

from __future__ import annotations

import re

_PHONETIC = ((r"qu|q", "k"), (r"[zx]", "s"), (r"c(?=[ei])", "s"), (r"g(?=[ei])", "j"), (r"c", "k"), (r"h", ""),
             (r"m(?=[bv])", "n"), (r"v", "b"), (r"ll", "y"), (r"(.)\1+", r"\1"))  # fmt: skip


def suena(palabra: str) -> str:
    """Return how a folded word sounds, so that "abisen" is "avisen" and "noo" is "no"."""
    for patron, como in _PHONETIC:
        palabra = re.sub(patron, como, palabra)
    return palabra
