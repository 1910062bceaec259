"""Chat Spanish made regular before it is classified: accents, stretched letters, the abbreviations of WhatsApp."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from proalto.formats.texto import normalizar

_ALARGADA = re.compile(r"([a-z])\1{2,}")  # "holaaaa": Spanish doubles letters, but never writes three
_PALABRA = re.compile(r"[a-z]+|\d+|[^\sa-z\d]")
_NUMERO = re.compile(r"\d+")
with (Path(__file__).parent / "abreviaturas.csv").open(encoding="utf-8") as _tabla:
    ABREVIATURAS = {fila["escrito"]: fila["dicho"] for fila in csv.DictReader(_tabla)}


def palabras(texto: str) -> list[str]:
    """Return the words of a message, regular: `["cuanto", "debo", "0"]`; every number becomes `0`."""
    regular = _ALARGADA.sub(r"\1", normalizar(texto))
    sueltas = (ABREVIATURAS.get(palabra, palabra) for palabra in _PALABRA.findall(regular))
    return [_NUMERO.sub("0", palabra) for suelta in sueltas for palabra in suelta.split()]
