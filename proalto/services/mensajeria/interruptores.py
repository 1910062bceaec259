"""What is switched off for everybody until somebody mends it: one row, seen by all processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Transaction
from proalto.services.mensajeria.reglas_de_envio import vigentes

ENVIOS = "envios"


@dataclass(frozen=True)
class Detenido:
    """Since when Meta takes none of our messages, and the code with which it refused the first."""

    codigo: int | None
    desde: datetime


def envios_detenidos(tx: Transaction) -> Detenido | None:
    """Return how sending stands still; None while it goes on."""
    row = tx.first("asistente.interruptores.ver", nombre=ENVIOS)
    return None if row is None else Detenido(row["codigo"], row["desde"])


def detener_envios(tx: Transaction, codigo: int | None) -> bool:
    """Stop sending for everybody; False when it had stopped already."""
    segundos = vigentes().sondeo_segundos
    return tx.run("asistente.interruptores.apagar", nombre=ENVIOS, codigo=codigo, segundos=segundos) == 1


def tomar_sondeo(tx: Transaction) -> bool:
    """Tell whether the message at hand is the one that probes now, which is one for all workers."""
    segundos = vigentes().sondeo_segundos
    return tx.run("asistente.interruptores.sondear", nombre=ENVIOS, segundos=segundos) == 1


def reanudar_envios(tx: Transaction) -> bool:
    """Let messages leave again; False when they did already."""
    row = tx.first("asistente.interruptores.encender", nombre=ENVIOS)
    if row is not None:
        tx.run("asistente.bandeja_salida.soltar", codigo=row["codigo"])
    return row is not None
