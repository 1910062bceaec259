"""Start-up, memory and training."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from benchmarks import maquina
from benchmarks.sistemas import Sistema, nuestro
from proalto.settings import ROOT

PAUSA = 0.2


def frio_y_tibio(run_dir: Path) -> dict[str, float]:
    """Return the seconds until `make up` is ready in a new folder, and again where everything has been made before."""
    with nuestro(run_dir=run_dir) as primero:
        frio = primero.arranque_s
    with nuestro(run_dir=run_dir) as otra_vez:
        return {"en_frio_s": frio, "tibio_s": otra_vez.arranque_s}


def memoria(sistema: Sistema) -> dict[str, Any]:
    """Return MB of each part after work; `los_demas` is all but Rasa and PostgreSQL, the launcher among them."""
    partes = {nombre: maquina.memoria(procesos) for nombre, procesos in sistema.familias().items()}
    if sistema.por_whatsapp:
        partes["launcher"] = maquina.memoria([sistema.raiz])
    demas = [cifras for nombre, cifras in partes.items() if nombre not in ("rasa", "postgres")]
    return partes | {"los_demas": {clave: sum(cifras[clave] for cifras in demas) for clave in ("rss", "pss")}}


def entrenamiento() -> dict[str, Any]:
    """Train the whole model anew into a folder of its own; return seconds, CPU seconds and the most memory in MB."""
    ambiente = dict(os.environ) | {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3",
                                   "CUDA_VISIBLE_DEVICES": "-1", "OMP_NUM_THREADS": "1",
                                   "PYTHONPATH": str(ROOT)}  # fmt: skip
    with tempfile.TemporaryDirectory() as carpeta:
        orden = [sys.executable, "-m", "rasa", "train", "--force", "--fixed-model-name", "banco", "--out", carpeta]
        with (Path(carpeta) / "train.log").open("wb") as salida:
            desde = time.monotonic()
            proceso = psutil.Popen(orden, cwd=ROOT, env=ambiente, stdout=salida, stderr=subprocess.STDOUT)
            mb, cpu = 0.0, 0.0
            while proceso.poll() is None:
                try:
                    mb = max(mb, proceso.memory_info().rss / 2**20)
                    cpu = sum(proceso.cpu_times()[:4])
                except psutil.Error:
                    break  # it has just ended
                time.sleep(PAUSA)
            assert proceso.wait() == 0, (Path(carpeta) / "train.log").read_text()[-2000:]
        return {"s": round(time.monotonic() - desde, 1), "cpu_s": round(cpu, 1), "mb": round(mb),
                "modelo_mb": round((Path(carpeta) / "banco.tar.gz").stat().st_size / 2**20, 1)}  # fmt: skip
