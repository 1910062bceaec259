"""Whether a text sounds as if more were coming: a greeting on its own, or a sentence cut at "quiero" or "mi"."""

from __future__ import annotations

import re

from proalto.formats.texto import normalizar, plegar

_SALUDO = re.compile(
    r"(?:(?:muy|mui|hola+|ola|holi|holis|hey|ey|alo|buen|buenas?|buenos|dias?|tardes?|tardecitas?|noches?|wenas|saludos"
    r"|que tal|senor(?:a|ita|es)?|doctora?|disculpe?|perdon|oiga|mire|vea|una pregunta|una consulta|pregunta|consulta"
    r"|que pena|por favor|porfa(?:vor)?)\W*)+"
)
_DESEO = "quiero|quisiera|necesito|deseo|busco|vengo|podrian?|reg[ae]l[ae]me|deme|dame|digame|ayudeme"
# No sentence ends in these, unless with a question mark or a full stop. Left out: those that end an answer ("así es",
# "claro que sí", "no sé", "sí por favor", "no puedo").
_SIN_FIN = (
    r"pues|por|porque|para|con|sin|del?|desde|hasta|al?|en|[yoeu]|ni|el|l[ao]s?|un|un[ao]s?|mis?|tu|sus?|me|te|le|nos"
    r"|cual|saber|preguntar|consultar|pedir|solicitar|conocer|ver|mirar|averiguar"
)
_CORTADO = re.compile(rf"(?:{_DESEO})|\S.* (?:{_DESEO}|{_SIN_FIN})")
_LARGO = 60  # letters; whoever writes more has usually said it


def quedo_a_medias(texto: str) -> bool:
    """Tell whether to wait a moment before answering; never for data, a question or a closed sentence."""
    plano = plegar(texto)
    if not plano or any(letra.isdigit() for letra in plano):
        return False
    if plano.endswith((",", "...", "…", ":")):
        return True
    if plano.endswith(("?", ".")):
        return False
    dicho = normalizar(texto)
    return len(dicho) <= _LARGO and bool(_SALUDO.fullmatch(dicho) or _CORTADO.fullmatch(dicho))
