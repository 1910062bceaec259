"""The processes: started together, started again when they die, ended together."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from proalto.settings import ROOT

PR_SET_PDEATHSIG = 1
ESPERA_FINAL = 8.0
PAUSA_MAXIMA = 30.0
SANO_TRAS = 60.0  # a process that lived this long starts anew without a pause


@dataclass(frozen=True)
class Programa:
    """One process of ours: its name in logs and messages, and its command."""

    nombre: str
    comando: Sequence[str]


@dataclass
class _Vivo:
    programa: Programa
    proceso: subprocess.Popen[bytes]
    desde: float
    caidas: int = 0
    revivir_en: float | None = None


@dataclass
class Procesos:
    """The running processes; each one's output goes to `logs/<nombre>.log`."""

    ambiente: Mapping[str, str]
    logs: Path
    _vivos: list[_Vivo] = field(default_factory=list)

    def arrancar(self, programas: Sequence[Programa]) -> None:
        """Start them all."""
        self.logs.mkdir(parents=True, exist_ok=True)
        for programa in programas:
            self._vivos.append(_Vivo(programa, self._lanzar(programa), time.monotonic()))

    def caido(self) -> str | None:
        """Return the name of a process that has ended, if any."""
        return next((vivo.programa.nombre for vivo in self._vivos if vivo.proceso.poll() is not None), None)

    def cuidar(self) -> None:
        """Start again whatever died, with longer pauses if it keeps dying."""
        ahora = time.monotonic()
        for vivo in self._vivos:
            if vivo.proceso.poll() is None:
                continue
            if vivo.revivir_en is None:
                vivo.caidas = 0 if ahora - vivo.desde > SANO_TRAS else vivo.caidas + 1
                vivo.revivir_en = ahora + min(PAUSA_MAXIMA, 2.0**vivo.caidas - 1)
                print(
                    f"  {vivo.programa.nombre} terminó (código {vivo.proceso.returncode}); lo vuelvo a iniciar.",
                    flush=True,
                )
            if ahora >= vivo.revivir_en:
                vivo.proceso, vivo.desde, vivo.revivir_en = self._lanzar(vivo.programa), ahora, None

    def terminar(self) -> None:
        """End every process, politely first, with all that it started."""
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

    def _lanzar(self, programa: Programa) -> subprocess.Popen[bytes]:
        with (self.logs / f"{programa.nombre}.log").open("ab") as salida:
            return subprocess.Popen(
                programa.comando,
                cwd=ROOT,
                env=dict(self.ambiente),
                stdin=subprocess.DEVNULL,
                stdout=salida,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches only us; we end them in order
                preexec_fn=_morir_con_el_padre,
            )


def _morir_con_el_padre() -> None:
    """Nothing outlives the launcher, even if it is killed (Linux)."""
    with contextlib.suppress(OSError, AttributeError):  # elsewhere Ctrl-C still ends everything
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _avisar(proceso: subprocess.Popen[bytes], sig: signal.Signals) -> None:
    try:
        os.killpg(proceso.pid, sig)
    except ProcessLookupError:
        return
