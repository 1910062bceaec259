"""What the rules of the tree look at."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

RAIZ = Path(__file__).parent.parent.parent
_BANNER = re.compile(r"^\s*# -- ([A-ZÁÉÍÓÚÑ ]+) --", re.MULTILINE)
_DATO = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


def leer(nombre: str) -> str:
    return (RAIZ / nombre).read_text(encoding="utf-8")


@cache
def dominio() -> dict[str, Any]:
    return yaml.safe_load(leer("domain.yml"))


def intenciones_con_ejemplos() -> set[str]:
    return {bloque["intent"] for bloque in yaml.safe_load(leer("data/nlu.yml"))["nlu"] if "intent" in bloque}


def banners(texto: str) -> list[str]:
    return _BANNER.findall(texto)


def modulos(*cuartos: str) -> Iterator[Path]:
    for cuarto in cuartos:
        yield from sorted((RAIZ / cuarto).rglob("*.py"))


def sintaxis(archivo: Path) -> ast.Module:
    return ast.parse(archivo.read_text(encoding="utf-8"), str(archivo))


def variantes(respuesta: str) -> list[dict[str, Any]]:
    return dominio()["responses"][respuesta]


def datos(respuesta: str) -> set[str]:
    """Return the placeholders of every variant of a response."""
    return {dato for variante in variantes(respuesta) for dato in _DATO.findall(variante["text"])}


def botones() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for respuesta in dominio()["responses"]:
        for variante in variantes(respuesta):
            if variante.get("buttons"):
                yield respuesta, variante["buttons"]
