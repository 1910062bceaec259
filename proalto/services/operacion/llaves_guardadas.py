"""Data keys in PostgreSQL: wrapped, one for each owner, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.llaves import Clase, Dueno, Guardada


class LlavesEnTabla:
    """The table `llaves_de_datos`, through connections of its own: a key is asked for within transactions of others.

    A key made for what is then rolled back stays, and harms nobody. Its connections need not
    wait for the disk (`at_once`): what a key encrypts is committed after it, and takes it along.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def leer(self, dueno: Dueno) -> Guardada | None:
        with self._db.transaction() as tx:
            row = tx.first("asistente.llaves.leer", **_donde(dueno))
        return None if row is None else _guardada(dueno, row)

    def crear(self, dueno: Dueno, envuelta: bytes) -> Guardada:
        with self._db.transaction() as tx:
            row = tx.first("asistente.llaves.crear", **_donde(dueno), envuelta=envuelta)
        if row is not None:
            return _guardada(dueno, row)
        guardada = self.leer(dueno)
        assert guardada is not None
        return guardada

    def todas(self) -> Sequence[Guardada]:
        with self._db.transaction() as tx:
            rows = tx.all("asistente.llaves.todas")
        return [Guardada(Dueno(Clase(row["clase"]), int(row["dueno"])), bytes(row["envuelta"])) for row in rows]

    def cambiar(self, dueno: Dueno, antes: bytes, envuelta: bytes) -> bool:
        with self._db.transaction() as tx:
            tx.all("asistente.llaves.de_una_vez")
            return tx.run("asistente.llaves.cambiar", **_donde(dueno), antes=antes, envuelta=envuelta) == 1


def destruir(tx: Transaction, dueno: Dueno, now: datetime) -> None:
    """Destroy a key, and let none take its place. Other processes forget it within `llavero.SEGUNDOS`."""
    tx.run("asistente.llaves.destruir", **_donde(dueno), now=now)


def _guardada(dueno: Dueno, row: Row) -> Guardada:
    return Guardada(dueno, None if row["envuelta"] is None else bytes(row["envuelta"]))


def _donde(dueno: Dueno) -> dict[str, str | int]:
    return {"clase": dueno.clase.value, "dueno": dueno.id}
