"""How a check is asked, and what it complains of."""

from contextlib import contextmanager
from dataclasses import replace

from proalto.db.database import Transaction


def con(contexto, **cambios):
    """The same product with other settings."""
    return replace(contexto, app=replace(contexto.app, settings=replace(contexto.ajustes, **cambios)))


def quejas(mirada, contexto):
    return [uno.que for uno in mirada(contexto)]


class FalsaBase:
    """A Database whose transactions are within somebody else's, to be rolled back."""

    def __init__(self, cursor):
        self._cursor = cursor

    @contextmanager
    def transaction(self):
        self._cursor.execute("SAVEPOINT mirada")
        tx = Transaction(self._cursor.connection)
        tx._begin = ""
        yield tx
        self._cursor.execute("ROLLBACK TO mirada")
