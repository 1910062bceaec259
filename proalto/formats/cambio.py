"""Whether a text may say what must be changed in somebody's data: what it says, and that it does not ask."""

from __future__ import annotations

import re

from proalto.formats.texto import normalizar

MINIMO = 4  # letters and digits: less names nothing ("ok", "...", an emoji)
_CAMBIAR = r"(?:corr[ei]\w+|actuali\w+|cambi\w+|modific\w+|arregl\w+|rectific\w+)"
_DATOS = r"(?:(?:mis|los|unos|algunos|un) )?datos?(?: personales| mios)?"
_SOLO_PIDE = re.compile(rf"(?:\w+ ){{0,4}}{_CAMBIAR} {_DATOS}(?:,? por favor)?")
_PREGUNTA = re.compile(
    r"(?:\w+ ){0,3}(?:cual(?:es)?|como|cuando|cuant[oa]s?|donde|quien(?:es)?|saber|puedo|pueden|tienen|hay)\b"
    r"|(?:(?:y|a|en|de|con|por|para|hasta|desde) ){0,2}que\b"  # "el saldo que aparece" asks nothing
)
_VALOR = re.compile(r"[:@\d]")
_AFIRMA = re.compile(
    r"\b(?:es|son|soy|era|esta|estan|vivo|trabajo|aparece|debe|debo|pague|ahora|nuev[oa]|mal|errad[oa])\b"
)


def es_cambio(texto: str) -> bool:
    """Tell whether there is something to note in it: "quiero corregir mis datos" has nothing yet."""
    dicho = normalizar(texto)
    return sum(letra.isalnum() for letra in dicho) >= MINIMO and _SOLO_PIDE.fullmatch(dicho) is None


def afirma(texto: str) -> bool:
    """Tell whether the words state something ("empleador: Alcaldía", "el saldo está mal") and ask nothing."""
    dicho = normalizar(texto)
    if "?" in texto or "¿" in texto or _PREGUNTA.match(dicho):
        return False
    return bool(_VALOR.search(dicho) or _AFIRMA.search(dicho))
