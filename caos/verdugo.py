"""Kills (SIGKILL) and freezes (SIGSTOP, SIGCONT) any process of the product, and writes it down."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Sequence

import psutil

from caos.historia import Historia
from caos.postgres import Postgres

MARCAS = {
    "rasa": "rasa run",
    "actions": "rasa_sdk",
    "worker": "proalto.worker",
    "canal": "canal.app",
    "mesa": "mesa.app",
}
HIJOS = {"canal_hijo": "canal", "mesa_hijo": "mesa"}
POSTGRES, SESION = "postgres", "postgres_sesion"
PARTES = (*MARCAS, *HIJOS, POSTGRES, SESION)


class Verdugo:
    """`matar` and `congelar` take a part by name and choose one of its processes; False when there was none."""

    def __init__(self, launcher: psutil.Process, postgres: Postgres, historia: Historia, azar: random.Random) -> None:
        self._launcher, self._postgres, self._historia, self._azar = launcher, postgres, historia, azar
        self.muertes: Counter[str] = Counter()

    def procesos(self, parte: str) -> list[psutil.Process]:
        """Return the processes of a part that are alive."""
        if parte == POSTGRES:
            principal = self._postgres.principal()
            return [] if principal is None else [principal]
        if parte == SESION:
            return self._postgres.sesiones()
        principales = [p for p in _hijos(self._launcher) if MARCAS[HIJOS.get(parte, parte)] in _orden(p)]
        return [h for p in principales for h in _hijos(p)] if parte in HIJOS else principales

    def matar(self, parte: str) -> bool:
        """Kill one process of the part."""
        vivos = self.procesos(parte)
        if not vivos:
            return False
        elegido = self._azar.choice(vivos)
        self._historia.anotar("muerte", parte=parte, pid=elegido.pid)
        try:
            elegido.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            return False
        self.muertes[parte] += 1
        return True

    def congelar(self, parte: str, segundos: float) -> threading.Thread | None:
        """Stop every process of the part, and let them go on after so many seconds, in a thread."""
        vivos = self._postgres.familia() if parte == POSTGRES else self.procesos(parte)
        if not vivos:
            return None
        self._historia.anotar("congelado", parte=parte, segundos=segundos)
        _senal(vivos, signal.SIGSTOP)
        hilo = threading.Thread(target=self._descongelar, args=(parte, vivos, segundos), daemon=True)
        hilo.start()
        return hilo

    def _descongelar(self, parte: str, procesos: Sequence[psutil.Process], segundos: float) -> None:
        time.sleep(segundos)
        _senal(procesos, signal.SIGCONT)
        self._historia.anotar("descongelado", parte=parte)


def _senal(procesos: Sequence[psutil.Process], senal: signal.Signals) -> None:
    for proceso in procesos:
        try:
            proceso.send_signal(senal)
        except psutil.NoSuchProcess:
            continue


def _hijos(proceso: psutil.Process) -> list[psutil.Process]:
    try:
        return [hijo for hijo in proceso.children() if hijo.status() != psutil.STATUS_ZOMBIE]
    except psutil.Error:
        return []


def _orden(proceso: psutil.Process) -> str:
    try:
        return " ".join(proceso.cmdline())
    except psutil.Error:
        return ""
