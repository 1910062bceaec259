"""The history of one run: what was sent, acknowledged, answered and broken, a JSON line each, on a monotonic clock."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from proalto.settings import ROOT

Evento = dict[str, Any]


class Historia:
    """Writes the history; threads share it. Every line has `t` (seconds since the start) and `tipo`."""

    def __init__(self, archivo: Path, **de_que: Any) -> None:
        archivo.parent.mkdir(parents=True, exist_ok=True)
        self.archivo = archivo
        self._salida = archivo.open("w", encoding="utf-8", buffering=1)
        self._guardia = threading.Lock()
        self._cero = time.monotonic()
        self.fase = ""
        self.anotar("inicio", reloj=time.time(), orden=_orden(de_que.get("semilla")), version=_version(), **de_que)

    @property
    def ahora(self) -> float:
        return time.monotonic() - self._cero

    def anotar(self, tipo: str, **datos: Any) -> float:
        """Write one event and return its time."""
        with self._guardia:
            t = round(self.ahora, 4)
            evento = {"t": t, "tipo": tipo, "fase": self.fase, **datos}
            self._salida.write(json.dumps(evento, ensure_ascii=False) + "\n")
        return t

    def cerrar(self) -> None:
        with self._guardia:
            self._salida.close()


def leer(archivo: Path) -> list[Evento]:
    """Return the events in order of time."""
    return sorted(_lineas(archivo), key=lambda evento: float(evento["t"]))


def _lineas(archivo: Path) -> Iterator[Evento]:
    with archivo.open(encoding="utf-8") as entrada:
        for linea in entrada:
            yield json.loads(linea)


def _orden(semilla: int | None) -> str:
    """Return the command that repeats the run: with its dice, whether or not they were asked for."""
    pedido = sys.argv[1:] if "--semilla" in sys.argv else [*sys.argv[1:], f"--semilla {semilla}"]
    return " ".join(["python -m caos", *pedido])


def _version() -> str:
    """Return the commit of the code that runs; nothing outside a clone."""
    orden = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(orden, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
