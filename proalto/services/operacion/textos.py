"""Words that Rasa does not own, from `textos/`: legal texts with their versions, the code's SMS, outage notices."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from proalto.formats.tabla import leer_palabras
from proalto.settings import ROOT

CARPETA = ROOT / "textos"


@dataclass(frozen=True)
class Documento:
    """One immutable version of a legal text; `sha256` is of its UTF-8 bytes, as the customer read them."""

    nombre: str
    version: str
    texto: str
    sha256: str


@cache
def vigente(nombre: str) -> Documento:
    """Return the newest version of `textos/<nombre>/vN.txt`."""
    archivo = max((CARPETA / nombre).glob("v*.txt"), key=lambda path: int(path.stem[1:]))
    return de_archivo(nombre, archivo)


def de_archivo(nombre: str, archivo: Path) -> Documento:
    """Return one version of a legal text as it is shown: without space at its ends."""
    texto = archivo.read_text(encoding="utf-8").strip()
    return Documento(nombre, archivo.stem, texto, hashlib.sha256(texto.encode()).hexdigest())


@cache
def titulos() -> dict[str, str]:
    """Return what an intent is called when the customer is asked "¿quisiste decir...?" (`textos/titulos.csv`)."""
    return leer_palabras(CARPETA / "titulos.csv", "intencion")


@cache
def preferencias() -> dict[str, str]:
    """Return how a preferred hour or channel is said (`textos/preferencias.csv`)."""
    return leer_palabras(CARPETA / "preferencias.csv", "clave")


@cache
def rotulos_de_mesa() -> dict[str, str]:
    """Return what a code of the indicators is called on the desk (`textos/rotulos.csv`)."""
    return leer_palabras(CARPETA / "rotulos.csv", "clave")


@cache
def conservado() -> dict[str, str]:
    """Return what is kept of whoever is erased, as they are told (`textos/conservado.csv`)."""
    return leer_palabras(CARPETA / "conservado.csv", "clave")


@cache
def texto(nombre: str) -> str:
    """Return `textos/<nombre>.txt`."""
    return (CARPETA / f"{nombre}.txt").read_text(encoding="utf-8").strip()


@cache
def partes(nombre: str) -> dict[str, str]:
    """Return the parts of `textos/<nombre>.txt`, each under its `== name ==`; what is before the first is a note."""
    trozos = re.split(r"^== (\w+) ==$", texto(nombre), flags=re.MULTILINE)
    return {parte: dicho.strip() for parte, dicho in zip(trozos[1::2], trozos[2::2])}
