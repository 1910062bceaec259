"""`python -m launcher demo | up | shell | entrenar | mesa-admin`: what `make` calls. An operator types
`revocar`."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn

import requests

from launcher import ambiente, base_de_datos, modelo, programas, puertos, replicas
from launcher.postgres import Postgres
from launcher.procesos import Procesos
from launcher.rasas import Rasas
from launcher.replicas import Replicas
from proalto import modelo_rechazado
from proalto import settings as settings_module
from proalto.db import embedded
from proalto.db.permisos.aplicar import SinRoles
from proalto.formats.dias_habiles import BOGOTA
from proalto.formats.tabla import TablaInvalida
from proalto.gateways.vecino import contesta
from proalto.services.operacion import parametros
from proalto.settings import ROOT, Settings, SettingsError

LISTO_EN = 180.0
POR_CADA_RASA_MAS = 90.0
RONDA, TRAS_FALLAR = 0.5, 2.0
SALUD_EN = 0.5
DE_OPERADOR = {
    "borrar": "proalto.borrar",
    "cadena": "proalto.cadena",
    "incidente": "proalto.incidente",
    "mesa-admin": "proalto.mesa_admin",
    "prelaunch": "proalto.prelaunch",
    "revocar": "proalto.revocar",
    "rotar-llaves": "proalto.rotar_llaves",
}


class Salida(Exception):
    """The start failed; the message tells a person what to do."""


def main(orden: str) -> int:
    """Run one command until Ctrl-C; return the exit code."""
    if orden == "entrenar":
        return _entrenar()
    if orden in DE_OPERADOR:
        return _de_operador(DE_OPERADOR[orden], sys.argv[2:])
    demo = orden != "up"
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, _como_ctrl_c)
    entorno = ambiente.cargar(demo=demo)
    try:
        ajustes = settings_module.from_environ(entorno)
        plan = replicas.planear(entorno, ajustes)
        replicas.anunciar(entorno, plan)
        if orden == "shell":
            _revisar(entorno)
        embebida = not entorno.get("DATABASE_URL")
        _preparar(entorno, ajustes, demo=demo)
        return _vivir(orden, entorno, ajustes, plan, embebida=embebida)
    except (Salida, SettingsError, TablaInvalida) as error:
        print(f"\n✗ {error}", file=sys.stderr)
        return 1
    except modelo.EntrenamientoFallido as error:
        print(f"\n✗ El entrenamiento falló; mira {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _vivir(orden: str, entorno: dict[str, str], ajustes: Settings, plan: Replicas, *, embebida: bool) -> int:
    procesos = Procesos(entorno, ajustes.run_dir / "logs")
    shutil.rmtree(ajustes.run_dir / "pulsos", ignore_errors=True)  # of workers that are no more
    try:
        if orden == "shell":
            procesos.arrancar(programas.acciones(plan))
            return _shell(entorno, ajustes)
        rasas = _rasas(procesos, ajustes, plan)  # first of all: they take longest
        procesos.arrancar([*programas.acciones(plan), *programas.los_demas(ajustes, plan, demo=orden == "demo")])
        postgres = Postgres(embedded.server(ajustes.run_dir / "postgres")) if embebida else None
        _paso("Procesos (Rasa tarda unos 20 segundos)")
        _esperar(ajustes, procesos, LISTO_EN + POR_CADA_RASA_MAS * (len(plan.rasa) - 1))
        _presentar(ajustes, entorno, orden == "demo")
        _cuidar(procesos, rasas, postgres)
    finally:
        print("Terminando los procesos…", flush=True)
        procesos.terminar()


def _rasas(procesos: Procesos, ajustes: Settings, plan: Replicas) -> Rasas:
    rasas = Rasas(
        procesos,
        lambda indice, puerto, con: programas.rasa(ajustes, plan, indice, puerto, con),
        lambda puerto: contesta(f"{replicas.url(puerto)}/webhooks/whatsapp/", SALUD_EN),
        ajustes.run_dir / modelo_rechazado.CARPETA,
    )
    rasas.arrancar(plan.rasa, plan.libre)
    return rasas


def _entrenar() -> int:
    """Only the model: what it is made of needs no environment."""
    log = ROOT / ".run" / "logs" / "train.log"
    try:
        entrenado = modelo.entrenar_si_hace_falta(ambiente.cargar(demo=True), log)
    except modelo.EntrenamientoFallido as error:
        print(f"✗ El entrenamiento falló; mira {error}", file=sys.stderr)
        return 1
    print("modelo entrenado: si el asistente está en marcha, lo toma solo" if entrenado else "el modelo está al día")
    return 0


def _de_operador(modulo: str, argumentos: list[str]) -> int:
    """Run an operator's order on the product configured in `.env`, or else on the demo."""
    entorno = ambiente.cargar(demo=not (ROOT / ".env").exists())
    return subprocess.run([sys.executable, "-m", modulo, *argumentos], cwd=ROOT, env=entorno).returncode


def _preparar(entorno: dict[str, str], ajustes: Settings, *, demo: bool) -> None:
    quejas = puertos.ocupados(entorno, demo=demo)
    if quejas:
        raise Salida("\n  ".join(quejas))
    for aviso in parametros.avisos(parametros.vigentes(), datetime.now(BOGOTA).date()):
        print(f"⚠ {aviso}", flush=True)
    _paso("Base de datos")
    try:
        dsn = base_de_datos.preparar(entorno, ajustes.run_dir)
    except base_de_datos.BaseInalcanzable as error:
        raise Salida(f"La base de datos no responde ({error}). Revisa DATABASE_URL.") from error
    except SinRoles as error:
        raise Salida(base_de_datos.SIN_ROLES) from error
    if ajustes.demo:
        base_de_datos.cargar_demo(entorno.get("NUCLEO_DATABASE_URL") or dsn)
        base_de_datos.dejar_leer(dsn)
        base_de_datos.cargar_mesa(dsn, ajustes)
    if demo:
        entorno["SIMULADOR_CLIENTES"] = str(base_de_datos.escribir_clientes(ajustes.run_dir))
        entorno["SIMULADOR_PLANTILLAS"] = str(ROOT / "textos" / "plantillas")
    _paso("Modelo (si cambió algo, entrenarlo toma unos tres minutos)")
    if modelo.entrenar_si_hace_falta(entorno, ajustes.run_dir / "logs" / "train.log"):
        print("  modelo entrenado", flush=True)


def _revisar(entorno: dict[str, str]) -> None:
    """Tell who edits the YAML what is wrong in it, before training; whoever only wants to try goes on."""
    _paso("Conversaciones (make conversaciones)")
    subprocess.run([sys.executable, "-m", "revisor"], cwd=ROOT, env=entorno, check=False)


def _cuidar(procesos: Procesos, rasas: Rasas, postgres: Postgres | None) -> NoReturn:
    # Rasas before processes: one that is only tried out is not started again.
    pasos = [*([postgres.cuidar] if postgres else []), rasas.cuidar, procesos.cuidar]
    while True:
        time.sleep(RONDA)
        for paso in pasos:
            _sin_caer(paso)


def _sin_caer(paso: Callable[[], None]) -> None:
    """Take a step; a full disk or no memory for a new process is no reason to end those that run."""
    try:
        paso()
    except OSError as error:
        print(f"  {error}; lo intento otra vez.", flush=True)
        time.sleep(TRAS_FALLAR)


def _esperar(ajustes: Settings, procesos: Procesos, segundos: float) -> None:
    url = f"http://127.0.0.1:{ajustes.canal_port}/salud"
    limite = time.monotonic() + segundos
    while time.monotonic() < limite:
        caido = procesos.caido()
        if caido:
            log = procesos.logs / f"{caido}.log"
            raise Salida(f"El proceso {caido} no arrancó; el final de {log}:\n" + _final(log))
        try:
            if requests.get(url, timeout=3).ok:
                return
        except requests.RequestException:
            pass  # not up yet
        time.sleep(0.3)
    raise Salida(f"Los procesos no respondieron en {segundos:.0f} segundos; mira {procesos.logs}")


def _shell(entorno: dict[str, str], ajustes: Settings) -> int:
    _paso("rasa shell (escribe /stop para salir)")
    orden = [sys.executable, "-m", "rasa", "shell", "--model", str(modelo.MODELO), "--interface", "127.0.0.1"]
    orden += ["--endpoints", str(programas.endpoints(ajustes, ajustes.actions_port)), "--port", str(ajustes.rasa_port)]
    shell = subprocess.Popen(orden, cwd=ROOT, env=entorno)
    try:
        return shell.wait()
    finally:
        shell.kill()  # it lingers when its terminal is gone


def _presentar(ajustes: Settings, entorno: dict[str, str], demo: bool) -> None:
    print(f"\n✓ Listo. Webhook: http://127.0.0.1:{ajustes.canal_port}/webhooks/whatsapp   Salud: /salud")
    if demo:
        print(f"\n  Abre  http://127.0.0.1:{entorno['SIMULADOR_PORT']}  y escribe como un cliente, por ejemplo:\n")
        for persona in base_de_datos.para_empezar():
            print(f"    {persona}")
        print(f"\n  La mesa de asesores:  {ajustes.mesa_url}  (esa página dice con qué entrar)")
    else:
        print(f"  Mesa de asesores: {ajustes.mesa_url}   El primer supervisor: make mesa-admin")
    print("\n  Ctrl-C termina todo.", flush=True)


def _final(log: Path) -> str:
    return "\n".join(f"    {linea}" for linea in log.read_text(errors="replace").splitlines()[-12:])


def _paso(texto: str) -> None:
    print(f"▸ {texto}", flush=True)


def _como_ctrl_c(_sig: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1]))
