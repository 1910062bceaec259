"""What is left of somebody: every table read as text, decrypted with the product's own Cipher where it can be, and
every file; searched for words that only they have."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from proalto import bootstrap
from proalto.bootstrap import App
from proalto.gateways.cipher import Cipher, Undecipherable
from proalto.services.datos import inventario
from tests.conftest import conectar

TABLAS = (
    "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position) FROM information_schema.columns"
    " JOIN information_schema.tables USING (table_schema, table_name)"
    " WHERE table_schema = 'asistente' AND table_type = 'BASE TABLE' GROUP BY 1 ORDER BY 1"
)


def en_wamid(telefono: str) -> str:
    """Return a wamid as Meta writes them: with the customer's number within, in base64."""
    return "wamid." + base64.b64encode(b"\x1d\x18\x0c" + telefono.encode() + os.urandom(18)).decode()


def canarios_de(telefono: str) -> tuple[str, str]:
    """Return how a phone is found: as it is, and as it is written within a wamid."""
    return telefono, base64.b64encode(telefono.encode()).decode()


def esquema(dsn: str) -> dict[str, list[str]]:
    """Return the columns of each table of ours."""
    conexion = conectar(dsn)
    with conexion.cursor() as cursor:
        cursor.execute(TABLAS)
        tablas = dict(cursor.fetchall())
    conexion.close()
    return tablas


def en_la_base(app: App, canarios: Iterable[str]) -> set[tuple[str, str]]:
    """Return (table, column) of every value that holds one of these words, in clear or under a key that still is."""
    dsn = app.settings.database_url or ""
    cipher = bootstrap.cipher(app.settings, dsn)  # of a process that remembers no key
    busca = re.compile("|".join(map(re.escape, canarios)).encode())
    hallados = set()
    for tabla, columna, valor in _valores(dsn, cipher):
        if busca.search(valor):
            hallados.add((tabla, columna))
    return hallados


def permitidos() -> set[tuple[str, str]]:
    """Return the columns that, by the inventory, may outlive an erasure."""
    tablas = inventario.leer().tablas.values()
    return {(tabla.nombre, nombre) for tabla in tablas for nombre, una in tabla.columnas.items() if una.custodia}


def en_archivos(carpeta: Path, canarios: Iterable[str]) -> list[str]:
    """Return the files under a folder that hold one of these words."""
    busca = re.compile("|".join(map(re.escape, canarios)).encode())
    archivos = [uno for uno in carpeta.rglob("*") if uno.is_file() and not uno.is_symlink()]
    return [str(uno) for uno in archivos if busca.search(uno.read_bytes())]


def _valores(dsn: str, cipher: Cipher) -> Iterator[tuple[str, str, bytes]]:
    dicho, conexion = inventario.leer(), conectar(dsn)
    with conexion.cursor() as cursor:
        for tabla, columnas in esquema(dsn).items():
            cursor.execute(f"SELECT * FROM asistente.{tabla}")  # noqa: S608
            for valores in cursor.fetchall():
                fila = dict(zip(columnas, valores))
                for columna, valor in fila.items():
                    yield tabla, columna, _como_bytes(valor)
                    contexto = dicho.tablas[tabla].columnas[columna].cifrada
                    if contexto and valor is not None:
                        yield tabla, columna, _abierto(cipher, bytes(valor), contexto.format(**fila))
    conexion.close()


def _como_bytes(valor: Any) -> bytes:
    if isinstance(valor, (bytes, memoryview)):
        return bytes(valor)
    return b"" if valor is None else str(valor).encode()


def _abierto(cipher: Cipher, sellado: bytes, contexto: str) -> bytes:
    try:
        return cipher.decrypt(sellado, contexto)
    except Undecipherable:
        return b""
