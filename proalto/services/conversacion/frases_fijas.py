"""What a customer may ask without any model: a tap, a phrase of `textos/frases_fijas.csv` and nothing else, and in any
words no more messages (`formats/baja.py`) or that somebody impersonated them (`formats/suplantacion.py`).

A phrase too few is a customer who waits for Rasa; one too many opens a case of fraud for somebody who ordered none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path

from proalto.formats.baja import pide_baja
from proalto.formats.suplantacion import denuncia_suplantacion
from proalto.formats.tabla import Fila, leer_tabla, tabla_mala
from proalto.formats.texto import normalizar
from proalto.settings import ROOT

TABLA = ROOT / "textos" / "frases_fijas.csv"
LARGO = 80  # letters of the longest message that is looked at
_SALUDO = r"hola|buenos dias|buenas tardes|buenas noches|buenas|senorita|senor"
_FAVOR = r"por favor|porfavor|porfa|xfa|gracias|muchas gracias"
_CORTESIA = re.compile(rf"^(?:(?:{_SALUDO}|{_FAVOR})[\s,.!]+)+|(?:[\s,.!]+(?:{_FAVOR}|senorita|senor))+$")
_ADORNO = re.compile(r"^[^\w]+|[^\w]+$")


class Orden(str, Enum):
    """What is done without Rasa; the value is the intent that asks Rasa for the same."""

    POLITICA = "consultar_politica_datos"
    ASESOR = "hablar_con_asesor"
    FRAUDE = "reportar_fraude"
    BAJA = "desactivar_notificaciones"

    @property
    def payload(self) -> str:
        return f"/{self.value}"


def pedida(texto: str, payload: str) -> Orden | None:
    """Return what a message asks for, as (text, payload) of which one is empty; None when it needs Rasa."""
    if payload:
        return next((orden for orden in Orden if orden.payload == payload.partition("{")[0]), None)
    orden = vigentes().get(_clave(texto)) if len(texto) <= LARGO else None
    return orden or _en_otras_palabras(texto)


@cache
def vigentes() -> Mapping[str, Orden]:
    """Return the phrases in the form in which they are compared, read once."""
    return leer(TABLA)


def leer(tabla: Path) -> dict[str, Orden]:
    """Read and check the table; raise TablaInvalida at the first thing that is wrong."""
    frases: dict[str, Orden] = {}
    for fila in leer_tabla(tabla, ("intencion", "frase"), ("frase",)):
        orden, clave = Orden(fila.una_de("intencion", [orden.value for orden in Orden])), _clave(fila.texto("frase"))
        _exigir(fila, clave, frases.get(clave, orden) is orden)
        frases[clave] = orden
    faltan = [orden.value for orden in Orden if orden not in frases.values()]
    if faltan:
        raise tabla_mala(tabla, f"falta una frase de {', '.join(faltan)}")
    return frases


def _en_otras_palabras(texto: str) -> Orden | None:
    if pide_baja(texto):
        return Orden.BAJA
    return Orden.FRAUDE if denuncia_suplantacion(texto) else None


def _exigir(fila: Fila, clave: str, de_la_misma: bool) -> None:
    if not 4 <= len(clave) <= LARGO:
        raise fila.mal("frase", f"debe tener de 4 a {LARGO} letras, sin contar saludos ni «por favor»")
    if not de_la_misma:
        raise fila.mal("frase", "ya está, pero con otra intención")


def _clave(texto: str) -> str:
    """Return the words alone: what stands between them says something ("no, fui yo") and stays."""
    plano = _ADORNO.sub("", normalizar(texto))
    return _ADORNO.sub("", _CORTESIA.sub("", plano))
