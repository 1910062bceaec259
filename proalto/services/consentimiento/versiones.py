"""The published versions of the legal texts (`textos/versiones.csv`): their hashes, and which of them ask again.

A text that was published is never edited: its hash is in the table, and customers answered to those very words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from proalto.formats.tabla import Fila, leer_tabla
from proalto.services.operacion import textos
from proalto.services.operacion.textos import Documento

COLUMNAS = ("documento", "version", "sha256", "cambia_finalidad")
DOCUMENTOS = ("autorizacion", "publicidad", "politica")
_SHA256, _VERSION = re.compile(r"[0-9a-f]{64}"), re.compile(r"v[1-9][0-9]*")


@dataclass(frozen=True)
class Version:
    """One published text; with `cambia_finalidad` who accepted an earlier one must be asked again."""

    documento: str
    version: str
    sha256: str
    cambia_finalidad: bool


def sigue_valiendo(documento: Documento, sha256: str) -> bool:
    """Tell whether an answer to the text with this hash is an answer to `documento` too.

    It is when they are the same text, or when all that came after it are mere corrections (Decreto 1377 art. 5).
    """
    if sha256 == documento.sha256:
        return True
    linea = [version for version in publicadas() if version.documento == documento.nombre]
    hashes = [version.sha256 for version in linea]
    if sha256 not in hashes or documento.sha256 not in hashes:
        return False
    despues = linea[hashes.index(sha256) + 1 : hashes.index(documento.sha256) + 1]
    return bool(despues) and not any(version.cambia_finalidad for version in despues)


def publicadas() -> tuple[Version, ...]:
    """Return all published versions, each document's in order; raise TablaInvalida."""
    return _leer(textos.CARPETA / "versiones.csv")


def alteradas() -> list[str]:
    """Return the files of legal texts that are not what was published, or were not published yet."""
    escritas = {
        f"{documento}/{archivo.name}": textos.de_archivo(documento, archivo).sha256
        for documento in DOCUMENTOS
        for archivo in (textos.CARPETA / documento).glob("*.txt")
    }
    dichas = {f"{v.documento}/{v.version}.txt": v.sha256 for v in publicadas()}
    return sorted(nombre for nombre in escritas | dichas if escritas.get(nombre) != dichas.get(nombre))


@cache
def _leer(tabla: Path) -> tuple[Version, ...]:
    versiones = [_version(fila) for fila in leer_tabla(tabla, COLUMNAS, ("documento", "version"))]
    return tuple(sorted(versiones, key=lambda version: (version.documento, int(version.version[1:]))))


def _version(fila: Fila) -> Version:
    if not _VERSION.fullmatch(fila.texto("version")):
        raise fila.mal("version", "debe ser v1, v2, v3...")
    if not _SHA256.fullmatch(fila.texto("sha256")):
        raise fila.mal("sha256", "deben ser las 64 letras y números de sha256 del texto")
    documento = fila.una_de("documento", DOCUMENTOS)
    return Version(documento, fila.texto("version"), fila.texto("sha256"), fila.si_o_no("cambia_finalidad"))
