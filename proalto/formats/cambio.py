"""Whether a text may say what must be changed in somebody's data, or says no more than that something must."""

from __future__ import annotations

import re

from proalto.formats.texto import normalizar

MINIMO = 4  # letters and digits: less names nothing ("ok", "...", an emoji)
_CAMBIAR = r"(?:corr[ei]\w+|actuali\w+|cambi\w+|modific\w+|arregl\w+|rectific\w+)"
_DATOS = r"(?:(?:mis|los|unos|algunos|un) )?datos?(?: personales| mios)?"
_SOLO_PIDE = re.compile(rf"(?:\w+ ){{0,4}}{_CAMBIAR} {_DATOS}(?: por favor)?")


def es_cambio(texto: str) -> bool:
    """Tell whether there is something to note in it: "quiero corregir mis datos" has nothing yet."""
    dicho = normalizar(texto)
    return sum(letra.isalnum() for letra in dicho) >= MINIMO and _SOLO_PIDE.fullmatch(dicho) is None
