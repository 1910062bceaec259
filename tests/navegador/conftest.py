"""`make demo` on free ports."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from proalto.settings import ROOT
from tests.conftest import carpeta_abierta, conectar
from tests.e2e.producto import ARRANQUE, esperar_salud, puerto_libre

CAPTURAS = ROOT / "tests" / "capturas"


@dataclass(frozen=True)
class Demo:
    """The running demo: where its phones and its desk are, and its database."""

    telefonos: str
    mesa: str
    run_dir: Path

    def sql(self, consulta: str, *valores: object) -> None:
        """Do something behind the product's back."""
        with conectar((self.run_dir / "database_url").read_text().strip()).cursor() as cursor:
            cursor.execute(consulta, valores)


@pytest.fixture(scope="session")
def demo(la_demo: Demo) -> str:
    """The address of the demo's phones."""
    return la_demo.telefonos


@pytest.fixture(scope="session")
def la_demo() -> Iterator[Demo]:
    """Start the demo."""
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
        yield Demo(*(f"http://127.0.0.1:{puertos[cual]}" for cual in ("SIMULADOR_PORT", "MESA_PORT")), run_dir)
    finally:
        proceso.send_signal(signal.SIGINT)
        proceso.wait(40)
