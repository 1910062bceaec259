"""Meta's templates as they are registered: their words in `textos/plantillas/`, what each is for in `plantillas.csv`.

The class is Ley 2300 de 2023's: a template without one cannot be sent by an advisor.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from proalto.errors import ProAltoError
from proalto.formats.prohibido import prohibido
from proalto.formats.tabla import Fila, TablaInvalida, leer_tabla
from proalto.services.operacion.textos import CARPETA
from proalto.whatsapp import payloads
from proalto.whatsapp.payloads import Payload

COLUMNAS = ("nombre", "clase", "asesor", "titulo", "datos")
DATO_MAXIMO = 120  # characters of one datum: Meta refuses a body over 1024
_LUGAR = re.compile(r"\{\{(\d+)\}\}")


class PlantillaInvalida(ProAltoError):
    """There is no such template, or what fills it does not fit."""


class Clase(str, Enum):
    """What a template is for (Ley 2300 de 2023 art. 3, 5 and 8)."""

    RESPUESTA = "respuesta"
    SOLICITADA = "solicitada"
    SEGURIDAD = "seguridad"
    COBRANZA = "cobranza"
    PUBLICIDAD = "publicidad"


@dataclass(frozen=True)
class Plantilla:
    """One template; `datos` says what fills each of its places, in order."""

    nombre: str
    idioma: str
    clase: Clase
    titulo: str
    cuerpo: str
    datos: tuple[str, ...]
    para_asesor: bool


@cache
def registradas() -> Mapping[str, Plantilla]:
    """Return every template by its name."""
    return {fila.texto("nombre"): _leer(fila) for fila in leer_tabla(CARPETA / "plantillas.csv", COLUMNAS, ("nombre",))}


def disponibles() -> list[Plantilla]:
    """Return the templates that an advisor may send, in the order of the table."""
    return [plantilla for plantilla in registradas().values() if plantilla.para_asesor]


def clase(nombre: str) -> Clase | None:
    """Return what a template is for, or None when nobody said."""
    plantilla = registradas().get(nombre)
    return None if plantilla is None else plantilla.clase


def exigir_clase(nombres: Iterable[str]) -> None:
    """Raise TablaInvalida if one of these templates is not registered: it could never leave."""
    faltan = [nombre for nombre in nombres if clase(nombre) is None]
    if faltan:
        raise TablaInvalida(f"textos/plantillas.csv: falta la fila de {', '.join(faltan)}, y sin clase no se envía.")


def para_asesor(nombre: str) -> Plantilla:
    """Return a template that an advisor may send, or raise PlantillaInvalida."""
    plantilla = registradas().get(nombre)
    if plantilla is None or not plantilla.para_asesor:
        raise PlantillaInvalida(nombre)
    return plantilla


def ver(plantilla: Plantilla, valores: Sequence[str]) -> str:
    """Return the words as the customer will read them; raise PlantillaInvalida if the data do not fit."""
    limpios = _limpios(plantilla, valores)
    return _LUGAR.sub(lambda lugar: limpios[int(lugar[1]) - 1], plantilla.cuerpo)


def rellenar(plantilla: Plantilla, valores: Sequence[str]) -> Payload:
    """Return the message to send; raise PlantillaInvalida if the data do not fit."""
    return payloads.template(plantilla.nombre, plantilla.idioma, _limpios(plantilla, valores))


def _limpios(plantilla: Plantilla, valores: Sequence[str]) -> list[str]:
    """Return the data in one line each: Meta refuses line breaks, and the customer would see the marks."""
    limpios = [" ".join(re.sub(r"[*_~`]", "", valor).split()) for valor in valores]
    caben = len(limpios) == len(plantilla.datos) and all(0 < len(limpio) <= DATO_MAXIMO for limpio in limpios)
    if not caben or any(prohibido(limpio) for limpio in limpios):
        raise PlantillaInvalida(plantilla.nombre)
    return limpios


def _leer(fila: Fila) -> Plantilla:
    registrada = json.loads((CARPETA / "plantillas" / f"{fila.texto('nombre')}.json").read_text(encoding="utf-8"))
    cuerpo = next(parte for parte in registrada["components"] if parte["type"] == "BODY")
    return Plantilla(
        nombre=fila.texto("nombre"),
        idioma=registrada["language"],
        clase=Clase(fila.una_de("clase", [clase.value for clase in Clase])),
        titulo=fila.texto("titulo"),
        cuerpo=str(cuerpo.get("text", "")),
        datos=fila.partes("datos", alguna=False),
        para_asesor=fila.si_o_no("asesor"),
    )
