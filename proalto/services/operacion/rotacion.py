"""Changing master keys: every data key wrapped anew, and which master keys nothing depends on any more."""

from __future__ import annotations

from dataclasses import dataclass

from proalto.db.database import Database
from proalto.gateways.cipher import Cipher


@dataclass(frozen=True)
class Pendiente:
    """What a master key encrypted itself, years ago say; `maestra`: its place in `DATA_KEYS` from 1, 0 if not there."""

    tabla: str
    columna: str
    maestra: int
    cuantas: int


@dataclass(frozen=True)
class Rotacion:
    """How many keys were wrapped anew, what still hangs on a master key, and which of them may be retired."""

    envueltas: int
    pendientes: tuple[Pendiente, ...]
    retirables: tuple[int, ...]


def rotar(db: Database, cipher: Cipher) -> Rotacion:
    """Wrap every data key under the first of `DATA_KEYS`; safe to repeat, and while everything works.

    Raise LlaveroAjeno when a key is wrapped by a master key that is not among ours: it must come back first.
    """
    envueltas = cipher.rewrap()
    maestras = cipher.master_ids()
    with db.transaction() as tx:
        filas = tx.all("asistente.llaves.por_maestras")
    pendientes = tuple(
        Pendiente(fila["tabla"], fila["columna"], _lugar(maestras, bytes(fila["maestra"])), int(fila["cuantas"]))
        for fila in filas
    )
    en_uso = {1, *(pendiente.maestra for pendiente in pendientes)}
    retirables = tuple(lugar for lugar in range(1, len(maestras) + 1) if lugar not in en_uso)
    return Rotacion(envueltas, pendientes, retirables)


def _lugar(maestras: tuple[bytes, ...], cual: bytes) -> int:
    return maestras.index(cual) + 1 if cual in maestras else 0
