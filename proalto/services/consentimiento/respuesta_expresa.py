"""The words that answer an authorization: a short list, and nothing that is merely like them."""

from __future__ import annotations

import re
import unicodedata

from proalto.formats.texto import plegar
from proalto.services.consentimiento.libro_de_autorizaciones import Evento

# Silence, "ok gracias" or going on writing is no consent (Decreto 1377 art. 7): only these words, or the button.
ACEPTAN = frozenset(
    ("acepto", "si acepto", "yo acepto", "acepto si", "autorizo", "si autorizo", "yo autorizo", "los autorizo",
     "si los autorizo", "acepto el tratamiento", "autorizo el tratamiento", "acepto el tratamiento de mis datos",
     "autorizo el tratamiento de mis datos", "si acepto el tratamiento de mis datos",
     "si autorizo el tratamiento de mis datos", "acepto la autorizacion", "claro que acepto", "si claro acepto")
)  # fmt: skip
RECHAZAN = frozenset(
    ("no acepto", "no autorizo", "no los autorizo", "no quiero autorizar", "no quiero aceptar", "yo no acepto",
     "no acepto el tratamiento", "no autorizo el tratamiento", "no autorizo el tratamiento de mis datos", "rechazo")
)  # fmt: skip


_ORILLAS = " \t\n.,;:!¡*\"'«»“”"
_DE_OTRO = re.compile(r"\w+ó\b")  # "aceptó", "autorizó": somebody else did


def leer_respuesta(texto: str) -> Evento | None:
    """Return what the words say to the authorization, or None when they are no explicit answer."""
    justo = unicodedata.normalize("NFC", texto).lower().strip(_ORILLAS)
    if "?" in texto or _DE_OTRO.search(justo):  # whoever asks has not answered
        return None
    dicho = plegar(justo.replace(",", "").replace(".", ""))
    if dicho in ACEPTAN:
        return Evento.ACEPTADA
    return Evento.RECHAZADA if dicho in RECHAZAN else None
