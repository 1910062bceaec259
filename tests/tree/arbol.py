"""What the rules of the tree look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

RAIZ = Path(__file__).parent.parent.parent


def leer(nombre: str) -> str:
    return (RAIZ / nombre).read_text(encoding="utf-8")


@cache
def dominio() -> dict[str, Any]:
    return yaml.safe_load(leer("domain.yml"))


def intenciones_con_ejemplos() -> set[str]:
    return {bloque["intent"] for bloque in yaml.load(leer("data/nlu.yml"), yaml.CSafeLoader)["nlu"]}


def modulos(*cuartos: str) -> Iterator[Path]:
    for cuarto in cuartos:
        yield from sorted((RAIZ / cuarto).rglob("*.py"))


def sintaxis(archivo: Path) -> ast.Module:
    return ast.parse(archivo.read_text(encoding="utf-8"), str(archivo))
