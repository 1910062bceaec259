"""The inspection of customers' files: how long a verdict takes and how much memory, over the hostile and the good."""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import ModuleType

from benchmarks.cifras import Resumen, resumir
from tests.gateways.archivos import buenos, hostiles
from tests.gateways.archivos.medicion import medir as medir_muestras

Cifras = dict[str, Resumen | int | float]


def medir() -> dict[str, Cifras]:
    """Return verdict times in milliseconds and growth in MB, of the heaviest child and of who asks."""
    return {"hostiles": _lote(hostiles), "buenos": _lote(buenos)}


def _lote(modulo: ModuleType) -> Cifras:
    with tempfile.TemporaryDirectory() as carpeta:
        medicion = medir_muestras(modulo.todos(), Path(carpeta))
    return {
        "aceptados": sum(m.veredicto == "bien" for m in medicion.medidas),
        "veredicto_ms": resumir([m.segundos * 1000 for m in medicion.medidas]),
        "hijo_crece_mb": round(medicion.hijo_crecio_kb / 1024, 1),
        "quien_pregunta_crece_mb": round(max(m.crecio_kb for m in medicion.medidas) / 1024, 1),
    }
