"""Whether a customer says that an answer they gave was wrong, and which."""

from __future__ import annotations

import re

from proalto.formats.texto import normalizar

CEDULA, FECHA, CODIGO, NO_DICE = "cedula", "fecha", "codigo", ""
_EQUIVOCADO = re.compile(
    r"\bequivo[cq]|\bme confundi\b|\bmal escrit|\bno era (?:esa|ese|asi)\b"
    r"|\b(?:puse|escribi|digite|di|mande|quedo|quedaron|esta|estaba|estan) mal\b"
    r"|\bmal (?:la|el|mi) (?:cedula|documento|fecha|numero)\b"
)
_DE = {  # the date first: "la fecha de mi cédula" is about the date
    FECHA: re.compile(r"\bfecha\b|\bexpedi"),
    CEDULA: re.compile(r"\bcedula\b|\bdocumento\b|\bidentificacion\b|\bc\.?c\b"),
    CODIGO: re.compile(r"\bcodigo\b|\bclave\b|\bpin\b"),
}
_ALGO = re.compile(r"\b(?:de|en|con|el|la|los|las|un|una|mi|mis|que)\b")


def nombra(dato: str, texto: str) -> bool:
    """Tell whether the words name this datum; "la fecha de mi cédula" names two."""
    return _DE[dato].search(normalizar(texto)) is not None


def dato_equivocado(texto: str) -> str | None:
    """Return which datum is said to be wrong; `NO_DICE` for "perdón, me equivoqué"; None if nothing of this is said.

    A mistake about anything else ("me equivoqué de chat") is none of ours.
    """
    dicho = normalizar(texto)
    hallado = _EQUIVOCADO.search(dicho)
    if hallado is None:
        return None
    dato = next((dato for dato in _DE if nombra(dato, texto)), NO_DICE)
    return None if dato == NO_DICE and _ALGO.search(dicho, hallado.end()) else dato
