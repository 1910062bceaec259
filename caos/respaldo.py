"""Backups of a PostgreSQL that runs: a base, the WAL as it is written, and a new data folder made of both."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg2.extensions

from caos.postgres import USUARIO, como_usuario, ejecutables
from proalto.db import embedded
from tests.conftest import conectar

SINCRONO = "pg_receivewal"  # a commit is acknowledged when this one has it on disk
RANURA = "caos"
RECUPERADA_EN = 300.0
DE_LA_MAQUINA = ("synchronous_standby_names",)  # settings that a restored server must not keep


class Respaldo:
    """Base and WAL of one server, in `carpeta`."""

    def __init__(self, dsn: str, carpeta: Path) -> None:
        self._dsn, self.carpeta = dsn, carpeta
        self._base, self._wal = carpeta / "base", carpeta / "wal"
        for nueva in (self._base, self._wal):
            nueva.mkdir(parents=True, mode=0o700)
            _dar(nueva)
        partes = psycopg2.extensions.parse_dsn(dsn)
        self._quien = ["-h", str(partes["host"]), "-U", str(partes["user"])]
        self._receptor: subprocess.Popen[bytes] | None = None

    def empezar(self) -> None:
        """Receive the WAL from now on, take a base, and let no commit be acknowledged before its WAL is here."""
        recibir = [str(ejecutables() / "pg_receivewal"), *self._quien, "--slot", RANURA]
        _correr([*recibir, "--create-slot"])  # the server keeps what is not received yet
        orden = [*recibir, "-D", str(self._wal), "--synchronous", "--no-loop"]
        usuario = USUARIO if os.geteuid() == 0 else None
        self._receptor = subprocess.Popen(orden, user=usuario, cwd="/", stderr=subprocess.DEVNULL)
        base = [str(ejecutables() / "pg_basebackup"), *self._quien, "-D", str(self._base)]
        _correr([*base, "-X", "none", "-c", "fast"])
        cursor = conectar(self._dsn).cursor()
        cursor.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{SINCRONO}'")
        cursor.execute("SELECT pg_reload_conf()")

    def terminar(self) -> None:
        """Stop receiving: there is nobody to receive from."""
        if self._receptor is not None:
            self._receptor.send_signal(signal.SIGKILL)
            self._receptor.wait(10)

    def restaurar(self, datos: Path) -> None:
        """Make a data folder of base and WAL, and start a server on it; return when it has gone through all the WAL."""
        self._base.rename(datos)
        for parcial in self._wal.glob("*.partial"):
            parcial.rename(parcial.with_suffix(""))
        limpiar(datos)
        with (datos / "postgresql.auto.conf").open("a") as conf:
            conf.write(f"restore_command = 'cp {self._wal}/%f %p'\n")
        (datos / "recovery.signal").touch()
        _dar(datos / "recovery.signal")
        _esperar(embedded.start(datos), "SELECT NOT pg_is_in_recovery()", RECUPERADA_EN)


def copiar(datos: Path, destino: Path) -> None:
    """Copy the folder of a server that was killed, as whoever saves a disk does."""
    shutil.copytree(datos, destino, symlinks=True, ignore=shutil.ignore_patterns(".s.PGSQL.*"))
    for ruta in (destino, *destino.rglob("*")):
        _dar(ruta)
    limpiar(destino)


def limpiar(datos: Path) -> None:
    """Remove what belonged to the old machine."""
    for nombre in (".handle_pids.json", "postmaster.pid", "standby.signal"):
        (datos / nombre).unlink(missing_ok=True)
    conf = datos / "postgresql.auto.conf"
    ajenas = re.compile(rf"^({'|'.join(DE_LA_MAQUINA)})\b.*\n", re.MULTILINE)
    conf.write_text(ajenas.sub("", conf.read_text()))


def esperar_replica(dsn: str) -> bool:
    """Wait until the receiver is synchronous; False if it never was."""
    return _esperar(dsn, "SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'", 20.0)


def _esperar(dsn: str, consulta: str, segundos: float) -> bool:
    limite = time.monotonic() + segundos
    while time.monotonic() < limite:
        cursor = conectar(dsn).cursor()
        cursor.execute(consulta)
        if cursor.fetchall() == [(True,)]:
            return True
        time.sleep(0.2)
    return False


def _correr(orden: list[str]) -> None:
    resultado = como_usuario(orden)
    if resultado.returncode != 0:
        raise RuntimeError(resultado.stderr.decode(errors="replace"))


def _dar(ruta: Path) -> None:
    """Give a file to the user that the server runs as."""
    if os.geteuid() == 0:
        usuario = pwd.getpwnam(USUARIO)
        os.chown(ruta, usuario.pw_uid, usuario.pw_gid, follow_symlinks=False)
