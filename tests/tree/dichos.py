"""What the actions say: each `chat.say(...)`, the responses that it may name and the placeholders that it fills."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.tree.arbol import dominio, modulos, sintaxis


@dataclass(frozen=True)
class Dicho:
    lugar: str
    respuesta: str
    datos: frozenset[str]


def todos() -> Iterator[Dicho]:
    for archivo in modulos("actions"):
        yield from _de_modulo(archivo, sintaxis(archivo))


def _de_modulo(archivo: Path, arbol: ast.Module) -> Iterator[Dicho]:
    for llamada in (nodo for nodo in ast.walk(arbol) if isinstance(nodo, ast.Call)):
        if getattr(llamada.func, "attr", "") == "say":
            for respuesta in _nombradas(llamada.args[0], arbol):
                yield Dicho(f"{archivo.name}:{llamada.lineno}", respuesta, frozenset(_pasados(llamada, arbol)))


def _nombradas(expresion: ast.expr, arbol: ast.Module) -> list[str]:
    if isinstance(expresion, ast.IfExp):
        return [*_nombradas(expresion.body, arbol), *_nombradas(expresion.orelse, arbol)]
    if isinstance(expresion, ast.JoinedStr):
        prefijo = expresion.values[0].value
        return [respuesta for respuesta in dominio()["responses"] if respuesta.startswith(prefijo)] or [prefijo]
    if isinstance(expresion, ast.Name):  # a parameter: whatever the module's calls hand in
        llamadas = [n for n in ast.walk(arbol) if isinstance(n, ast.Call) and getattr(n.func, "attr", "") != "say"]
        textos = [arg.value for llamada in llamadas for arg in llamada.args if isinstance(arg, ast.Constant)]
        return [texto for texto in textos if str(texto).startswith("utter_")]
    return [expresion.value]


def _pasados(llamada: ast.Call, arbol: ast.Module) -> set[str]:
    funciones = {nodo.name: nodo for nodo in ast.walk(arbol) if isinstance(nodo, ast.FunctionDef)}
    claves = {palabra.arg for palabra in llamada.keywords if palabra.arg}
    for palabra in llamada.keywords:
        if not palabra.arg:  # **f(...): the keys of the dict that f writes out
            escritos = [nodo for nodo in ast.walk(funciones[palabra.value.func.id]) if isinstance(nodo, ast.Dict)]
            claves |= {clave.value for escrito in escritos for clave in escrito.keys}
    return claves
