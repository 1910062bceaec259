"""`make nlu-comparar`: every candidate trained and measured alone on one core; `SOLO=logística` for those so named.

Leaves .run/nlu/comparacion.json, which keeps what an earlier run measured, and the tables in .run/nlu/comparacion.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import Any

from benchmarks.nlu.candidatos import CANDIDATOS, Candidato
from benchmarks.nlu.tabla import markdown
from proalto.settings import ROOT

SALIDA = ROOT / ".run" / "nlu"
COMPARACION, TABLA = SALIDA / "comparacion.json", SALIDA / "comparacion.md"
ESCRIBIENDO = Lock()
UN_NUCLEO = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "RASA_MAX_CACHE_SIZE": "0",  # MB: nothing that was trained before is used again
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONWARNINGS": "ignore",
}


def main(solo: str = "") -> int:
    parecidos = [c for c in CANDIDATOS if solo.lower() in c.nombre.lower()]
    elegidos = [c for c in parecidos if c.nombre == solo] or parecidos
    elegidos.sort(key=lambda c: c.epocas is None)  # the long ones first, so that no core idles at the end
    if not elegidos:
        print(f"✗ Ningún candidato se llama «{solo}». Hay: " + "; ".join(c.nombre for c in CANDIDATOS), file=sys.stderr)
        return 1
    SALIDA.mkdir(parents=True, exist_ok=True)
    nucleos = sorted(os.sched_getaffinity(0))
    print(f"{len(elegidos)} candidatos, de a {len(nucleos)}, cada uno en su núcleo. DIET tarda: déjalo corriendo.")
    libres: SimpleQueue[int] = SimpleQueue()
    for nucleo in nucleos:
        libres.put(nucleo)
    with ThreadPoolExecutor(len(nucleos)) as grupo:
        fallas = [nombre for nombre in grupo.map(lambda c: _uno(c, libres), elegidos) if nombre]
    cifras = leer_comparacion()
    TABLA.write_text(markdown(cifras), encoding="utf-8")
    print(f"\n{markdown(cifras)}\nTablas: {TABLA}\nTodo: {COMPARACION}")
    if fallas:
        print("✗ No terminaron: " + ", ".join(fallas), file=sys.stderr)
    return 1 if fallas else 0


def leer_comparacion() -> dict[str, Any]:
    """Return the figures so far, in the order of CANDIDATOS."""
    hechas = json.loads(COMPARACION.read_text(encoding="utf-8")) if COMPARACION.exists() else {}
    return {c.nombre: hechas[c.nombre] for c in CANDIDATOS if c.nombre in hechas}


def _uno(candidato: Candidato, libres: SimpleQueue[int]) -> str | None:
    """Train and measure one; return its name if it failed, so that the others go on."""
    nucleo, desde = libres.get(), time.monotonic()
    log = SALIDA / f"{candidato.nombre.replace(' ', '-').replace(',', '')}.log"
    print(f"▸ {candidato.nombre} (núcleo {nucleo}): empieza; lo que dice Rasa está en {log}", flush=True)
    try:
        cifras = _en_procesos(candidato, nucleo, log)
    except subprocess.CalledProcessError:
        print(f"✗ {candidato.nombre}: mira el final de {log}", file=sys.stderr, flush=True)
        return candidato.nombre
    finally:
        libres.put(nucleo)
    with ESCRIBIENDO:
        todas = leer_comparacion() | {candidato.nombre: {"fecha": date.today().isoformat()} | cifras}
        COMPARACION.write_text(json.dumps(todas, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"✓ {candidato.nombre}: exactitud {cifras['exactitud']}, {time.monotonic() - desde:.0f} s", flush=True)
    return None


def _en_procesos(candidato: Candidato, nucleo: int, log: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as nombre, log.open("wb") as salida:
        carpeta, cifras = Path(nombre), {}
        ambiente = os.environ | UN_NUCLEO | {"RASA_CACHE_DIRECTORY": str(carpeta / "cache")}
        for paso in ("entrenar", "medir"):
            orden = [sys.executable, "-m", "benchmarks.nlu.uno", paso, candidato.nombre, nombre]
            subprocess.run(
                ["taskset", "-c", str(nucleo), "nice", *orden],
                cwd=ROOT, env=ambiente, stdout=salida, stderr=subprocess.STDOUT, check=True,
            )  # fmt: skip
            cifras |= json.loads((carpeta / f"{paso}.json").read_text())
    cifras.pop("pares")
    return cifras


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
