"""The project's SQL: one file per topic, each query after a line `-- name: what it gives`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
_HEADER = re.compile(r"^-- ([a-z_]+): .+$", re.MULTILINE)


def query(name: str) -> str:
    """Return the SQL of `schema.file.query`, such as `nucleo.saldo.por_cedula`."""
    schema, file, wanted = name.split(".")
    return _file(schema, file)[wanted]


def names() -> list[str]:
    """Return the full name of every query in the tree, sorted."""
    return sorted(
        f"{path.parent.name}.{path.stem}.{wanted}"
        for path in HERE.glob("*/*.sql")
        for wanted in _file(path.parent.name, path.stem)
    )


@cache
def _file(schema: str, file: str) -> dict[str, str]:
    parts = _HEADER.split((HERE / schema / f"{file}.sql").read_text(encoding="utf-8"))
    return {wanted: sql.strip().rstrip(";") for wanted, sql in zip(parts[1::2], parts[2::2])}
