"""When and how somebody wants to be called."""

import re

from proalto.formats.texto import plegar

_FRANJAS = {
    "manana": r"\bmananas?\b|\bmananitas?\b|\btempran\w+|\bantes del? (?:medio ?dia|las (?:8|9|10|11|12))|\ba\.? ?m\b",
    "tarde": r"\btarde(?:s|citas?)?\b|\bdespues del? (?:almuerzo|medio ?dia|las)|\bp\.? ?m\b",
    "cualquiera": r"cualquier|cuando (?:puedan|quieran|sea)|todo el dia|a toda hora|da igual|da lo mismo|no importa",
}
_MEDIOS = {
    "whatsapp": r"what?s?app|\bwas?ap+\w*|\bguasap\w*|\bwsp?p?\b|\bchat\b|por aqui|por aca|este medio|mensaje|escrib",
    "llamada": r"llam|telefon|\bcelular\b|marqu?",
}


def leer_franja(texto: str) -> str | None:
    """Return `manana`, `tarde` or `cualquiera`; None if the text names none, or both halves of the day name two."""
    dichas = _dichas(texto, _FRANJAS)
    return "cualquiera" if dichas == {"manana", "tarde"} or "cualquiera" in dichas else _unica(dichas)


def leer_medio(texto: str) -> str | None:
    """Return `whatsapp` or `llamada`; None if the text names neither or both."""
    return _unica(_dichas(texto, _MEDIOS))


def _dichas(texto: str, patrones: dict[str, str]) -> set[str]:
    plano = plegar(texto)
    return {clave for clave, patron in patrones.items() if re.search(patron, plano)}


def _unica(dichas: set[str]) -> str | None:
    return dichas.pop() if len(dichas) == 1 else None
