"""Data keys in PostgreSQL: wrapped, one for each owner, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.llaves import Clase, Dueno, Guardada


class LlavesEnTabla:
    """The table `llaves_de_datos`, through connections of its own: a key is asked for within transactions of others.

    A key made for what is then rolled back stays, and harms nobody.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def leer(self, dueno: Dueno) -> Guardada | None:
        with self._db.transaction() as tx:
            return _leer(tx, dueno)

    def crear(self, dueno: Dueno, envuelta: bytes) -> Guardada:
        # What the key encrypts is committed after it, and takes it along to the disk: there is nothing to wait for.
        with self._db.transaction() as tx:
            tx.all("asistente.llaves.sin_esperar")
            creada = tx.first("asistente.llaves.crear", **_donde(dueno), envuelta=envuelta)
            guardada = Guardada(dueno, bytes(creada["envuelta"])) if creada else _leer(tx, dueno)
        assert guardada is not None
        return guardada

    def todas(self) -> Sequence[Guardada]:
        with self._db.transaction() as tx:
            rows = tx.all("asistente.llaves.todas")
        return [Guardada(Dueno(Clase(row["clase"]), int(row["dueno"])), bytes(row["envuelta"])) for row in rows]

    def cambiar(self, dueno: Dueno, antes: bytes, envuelta: bytes) -> bool:
        with self._db.transaction() as tx:
            return tx.run("asistente.llaves.cambiar", **_donde(dueno), antes=antes, envuelta=envuelta) == 1


def destruir(tx: Transaction, dueno: Dueno, now: datetime) -> None:
    """Destroy a key, and let none take its place. Other processes forget it within `llavero.SEGUNDOS`."""
    tx.run("asistente.llaves.destruir", **_donde(dueno), now=now)


def _leer(tx: Transaction, dueno: Dueno) -> Guardada | None:
    row: Row | None = tx.first("asistente.llaves.leer", **_donde(dueno))
    if row is None:
        return None
    return Guardada(dueno, None if row["envuelta"] is None else bytes(row["envuelta"]))


def _donde(dueno: Dueno) -> dict[str, str | int]:
    return {"clase": dueno.clase.value, "dueno": dueno.id}
