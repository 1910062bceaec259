"""All checks over one tree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from revisor.hallazgo import Hallazgo
from revisor.limites import Minimos
from revisor.proyecto import Proyecto, abrir
from revisor.revisiones import (
    botones,
    datos,
    forma,
    frases,
    fuentes,
    palabras,
    pasos,
    prohibidas,
    reglas,
    respuestas,
    temas,
    textos,
)


def revisar(raiz: Path, hoy: date, minimos: Minimos | None = None) -> list[Hallazgo]:
    """Return what is wrong in the conversations under `raiz`, in the order of files and lines.

    A file that cannot be read is all that is told: whatever it declares would look missing.
    """
    return revisar_proyecto(abrir(raiz), hoy, minimos or Minimos())


def revisar_proyecto(proyecto: Proyecto, hoy: date, minimos: Minimos) -> list[Hallazgo]:
    """Do the same for a project that was read already."""
    hallazgos = set(proyecto.rotos or _todas(proyecto, hoy, minimos))
    return sorted(hallazgos, key=lambda uno: (uno.archivo, uno.linea, str(uno)))


def _todas(proyecto: Proyecto, hoy: date, minimos: Minimos) -> Iterator[Hallazgo]:
    for modulo in (forma, palabras, prohibidas, botones, datos, respuestas, temas, pasos, reglas, textos):
        yield from modulo.revisar(proyecto)
    yield from frases.revisar(proyecto, minimos)
    yield from fuentes.revisar(proyecto, hoy)
