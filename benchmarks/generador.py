"""Running the load generator beside what it loads, and adding up what each side took."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import maquina
from benchmarks.cifras import resumir
from benchmarks.maquina import Familias, Gasto
from proalto.settings import ROOT


def correr(encargo: dict[str, Any], familias: Familias, en: Sequence[int] = ()) -> tuple[dict[str, Any], Gasto]:
    """Return what the generator measured and what was spent meanwhile; `en` are the cores that it may use."""
    with tempfile.TemporaryDirectory() as carpeta:
        entra, sale = Path(carpeta) / "encargo.json", Path(carpeta) / "resultado.json"
        entra.write_text(json.dumps(encargo))
        orden = [sys.executable, "-m", "benchmarks.carga", str(entra), str(sale)]
        if en:
            orden = ["taskset", "-c", ",".join(map(str, en)), *orden]
        with maquina.gasto(familias) as gastado:
            subprocess.run(orden, cwd=ROOT, check=True)
        return json.loads(sale.read_text()), gastado


def resumen(resultado: dict[str, Any]) -> dict[str, Any]:
    """Return the answer times, what failed, and how late and how costly the generator itself was."""
    return {
        "ms": resumir(resultado["latencias"]),
        "por_encima_de_1_s": sum(ms > 1000 for ms in resultado["latencias"]),
        "errores": resultado["errores"],
        "generador": {"atraso_ms": resumir(resultado["atrasos"]), "cpu_s": resultado["cpu_s"]},
    }
