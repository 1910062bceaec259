"""`make demo` on free ports, and the desk alone as one person sees it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from proalto.bootstrap import App
from proalto.services.mesa import cuentas_demo
from proalto.services.mesa.usuarios import todos as personas
from proalto.settings import ROOT
from tests.conftest import carpeta_abierta, conectar
from tests.e2e.producto import ARRANQUE, esperar_salud, puerto_libre
from tests.navegador.escritorio import CAPTURAS, Escritorio, entrar, servida


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


@pytest.fixture
def escritorio(app: App, navegador: Browser) -> Iterator[Callable[..., Escritorio]]:
    """`escritorio("laura", "celular")`: the desk as that person sees it there."""
    cuentas_demo.cargar(app.db, app.cipher, app.now(), demo=True)
    gente = {uno.usuario: uno for uno in personas(app.db)}
    abiertos: list[Escritorio] = []
    with servida(app) as url:

        def abrir(quien: str = "laura", pantalla: str = "escritorio") -> Escritorio:
            abiertos.append(entrar(app, navegador, url, gente[quien], pantalla))
            return abiertos[-1]

        yield abrir
        for uno in abiertos:
            uno.anotar_violaciones()
            uno.pagina.context.close()
    assert [mal for uno in abiertos for mal in uno.males] == []
