"""`python -m tests.gateways.archivos.medidor FOLDER TYPE`: inspect every file of a folder and measure.

A process of its own that holds nothing but the door: what a child takes can be told from what its parent weighs only
when the parent is small. Prints one JSON object.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
from pathlib import Path
from typing import Any

from proalto.gateways.archivos.inspeccion import inspeccionar
from proalto.gateways.archivos.motivos import LIMITES, ArchivoRechazado
from proalto.gateways.archivos.process import RevisorAway, ask

INTENTOS = 4  # a busy machine may not give a child its turn
AUSENTE, BIEN = "ausente", "bien"


def main() -> None:
    logging.disable()
    carpeta, tipo = Path(sys.argv[1]), sys.argv[2]
    ask({"orden": "inspeccionar", "tipo": tipo, "limites": {}}, b"", LIMITES)  # what a child weighs before it works
    base = _hijos_kb()
    archivos = [_medido(archivo) for archivo in sorted(carpeta.iterdir())]
    print(json.dumps({"archivos": archivos, "hijo_base_kb": base, "hijo_max_kb": _hijos_kb()}))


def _medido(archivo: Path) -> dict[str, Any]:
    contenido = archivo.read_bytes()
    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak (proc(5))
    antes = _propio_kb("VmRSS")
    for _ in range(INTENTOS):
        desde = time.monotonic()
        veredicto = _veredicto(contenido)
        segundos = time.monotonic() - desde
        if veredicto != AUSENTE:
            break
    crecio = _propio_kb("VmHWM") - antes
    return {"archivo": archivo.name, "veredicto": veredicto, "segundos": segundos, "crecio_kb": crecio}


def _veredicto(contenido: bytes) -> str:
    try:
        inspeccionar(contenido)
    except ArchivoRechazado as error:
        return error.motivo.value
    except RevisorAway:
        return AUSENTE
    return BIEN


def _hijos_kb() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def _propio_kb(campo: str) -> int:
    estado = Path("/proc/self/status").read_text()
    return next(int(linea.split()[1]) for linea in estado.splitlines() if linea.startswith(campo))


if __name__ == "__main__":
    main()
