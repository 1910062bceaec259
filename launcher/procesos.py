"""The processes: started together, started again when they die or get stuck, retired one by one, ended together."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launcher.vigia import SenalDeVida, Vigia
from proalto.settings import ROOT

PR_SET_PDEATHSIG = 1
AUTOGROUP = "/proc/self/autogroup"
ESPERA_FINAL = 8.0
PAUSA_MAXIMA = 10.0  # with the 20 s that Rasa takes, customers wait less than 45
SANO_TRAS = 60.0  # a process that lived this long starts anew without a pause


@dataclass(frozen=True)
class Programa:
    """One process of ours: its name in logs and messages, its command, and, by its pid, how it shows that it lives.

    `cede`: its niceness. Storing a message takes a millisecond and Meta waits for it; thinking about it may wait.
    """

    nombre: str
    comando: Sequence[str]
    vida: Callable[[int], SenalDeVida] | None = None
    papel: str = ""  # PROALTO_PROCESO: which role it has in the database; none for what is not the product
    entorno: Mapping[str, str] = field(default_factory=dict)  # what only it is told
    cede: int = 0


@dataclass
class Vivo:
    """A program that is to be running: its process, or when the next one starts."""

    programa: Programa
    proceso: subprocess.Popen[bytes]
    desde: float
    vigia: Vigia | None
    caidas: int = 0
    revivir_en: float | None = None
    matar_en: float | None = None  # it was told to leave
    a_prueba: bool = False  # it has yet to show that it works: should it die, it stays dead

    @property
    def corre(self) -> bool:
        return self.proceso.poll() is None


@dataclass
class Procesos:
    """The running processes; each one's output goes to `logs/<nombre>.log`.

    Only the main thread may start one: a process dies with the thread that started it (PR_SET_PDEATHSIG).
    """

    ambiente: Mapping[str, str]
    logs: Path
    _vivos: list[Vivo] = field(default_factory=list)

    def arrancar(self, programas: Sequence[Programa]) -> list[Vivo]:
        """Start them all."""
        self.logs.mkdir(parents=True, exist_ok=True)
        nuevos = [Vivo(programa, *self._lanzar(programa)) for programa in programas]
        self._vivos += nuevos
        return nuevos

    def probar(self, programa: Programa) -> Vivo:
        """Start one that may turn out not to work; whoever starts it decides."""
        (vivo,) = self.arrancar([programa])
        vivo.a_prueba = True
        return vivo

    def caido(self) -> str | None:
        """Return the name of a process that has ended, if any."""
        return next((vivo.programa.nombre for vivo in self._vivos if not vivo.corre), None)

    def cuidar(self) -> None:
        """Start again whatever died or got stuck, with longer pauses if it keeps dying."""
        ahora = time.monotonic()
        for vivo in list(self._vivos):
            if vivo.matar_en is not None:
                self._despedir(vivo, ahora)
            elif vivo.a_prueba:
                continue
            elif not vivo.corre:
                self._revivir(vivo, ahora)
            elif vivo.vigia is not None and vivo.vigia.atascado:
                print(f"  {vivo.programa.nombre} está vivo pero no da señales; lo reemplazo.", flush=True)
                _matar(vivo)

    def retirar(self, vivo: Vivo, gracia: float) -> None:
        """Ask a process to finish what it has in its hands and leave; `cuidar` makes sure that it does."""
        vivo.matar_en = time.monotonic() + gracia
        _avisar(vivo.proceso, signal.SIGTERM)

    def quitar(self, vivo: Vivo) -> None:
        """End a process at once and forget it."""
        _matar(vivo)
        self._vivos.remove(vivo)

    def estan(self, vivo: Vivo) -> bool:
        """Tell whether the process is still ours to care for."""
        return vivo in self._vivos

    def terminar(self) -> None:
        """End every process, politely first, with all that it started."""
        for vivo in self._vivos:
            _sin_vigia(vivo)
        for sig, espera in ((signal.SIGTERM, ESPERA_FINAL), (signal.SIGKILL, ESPERA_FINAL)):
            for vivo in self._vivos:
                _avisar(vivo.proceso, sig)
            limite = time.monotonic() + espera
            for vivo in self._vivos:
                try:
                    vivo.proceso.wait(max(0.0, limite - time.monotonic()))
                except subprocess.TimeoutExpired:
                    continue
        self._vivos.clear()

    def _despedir(self, vivo: Vivo, ahora: float) -> None:
        if not vivo.corre or ahora >= (vivo.matar_en or 0.0):
            self.quitar(vivo)

    def _revivir(self, vivo: Vivo, ahora: float) -> None:
        if vivo.revivir_en is None:
            _matar(vivo)  # what it left behind may hold its port
            vivo.caidas = 0 if ahora - vivo.desde > SANO_TRAS else vivo.caidas + 1
            vivo.revivir_en = ahora + min(PAUSA_MAXIMA, 2.0**vivo.caidas - 1)
            codigo = vivo.proceso.returncode
            print(f"  {vivo.programa.nombre} terminó (código {codigo}); lo vuelvo a iniciar.", flush=True)
        if ahora >= vivo.revivir_en:
            vivo.proceso, vivo.desde, vivo.vigia = self._lanzar(vivo.programa)
            vivo.revivir_en = None

    def _lanzar(self, programa: Programa) -> tuple[subprocess.Popen[bytes], float, Vigia | None]:
        with (self.logs / f"{programa.nombre}.log").open("ab") as salida:
            proceso = subprocess.Popen(
                programa.comando,
                cwd=ROOT,
                env={**self.ambiente, "PROALTO_PROCESO": programa.papel, **programa.entorno},
                stdin=subprocess.DEVNULL,
                stdout=salida,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches only us; we end them in order
                preexec_fn=functools.partial(_nacer, programa.cede),
            )
        vigia = None if programa.vida is None else Vigia(programa.vida(proceso.pid), proceso.pid)
        return proceso, time.monotonic(), vigia


def _nacer(cede: int) -> None:
    """Make way for others; do not outlive the launcher, even if it is killed (Linux); leave no memory in a file.

    Between fork and exec, with threads in the parent: nothing but system calls.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(cede)
    with contextlib.suppress(OSError):  # Linux may share the processor among sessions first, and each of ours is one
        os.write(os.open(AUTOGROUP, os.O_WRONLY | os.O_CLOEXEC), str(cede).encode())
    with contextlib.suppress(OSError, AttributeError):  # elsewhere Ctrl-C still ends everything
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _matar(vivo: Vivo) -> None:
    """Kill a process with all that it started."""
    _sin_vigia(vivo)
    _avisar(vivo.proceso, signal.SIGKILL)
    vivo.proceso.wait()


def _sin_vigia(vivo: Vivo) -> None:
    if vivo.vigia is not None:
        vivo.vigia.terminar()
        vivo.vigia = None


def _avisar(proceso: subprocess.Popen[bytes], sig: signal.Signals) -> None:
    try:
        os.killpg(proceso.pid, sig)
    except ProcessLookupError:
        return
