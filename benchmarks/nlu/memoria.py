"""How much memory the model takes: a process that only loads it and understands a few phrases says so."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.nlu.medidas import memoria_mb
from proalto.nlu.modelo import Modelo, cargar
from proalto.settings import ROOT

FRASES = ("cuánto debo", "kiero renovar mi credito xfa", "¿qué tasa manejan?")


def de(modelo: Modelo) -> dict[str, int]:
    """Return MB of the process before and after it has loaded the model, and of the model's files."""
    with tempfile.TemporaryDirectory() as carpeta:
        modelo.guardar(Path(carpeta))
        orden = [sys.executable, "-m", "benchmarks.nlu.memoria", carpeta]
        antes, despues = subprocess.run(orden, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split()
        archivos = sum(archivo.stat().st_size for archivo in Path(carpeta).iterdir())
    return {"del_modelo": int(despues) - int(antes), "del_proceso": int(despues), "en_disco": archivos // 2**20}


def main(carpeta: str) -> None:
    antes = memoria_mb("VmRSS")
    modelo = cargar(Path(carpeta))
    for frase in FRASES:
        modelo.probabilidades(frase)
    print(antes, memoria_mb())


if __name__ == "__main__":
    main(sys.argv[1])
