"""`python -m revisor [carpeta]`: read, say what is wrong, and end with 1 if something is."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from revisor.limites import Minimos
from revisor.proyecto import abrir
from revisor.revision import revisar_proyecto

RAIZ = Path(__file__).parent.parent
ZONA = ZoneInfo("America/Bogota")


def main(raiz: Path = RAIZ) -> int:
    """Print the findings, or how much was found well; return the exit code."""
    proyecto = abrir(raiz)
    hallazgos = revisar_proyecto(proyecto, datetime.now(ZONA).date(), Minimos())
    for hallazgo in hallazgos:
        print(hallazgo)
    faltas = sum(not hallazgo.aviso for hallazgo in hallazgos)
    if faltas:
        print(f"\n✗ {_contar(faltas, 'cosa', 'cosas')} por corregir.")
        return 1
    frases = sum(len(una.frases) for una in proyecto.frases.values())
    respuestas, intenciones = len(proyecto.respuestas), len(proyecto.nombres("intents"))
    print(f"✓ Todo bien: {respuestas} respuestas, {intenciones} intenciones, {frases} frases.")
    return 0


def _contar(cuantas: int, una: str, varias: str) -> str:
    return f"{cuantas} {una if cuantas == 1 else varias}"


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
