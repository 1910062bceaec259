"""A figure and what it is made of. Columns are codes, and so are the cells that name an errand, a type or a person."""

from __future__ import annotations

from dataclasses import dataclass

Celda = str | int | float | None


@dataclass(frozen=True)
class Cuadro:
    """`valor` is None when there was nothing to count; `de` is how many facts it comes from."""

    valor: float | None
    de: int
    columnas: tuple[str, ...] = ()
    filas: tuple[tuple[Celda, ...], ...] = ()
