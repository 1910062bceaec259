"""Inspect many files and measure each, in small processes: two for the PDFs, which take longer, one for the rest."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from proalto.gateways.archivos import signatures

TURNOS = ("pdf0", "pdf1", "jpg0")  # folder: a kind, as a child weighs differently for each, and a number
RAIZ = Path(__file__).parents[3]


@dataclass(frozen=True)
class Medida:
    nombre: str
    veredicto: str  # "bien", a Motivo, or "ausente" when no child got its turn
    segundos: float
    crecio_kb: int  # the process that asked, at its peak


@dataclass(frozen=True)
class Medicion:
    medidas: list[Medida]
    hijo_crecio_kb: int  # the heaviest child of all, over what one weighs before it works


def medir(muestras: Iterable[tuple[str, bytes]], carpeta: Path) -> Medicion:
    """Return a Medida for each sample (name, content), in no order."""
    nombres: dict[str, str] = {}
    for turno in TURNOS:
        (carpeta / turno).mkdir()
    for lugar, (nombre, contenido) in enumerate(muestras):
        turno = f"pdf{lugar % 2}" if signatures.kind(contenido) == "pdf" else "jpg0"
        archivo = carpeta / turno / f"{lugar:04}"
        archivo.write_bytes(contenido)
        nombres[archivo.name] = nombre
    procesos = [_empezado(carpeta / turno, turno[:3]) for turno in TURNOS]
    medidas, crecio = [], 0
    for proceso in procesos:
        dicho = json.loads(proceso.communicate()[0])
        crecio = max(crecio, dicho["hijo_max_kb"] - dicho["hijo_base_kb"])
        medidas += [Medida(nombres[uno.pop("archivo")], **uno) for uno in dicho["archivos"]]
    return Medicion(medidas, crecio)


def _empezado(carpeta: Path, tipo: str) -> subprocess.Popen[bytes]:
    orden = [sys.executable, "-m", "tests.gateways.archivos.medidor", str(carpeta), tipo]
    return subprocess.Popen(orden, cwd=RAIZ, stdout=subprocess.PIPE)
