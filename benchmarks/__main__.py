"""`make bench`: start the product, measure, print the figures and write benchmarks/resultados.json."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks import acuses, archivos, mesa, paz_y_salvo, turnos
from tests.e2e.producto import Producto, arrancar

RESULTADOS = Path(__file__).parent / "resultados.json"
PARTES = ("rasa", "actions", "worker", "canal", "mesa")


def main() -> None:
    desde = time.monotonic()
    with tempfile.TemporaryDirectory() as carpeta, arrancar(Path(carpeta) / "run") as producto:
        cifras = {
            "arranque_s": round(time.monotonic() - desde, 1),
            "turno_ms": turnos.medir(producto),
            "paz_y_salvo_ms_del_toque_al_documento": paz_y_salvo.medir(producto),
            "memoria_mb": _memoria(producto),
            "acuse_ms_a_100_por_segundo": acuses.medir(producto),
        }
    cifras["pagina_de_casos_ms_con_200_y_20_asesores"] = mesa.medir()
    cifras["archivos"] = archivos.medir()  # once the product has left the machine
    RESULTADOS.write_text(json.dumps(cifras, indent=2, ensure_ascii=False) + "\n")
    print(json.dumps(cifras, indent=2, ensure_ascii=False))


def _memoria(producto: Producto) -> dict[str, int]:
    """Return each part's resident memory in MB, with its children."""
    return {parte: sum(_rss(p) for p in _familia(producto.proceso(parte))) for parte in PARTES}


def _familia(proceso: psutil.Process) -> list[psutil.Process]:
    return [proceso, *proceso.children(recursive=True)]


def _rss(proceso: psutil.Process) -> int:
    return int(proceso.memory_info().rss / 2**20)


if __name__ == "__main__":
    main()
