"""The pace of sending: token buckets in PostgreSQL, one row each, so that all workers share them without a server.

Meta takes 80 messages a second of a number and one every 6 s to one person, with some burst (WhatsApp "Throughput",
"Pair rate limits"). Read receipts are no messages and cost nothing; neither does an SMS.
"""

from __future__ import annotations

from dataclasses import dataclass

from proalto.db.database import Transaction
from proalto.services.mensajeria.reglas_de_envio import vigentes

NUMERO = "numero"
SEGUNDOS_DE_DEUDA = 1.0  # how far ahead places in the number's line are given out
DEUDA_DE_CODIGO = 20  # a code is asked for and short-lived: it pays, but does not wait. Meta's own burst has room


@dataclass(frozen=True)
class Ritmo:
    """A bucket that holds `capacidad` tokens and gets `por_segundo` back; it may owe `deuda` of them."""

    nombre: str
    capacidad: float
    por_segundo: float
    deuda: float = 0


@dataclass(frozen=True)
class Paso:
    """Whether a token was taken, and the seconds to wait: before using it, or before asking again."""

    dado: bool
    segundos: float


def del_numero() -> Ritmo:
    """Return the bucket of our number: whoever comes gets a place in line, and waits for it."""
    reglas = vigentes()
    return Ritmo(NUMERO, reglas.rafaga_del_numero, reglas.por_segundo, deuda=reglas.por_segundo * SEGUNDOS_DE_DEUDA)


def del_contacto(contacto_id: int, *, codigo: bool = False) -> Ritmo:
    """Return the bucket of one person."""
    reglas = vigentes()
    deuda = DEUDA_DE_CODIGO if codigo else 0
    return Ritmo(f"par:{contacto_id}", reglas.rafaga_por_persona, reglas.por_minuto / 60, deuda)


def pedir(tx: Transaction, ritmo: Ritmo) -> Paso:
    """Take a token. What a bucket may owe is a place in line: it was taken, and is to be used in `segundos`.

    Others wait for this row until the transaction ends, so let it be among the last things that it does.
    """
    params = {"nombre": ritmo.nombre, "capacidad": ritmo.capacidad, "por_segundo": ritmo.por_segundo}
    row = tx.first("asistente.ritmos.gastar", minimo=1 - ritmo.deuda, **params)
    if row is not None:
        return Paso(True, max(0.0, -row["fichas"] / ritmo.por_segundo))
    hay = tx.one("asistente.ritmos.hay", **params)["fichas"]
    return Paso(False, max(0.0, (1 - ritmo.deuda - hay) / ritmo.por_segundo))
