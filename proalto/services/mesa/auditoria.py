"""What was done at the desk and by whom: a ledger that only grows, each line tied to the one before by its hash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from proalto.db.database import Database, Row, Transaction
from proalto.services.consentimiento.cadenas import Ruptura, huella, por_tramos, seguir, sellar

LIBRO = "auditoria"
PAGINA = 100
TRAMO = 2000  # lines that are checked in one query


@dataclass(frozen=True)
class Anotacion:
    """One line as it is read; `nombre` is None when the product did it, or who was not let in."""

    id: int
    nombre: str | None
    accion: str
    objeto: str
    detalle: dict[str, Any]
    ocurrido_en: datetime


@dataclass(frozen=True)
class Filtro:
    """What lines are looked for; what is None does not matter. `antes_de` is the id that the next page starts below."""

    usuario_id: int | None = None
    accion: str | None = None
    objeto: str | None = None
    desde: datetime | None = None
    hasta: datetime | None = None
    antes_de: int | None = None


@dataclass(frozen=True)
class Cadena:
    """How the ledger stands: how many lines were checked, and the first that does not fit, if any."""

    lineas: int
    rota_en: int | None


def anotar(
    tx: Transaction,
    usuario_id: int | None,
    accion: str,
    objeto: str,
    now: datetime,
    detalle: dict[str, Any] | None = None,
) -> None:
    """Add a line, in the transaction that does what it tells; `detalle` holds no personal data.

    Writers wait for each other until they commit, so let it be the last thing that a transaction does.
    """
    tx.run("asistente.auditoria.turno")
    ultima = tx.first("asistente.auditoria.ultima")
    linea = {"usuario_id": usuario_id, "accion": accion, "objeto": objeto, "detalle": detalle or {}, "ocurrido_en": now}
    cadena = _eslabon(ultima["cadena"] if ultima else "", linea)
    tx.run(
        "asistente.auditoria.anotar",
        usuario_id=usuario_id,
        accion=accion,
        objeto=objeto,
        detalle=json.dumps(detalle or {}),
        now=now,
        cadena=cadena,
    )


def consta(tx: Transaction, usuario_id: int, accion: str, objeto: str, desde: datetime) -> bool:
    """Tell whether somebody did this since then."""
    return bool(
        tx.one("asistente.auditoria.consta", usuario_id=usuario_id, accion=accion, objeto=objeto, desde=desde)["hay"]
    )


def buscar(db: Database, filtro: Filtro) -> list[Anotacion]:
    """Return up to PAGINA lines that fit, the newest first."""
    with db.transaction() as tx:
        rows = tx.all("asistente.auditoria.buscar", **vars(filtro), cuantas=PAGINA)
    return [Anotacion(**row) for row in rows]


def acciones(db: Database) -> list[str]:
    """Return the kinds of line that there are."""
    with db.transaction() as tx:
        return [row["accion"] for row in tx.all("asistente.auditoria.acciones")]


def verificar(db: Database) -> Cadena:
    """Follow the whole chain; a line that was changed, added or taken away shows at the first that does not fit."""
    lineas = 0
    for row, cuadra in seguir(_todas(db), _eslabon):
        if not cuadra:
            return Cadena(lineas, row["id"])
        lineas += 1
    return Cadena(lineas, None)


def rupturas(db: Database) -> list[Ruptura]:
    """Follow the whole chain to its end; return every line that does not fit."""
    return [Ruptura(LIBRO, str(row["id"])) for row, cuadra in seguir(_todas(db), _eslabon) if not cuadra]


def sello(db: Database, hasta: int | None = None) -> tuple[int, str]:
    """Return the id of a line (the newest, unless told) and one hash of all links up to it."""
    ultima = 0

    def hasta_ahi() -> Iterator[Row]:
        nonlocal ultima
        for row in _todas(db):
            if hasta is not None and row["id"] > hasta:
                return
            ultima = int(row["id"])
            yield row

    total = sellar(hasta_ahi())
    return (ultima if hasta is None else hasta), total


def _todas(db: Database) -> Iterator[Row]:
    def tramo(ultima: Row | None) -> list[Row]:
        with db.transaction() as tx:
            return tx.all("asistente.auditoria.eslabones", desde=ultima["id"] if ultima else 0, cuantos=TRAMO)

    return por_tramos(tramo)


def _eslabon(anterior: str, linea: Row) -> str:
    cuando = linea["ocurrido_en"].astimezone(timezone.utc).isoformat()
    partes = [anterior, linea["usuario_id"], linea["accion"], linea["objeto"], linea["detalle"], cuando]
    return huella(json.dumps(partes, sort_keys=True, separators=(",", ":")))
