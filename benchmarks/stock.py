"""Stock Rasa, to measure beside ours: `rasa run` with RasaHQ's own pieces on the same model, rules and actions.

SQLTrackerStore on PostgreSQL, the in-memory lock, the REST channel, none of our mends. The action server runs our
actions as `rasa_sdk` starts them. Where a setting makes Rasa quicker without code (one server process, one thread of
the numeric libraries, actions that are not sent the domain), stock has it too.

`python -m benchmarks.stock CARPETA` runs it until it is interrupted; `arrancar` does so from a test or a bench.
"""

from __future__ import annotations

import ctypes
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import psutil
import psycopg2.extensions
import requests

from proalto.db import embedded
from proalto.db.migrations import migrate
from proalto.db.permisos import rol
from proalto.db.permisos.aplicar import dejar_entrar
from proalto.settings import ROOT
from tests.conftest import ENTORNO, conectar, crear_nucleo
from tests.e2e.producto import puerto_libre

MODELO = ROOT / "models" / "asistente.tar.gz"
BASE = "rasa_stock"
PR_SET_PDEATHSIG = 1
ARRANQUE = 300.0
TERMINAR = 8.0
# What the launcher gives our own Rasa to be quiet and one process.
IGUAL_QUE_EL_NUESTRO = {
    "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore", "RASA_TELEMETRY_ENABLED": "false",
    "SANIC_WORKERS": "1", "SANIC_HOST": "127.0.0.1", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1",
    "OMP_NUM_THREADS": "1", "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}  # fmt: skip


@dataclass
class Stock:
    """A running stock Rasa."""

    puerto: int
    dsn: str  # of our schema, which the actions read and write
    dsn_rasa: str  # of Rasa's own events
    run_dir: Path
    lanzador: psutil.Process

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.puerto}/webhooks/rest/webhook"

    def proceso(self, parte: str) -> psutil.Process:
        marca = {"rasa": "rasa run", "actions": "rasa_sdk"}[parte]
        return next(p for p in self.lanzador.children() if marca in " ".join(p.cmdline()))

    def decir(self, sender: str, texto: str, plazo: float = 60.0) -> list[str]:
        """Write as one customer and return what is answered."""
        respuesta = requests.post(self.url, json={"sender": sender, "message": texto}, timeout=plazo)
        respuesta.raise_for_status()
        return [str(mensaje.get("text", "")) for mensaje in respuesta.json()]

    def sano(self, segundos: float = ARRANQUE) -> None:
        """Wait until Rasa has its model and the action server answers."""
        esperar(self.run_dir, self.lanzador, segundos)


@contextmanager
def arrancar(
    run_dir: Path, entorno: Mapping[str, str] | None = None, modelo: Path = MODELO, acciones: str = "actions"
) -> Iterator[Stock]:
    """Start it in a folder of its own, wait until it answers, and end it with its database."""
    run_dir.mkdir(parents=True, exist_ok=True)
    run_dir.chmod(0o755)  # PostgreSQL's own user enters it
    ambiente = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DEMO", "TICKET_LOCK_LIFETIME")}
    ambiente |= ENTORNO | IGUAL_QUE_EL_NUESTRO | {"RUN_DIR": str(run_dir)} | dict(entorno or {})
    orden = [sys.executable, "-m", "benchmarks.stock", str(run_dir), str(modelo), acciones]
    with (run_dir / "stock.log").open("wb") as salida:
        proceso = subprocess.Popen(
            orden, cwd=ROOT, env=ambiente, stdout=salida, stderr=subprocess.STDOUT, preexec_fn=_morir_con_el_padre
        )
    lanzador = psutil.Process(proceso.pid)
    try:
        esperar(run_dir, lanzador, ARRANQUE)
        datos = json.loads((run_dir / "stock.json").read_text())
        yield Stock(datos["puerto"], datos["dsn"], datos["dsn_rasa"], run_dir, lanzador)
    finally:
        proceso.send_signal(signal.SIGINT)
        proceso.wait(120)  # it ends its database too


def esperar(run_dir: Path, lanzador: psutil.Process, segundos: float) -> None:
    limite, donde = time.monotonic() + segundos, run_dir / "stock.json"
    while time.monotonic() < limite and lanzador.status() != psutil.STATUS_ZOMBIE:
        with suppress(requests.RequestException, FileNotFoundError, ValueError):
            datos = json.loads(donde.read_text())
            estado = requests.get(f"http://127.0.0.1:{datos['puerto']}/status", timeout=5)
            acciones = requests.get(f"http://127.0.0.1:{datos['puerto_acciones']}/health", timeout=5)
            if estado.ok and acciones.ok:
                return
        time.sleep(0.3)
    raise AssertionError(f"stock Rasa is not well after {segundos} s; see {run_dir}")


def escribir_configuracion(run_dir: Path, dsn: str, puerto_acciones: int) -> tuple[Path, Path]:
    """Write credentials.yml and endpoints.yml as a reader of Rasa's documentation would."""
    partes = psycopg2.extensions.parse_dsn(dsn)
    credenciales, destinos = run_dir / "credentials.yml", run_dir / "endpoints.yml"
    credenciales.write_text("rest:\n")
    destinos.write_text(
        "action_endpoint:\n"
        f"  url: http://127.0.0.1:{puerto_acciones}/webhook\n"
        "  selective_domain: true\n"
        "tracker_store:\n"
        "  type: SQL\n"
        "  dialect: postgresql\n"
        f"  username: {partes['user']}\n"
        f"  db: {BASE}\n"
        "  query:\n"
        f"    host: {partes['host']}\n"
        "lock_store:\n"
        "  type: in_memory\n"
    )
    return credenciales, destinos


def base_de_rasa(dsn: str) -> str:
    """Create Rasa's own database on the same server, unless it is there, and return its DSN."""
    connection = conectar(dsn)  # no `with`: it would open a transaction, in which no database is created
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [BASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {BASE}")
    connection.close()
    return str(psycopg2.extensions.make_dsn(**(psycopg2.extensions.parse_dsn(dsn) | {"dbname": BASE})))


def como_acciones(dsn: str) -> str:
    """Return the DSN of the role that our actions have in the product, with rows of one contact: it costs, so both pay.

    It enters as that user: PROALTO_PROCESO would also shut the action server to a Rasa that is not ours.
    """
    clave = secrets.token_urlsafe(24)
    dejar_entrar(dsn, {"actions": clave})
    suyo = psycopg2.extensions.parse_dsn(dsn) | {"user": rol("actions"), "password": clave}
    return str(psycopg2.extensions.make_dsn(**suyo))


def main(run_dir: Path, modelo: Path, acciones: str) -> None:
    """Start database, action server and Rasa; start again what dies, as a container's `restart: always` would.

    While there is a file `sin_rasa` or `sin_actions`, that part stays away.
    """
    signal.signal(signal.SIGTERM, _como_ctrl_c)
    dsn = embedded.start(run_dir / "postgres")
    migrate(dsn)
    crear_nucleo(dsn)
    puerto, puerto_acciones = puerto_libre(), puerto_libre()
    credenciales, destinos = escribir_configuracion(run_dir, dsn, puerto_acciones)
    datos = {"puerto": puerto, "puerto_acciones": puerto_acciones, "dsn": dsn, "dsn_rasa": base_de_rasa(dsn)}
    python, ambiente = sys.executable, dict(os.environ) | {"DATABASE_URL": como_acciones(dsn)}
    ordenes = {
        "actions": [python, "-m", "rasa_sdk", "--actions", acciones, "--port", str(puerto_acciones)],
        "rasa": [
            python, "-m", "rasa", "run", "--model", str(modelo), "--credentials", str(credenciales), "--endpoints",
            str(destinos), "--port", str(puerto), "--interface", "127.0.0.1", "--enable-api",
        ],
    }  # fmt: skip
    vivos = {nombre: _lanzar(nombre, orden, ambiente, run_dir) for nombre, orden in ordenes.items()}
    (run_dir / "stock.json").write_text(json.dumps(datos))
    try:
        while True:
            time.sleep(0.5)
            for nombre, vivo in vivos.items():
                if vivo.poll() is not None and not (run_dir / f"sin_{nombre}").exists():
                    vivos[nombre] = _lanzar(nombre, ordenes[nombre], ambiente, run_dir)
    except KeyboardInterrupt:
        pass
    finally:
        _terminar(list(vivos.values()))


def _lanzar(nombre: str, orden: list[str], ambiente: Mapping[str, str], run_dir: Path) -> subprocess.Popen[bytes]:
    with (run_dir / f"{nombre}.log").open("ab") as salida:
        return subprocess.Popen(
            orden, cwd=ROOT, env=dict(ambiente), stdin=subprocess.DEVNULL, stdout=salida, stderr=subprocess.STDOUT,
            start_new_session=True, preexec_fn=_morir_con_el_padre,
        )  # fmt: skip


def _morir_con_el_padre() -> None:
    """Leave nothing running when who measures is killed (Linux)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _terminar(vivos: list[subprocess.Popen[bytes]]) -> None:
    for vivo in vivos:
        vivo.send_signal(signal.SIGCONT)
        vivo.terminate()
    limite = time.monotonic() + TERMINAR
    for vivo in vivos:
        try:
            vivo.wait(max(0.1, limite - time.monotonic()))
        except subprocess.TimeoutExpired:
            vivo.kill()
            vivo.wait()


def _como_ctrl_c(_sig: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
