"""The machine: what it is, how busy it is, and what each family of processes takes of it."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from proalto.formats.dias_habiles import BOGOTA

Familias = Mapping[str, Sequence[psutil.Process]]


@dataclass
class Gasto:
    """CPU seconds of each family between two moments, and how much of the whole machine was busy."""

    familias: dict[str, float] = field(default_factory=dict)
    segundos: float = 0.0
    maquina: float = 0.0  # 0 to 1: everybody, also who has nothing to do with the measurement
    robado: float = 0.0  # 0 to 1: what the hypervisor gave to others

    def de(self, *nombres: str) -> float:
        return sum(self.familias.get(nombre, 0.0) for nombre in nombres)


@contextmanager
def gasto(familias: Familias) -> Iterator[Gasto]:
    """Measure what is spent inside the block."""
    medido, antes, total = Gasto(), {k: _cpu(v) for k, v in familias.items()}, psutil.cpu_times()
    desde = time.monotonic()
    yield medido
    medido.segundos = time.monotonic() - desde
    ahora = psutil.cpu_times()
    medido.familias = {k: round(_cpu(v) - antes[k], 3) for k, v in familias.items()}
    entero = medido.segundos * (os.cpu_count() or 1)
    medido.robado = round((ahora.steal - total.steal) / entero, 3)
    ocioso = ahora.idle + ahora.iowait - total.idle - total.iowait
    medido.maquina = round(min(1.0, max(0.0, 1 - ocioso / entero)), 3)


def familia(raices: Sequence[psutil.Process]) -> list[psutil.Process]:
    """Return these processes with all that they started, each once."""
    todos: dict[int, psutil.Process] = {}
    for raiz in raices:
        with suppress(psutil.NoSuchProcess):
            todos |= {p.pid: p for p in (raiz, *raiz.children(recursive=True))}
    return list(todos.values())


def postgres(datos: Path) -> list[psutil.Process]:
    """Return the postmaster of this data folder and its backends."""
    with suppress(FileNotFoundError, psutil.NoSuchProcess):
        return familia([psutil.Process(int((datos / "postmaster.pid").read_text().split()[0]))])
    return []


def memoria(procesos: Sequence[psutil.Process]) -> dict[str, float]:
    """Return MB: resident (shared pages counted in each process) and proportional (each page once)."""
    rss = pss = 0.0
    for proceso in procesos:
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            rss += proceso.memory_info().rss
            pss += proceso.memory_full_info().pss
    return {"rss": round(rss / 2**20), "pss": round(pss / 2**20), "procesos": len(procesos)}


def datos() -> dict[str, Any]:
    """Return what a reader must know of the machine to compare."""
    return {
        "nucleos": os.cpu_count(),
        "procesador": _procesador(),
        "memoria_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "sistema": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **momento(),
    }


def momento() -> dict[str, Any]:
    """Return when, and how loaded the machine was."""
    carga = [round(c, 2) for c in os.getloadavg()]
    return {"fecha": datetime.now(BOGOTA).isoformat(timespec="minutes"), "carga_1_5_15_min": carga}


def _procesador() -> str:
    with suppress(FileNotFoundError):
        for linea in Path("/proc/cpuinfo").read_text().splitlines():
            if linea.startswith("model name"):
                return linea.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _cpu(procesos: Sequence[psutil.Process]) -> float:
    """Return user and system seconds, with those of children that have ended."""
    total = 0.0
    for proceso in procesos:
        with suppress(psutil.NoSuchProcess):
            t = proceso.cpu_times()
            total += t.user + t.system + t.children_user + t.children_system
    return total
