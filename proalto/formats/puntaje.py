"""A score said in a message: "9", "un diez", "le pongo 8", "9/10"."""

import re

from proalto.formats.numeros import cardinal
from proalto.formats.texto import plegar

_SOBRE = re.compile(r"\b(\d{1,2})\s*(?:/|de|sobre)\s*(\d{1,2})\b")
_PIEZA = re.compile(r"\d+|[a-z]+")
_ARTICULOS = ("un", "una")


def leer_puntaje(texto: str, maximo: int) -> int | None:
    """Return the only number from 0 to `maximo` that the words say; None when there is none, or two, or another."""
    plano = _SOBRE.sub(lambda par: par[1] if par[2] == str(maximo) else par[0], plegar(texto))
    if re.search(r"-\s*\d|\d[.,]\d", plano):
        return None
    dichos = {numero for pieza in _PIEZA.findall(plano) if (numero := _numero(pieza)) is not None}
    return dichos.pop() if len(dichos) == 1 and max(dichos) <= maximo else None


def _numero(pieza: str) -> int | None:
    if pieza.isdecimal():
        return int(pieza) if len(pieza) < 6 else 10**6
    return None if pieza in _ARTICULOS else cardinal([pieza])
