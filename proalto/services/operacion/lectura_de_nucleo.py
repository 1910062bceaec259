"""Whether the processes may read the lender's views: one that is dropped and created again has lost its grants.

A grant belongs to the view that it was given on, not to its name. The worker looks every few seconds and leaves what
is missing in `interruptores`, where the desk finds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Database, Transaction
from proalto.db.permisos import PROCESOS, matriz, rol

PREFIJO = "nucleo:"


@dataclass(frozen=True)
class Ilegible:
    """A view of the lender's that somebody of ours cannot read, and since when we know."""

    vista: str
    desde: datetime


def vistas_ilegibles(nucleo: Database, *, con_papeles: bool) -> list[str]:
    """Return the views that are not there, or that not everybody who needs them may read.

    `con_papeles`: each process reads with a role of its own; otherwise all do as the user of this connection.
    """
    pide = [
        (fila.nombre, rol(proceso) if con_papeles else None)
        for fila in matriz()
        if fila.tipo == "nucleo"
        for proceso in PROCESOS
        if fila.privilegios.get(proceso)
    ]
    vistas, roles = zip(*pide)
    with nucleo.transaction() as tx:
        filas = tx.all("nucleo.contrato.sin_lectura", vistas=list(vistas), roles=list(roles))
    return [str(fila["vista"]) for fila in filas]


def revisar(db: Database, nucleo: Database, *, con_papeles: bool) -> tuple[list[str], list[str]]:
    """Look, and note what has changed since the last time; return (what is newly lost, what can be read again)."""
    ahora = set(vistas_ilegibles(nucleo, con_papeles=con_papeles))
    with db.transaction() as tx:
        antes = {una.vista for una in ilegibles(tx)}
        for vista in ahora - antes:
            tx.run("asistente.interruptores.apagar", nombre=PREFIJO + vista, codigo=None, segundos=0)
        for vista in antes - ahora:
            tx.run("asistente.interruptores.encender", nombre=PREFIJO + vista)
    return sorted(ahora - antes), sorted(antes - ahora)


def ilegibles(tx: Transaction) -> list[Ilegible]:
    """Return what was noted as lost, by name."""
    filas = tx.all("asistente.interruptores.de_prefijo", prefijo=PREFIJO)
    return [Ilegible(fila["nombre"].removeprefix(PREFIJO), fila["desde"]) for fila in filas]
