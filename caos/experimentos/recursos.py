"""F-13: no memory, no file descriptors, no disk."""

from __future__ import annotations

import resource
import time
from contextlib import suppress

import psutil

from caos.escenario import Escenario
from caos.experimentos.base import Experimento, Medida

DISCO_MB = 400
DE_SOBRA = 16 * 2**20  # bytes of memory that a process may still take
RELLENO = 4 * 2**20


def f13(e: Escenario, medida: Medida) -> list[str]:
    """Take memory and descriptors from each process for a while, then fill the disk on which all is written."""
    with e.carga(4.0, 40):
        time.sleep(10)
        for parte in ("worker", "actions", "canal_hijo", "rasa"):
            for recurso in ("fds", "memoria"):
                _apretar(e, parte, recurso, medida.segundos(15))
                time.sleep(8)
        _llenar(e, medida.segundos(20))
        time.sleep(25)
    return []


def _apretar(e: Escenario, parte: str, recurso: str, segundos: float) -> None:
    """Leave a process next to nothing more than it has; a process that dies of it is started again without limits."""
    anteriores = []
    for proceso in e.verdugo.procesos(parte):
        with suppress(psutil.Error):
            if recurso == "fds":
                cual, cuanto = resource.RLIMIT_NOFILE, proceso.num_fds() + 1
            else:
                cual, cuanto = resource.RLIMIT_AS, proceso.memory_info().vms + DE_SOBRA
            anteriores.append((proceso, cual, proceso.rlimit(cual)))
            proceso.rlimit(cual, (cuanto, anteriores[-1][2][1]))
    e.historia.anotar("apretado", parte=parte, recurso=recurso, procesos=len(anteriores))
    time.sleep(segundos)
    for proceso, cual, antes in anteriores:
        with suppress(psutil.Error):
            proceso.rlimit(cual, antes)
    e.historia.anotar("suelto", parte=parte, recurso=recurso)


def _llenar(e: Escenario, segundos: float) -> None:
    relleno = e.producto.run_dir.parent / "relleno"
    e.historia.anotar("disco", que="lleno")
    hasta = time.monotonic() + segundos
    with relleno.open("wb") as salida:
        while time.monotonic() < hasta:
            try:
                salida.write(b"\0" * RELLENO)
                salida.flush()
            except OSError:
                time.sleep(0.2)  # full; what the others free is taken too
    relleno.unlink()
    e.historia.anotar("disco", que="bien")


F13 = Experimento("F-13", "Sin memoria, sin descriptores, sin disco", f13, limite=False, disco_mb=DISCO_MB)
