"""Chat Spanish made regular before it is classified: accents, stretched letters, the abbreviations of WhatsApp."""

from __future__ import annotations

import re
from pathlib import Path

from proalto.formats.tabla import leer_tabla
from proalto.formats.texto import normalizar

_ALARGADA = re.compile(r"([a-z])\1{2,}")  # "holaaaa": Spanish doubles letters, but never writes three
_PALABRA = re.compile(r"[a-z]+|\d+|[^\sa-z\d]")
_NUMERO = re.compile(r"\d+")
_TABLA = Path(__file__).with_name("abreviaturas.csv")
ABREVIATURAS = {
    fila.texto("escrito"): fila.texto("dicho") for fila in leer_tabla(_TABLA, ("escrito", "dicho"), ("escrito",))
}


def palabras(texto: str) -> list[str]:
    """Return the words of a message, regular: `["cuanto", "debo", "0"]`; every number becomes `0`."""
    regular = _ALARGADA.sub(r"\1", normalizar(texto))
    sueltas = (ABREVIATURAS.get(palabra, palabra) for palabra in _PALABRA.findall(regular))
    return [_NUMERO.sub("0", palabra) for suelta in sueltas for palabra in suelta.split()]
