"""`make demo` on free ports."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from proalto.settings import ROOT
from tests.conftest import carpeta_abierta
from tests.e2e.producto import ARRANQUE, esperar_salud, puerto_libre

CAPTURAS = ROOT / "tests" / "capturas"


@pytest.fixture(scope="session")
def demo() -> Iterator[str]:
    """Start the demo and return the address of its phones."""
    CAPTURAS.mkdir(exist_ok=True)
    run_dir = carpeta_abierta("demo")
    nombres = ("CANAL_PORT", "MESA_PORT", "RASA_PORT", "ACTIONS_PORT", "SIMULADOR_PORT")
    puertos = {nombre: str(puerto_libre()) for nombre in nombres}
    entorno = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | puertos
    with (run_dir / "launcher.log").open("wb") as salida:
        proceso = subprocess.Popen(
            [sys.executable, "-m", "launcher", "demo"],
            cwd=ROOT,
            env=entorno | {"RUN_DIR": str(run_dir), "PYTHONPATH": str(ROOT)},
            stdout=salida,
            stderr=subprocess.STDOUT,
        )
    try:
        esperar_salud(f"http://127.0.0.1:{puertos['CANAL_PORT']}", run_dir, ARRANQUE)
        yield f"http://127.0.0.1:{puertos['SIMULADOR_PORT']}"
    finally:
        proceso.send_signal(signal.SIGINT)
        proceso.wait(40)
