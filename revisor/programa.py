"""What the source of `actions/` says: each `chat.say(...)`, its responses and the placeholders that it fills."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

RESPUESTA = re.compile(r"utter_\w+(/\w+)?")


@dataclass(frozen=True)
class Dicho:
    """One response that a call may say. `datos` is what it fills, or None when the source does not tell."""

    archivo: str
    linea: int
    respuesta: str
    datos: frozenset[str] | None


@dataclass(frozen=True)
class Mencion:
    """A name of a response in the source; `prefijo` when an f-string goes on after it."""

    archivo: str
    linea: int
    nombre: str
    prefijo: bool = False


class Programa:
    """The modules of `actions/`, as far as words are concerned."""

    def __init__(self, raiz: Path) -> None:
        fuentes = {str(archivo.relative_to(raiz)): archivo for archivo in sorted((raiz / "actions").rglob("*.py"))}
        self._modulos = {
            nombre: ast.parse(archivo.read_text(encoding="utf-8"), nombre) for nombre, archivo in fuentes.items()
        }
        self._nodos = [nodo for arbol in self._modulos.values() for nodo in ast.walk(arbol)]

    @cached_property
    def textos(self) -> frozenset[str]:
        """Every string constant: what it names, the program knows."""
        return frozenset(str(n.value) for n in self._nodos if isinstance(n, ast.Constant) and isinstance(n.value, str))

    def menciones(self) -> Iterator[Mencion]:
        """Yield each response that the source names, or the beginning of its name."""
        for archivo, arbol in self._modulos.items():
            partes = {id(v) for n in ast.walk(arbol) if isinstance(n, ast.JoinedStr) for v in n.values}
            for nodo in ast.walk(arbol):
                if isinstance(nodo, ast.JoinedStr) and (inicio := _inicio(nodo)):
                    yield Mencion(archivo, nodo.lineno, inicio, prefijo=True)
                elif isinstance(nodo, ast.Constant) and id(nodo) not in partes and _es_respuesta(nodo.value):
                    yield Mencion(archivo, nodo.lineno, str(nodo.value))

    def dichos(self, respuestas: frozenset[str]) -> Iterator[Dicho]:
        """Yield what each `say` may say among the responses of domain.yml."""
        for archivo, arbol in self._modulos.items():
            for llamada in (n for n in ast.walk(arbol) if isinstance(n, ast.Call) and _nombre(n.func) == "say"):
                primero = next(iter([*llamada.args, *(k.value for k in llamada.keywords if k.arg == "response")]), None)
                datos = self._llenados(llamada)
                for respuesta in sorted(self._nombradas(primero, arbol, respuestas) & respuestas):
                    yield Dicho(archivo, llamada.lineno, respuesta, datos)

    def _nombradas(self, expresion: ast.expr | None, arbol: ast.Module, respuestas: frozenset[str]) -> set[str]:
        """Return what an expression may be: what it writes out, or what is put into the names that it uses."""
        if isinstance(expresion, ast.IfExp):
            ramas = (expresion.body, expresion.orelse)
            return {nombre for rama in ramas for nombre in self._nombradas(rama, arbol, respuestas)}
        if isinstance(expresion, ast.JoinedStr):
            inicio = _inicio(expresion)
            return {respuesta for respuesta in respuestas if inicio and respuesta.startswith(inicio)}
        nodos = list(ast.walk(expresion)) if expresion is not None else []
        escritas = {str(n.value) for n in nodos if isinstance(n, ast.Constant) and _es_respuesta(n.value)}
        nombres = {_nombre(n) for n in nodos if isinstance(n, (ast.Name, ast.Attribute))}
        return escritas | {puesta for nombre in nombres for puesta in self._puestas_en(nombre, arbol)}

    def _puestas_en(self, nombre: str, arbol: ast.Module) -> set[str]:
        """Return the responses that a module assigns to a name, or that calls hand in for that parameter."""
        valores: list[ast.AST] = []
        for nodo in ast.walk(arbol):
            if isinstance(nodo, (ast.Assign, ast.AnnAssign)) and nombre in _destinos(nodo) and nodo.value is not None:
                valores.append(nodo.value)
            elif isinstance(nodo, ast.FunctionDef) and nombre in [arg.arg for arg in nodo.args.args]:
                valores += [n for n in self._nodos if isinstance(n, ast.Call) and _nombre(n.func) == nodo.name]
        constantes = [n.value for valor in valores for n in ast.walk(valor) if isinstance(n, ast.Constant)]
        return {str(valor) for valor in constantes if _es_respuesta(valor)}

    def _llenados(self, llamada: ast.Call) -> frozenset[str] | None:
        claves = {palabra.arg for palabra in llamada.keywords if palabra.arg}
        for palabra in llamada.keywords:
            if not palabra.arg:
                escritas = self._claves(palabra.value)
                if not escritas:
                    return None
                claves |= escritas
        return frozenset(claves)

    def _claves(self, expresion: ast.expr) -> set[str]:
        """Return the keys handed over with **, written here or in the function that makes them; empty: unknown."""
        donde: list[ast.AST] = [expresion]
        if isinstance(expresion, ast.Call):
            llamada = _nombre(expresion.func)
            donde = [n for n in self._nodos if isinstance(n, ast.FunctionDef) and n.name == llamada]
        claves = [clave for raiz in donde for n in ast.walk(raiz) if isinstance(n, ast.Dict) for clave in n.keys]
        return {str(c.value) for c in claves if isinstance(c, ast.Constant)} if None not in claves else set()


def _inicio(nodo: ast.JoinedStr) -> str:
    """Return the response that an f-string begins to name, or nothing."""
    primero = nodo.values[0] if nodo.values else None
    texto = primero.value if isinstance(primero, ast.Constant) else ""
    return str(texto) if str(texto).startswith("utter_") else ""


def _es_respuesta(valor: object) -> bool:
    return isinstance(valor, str) and RESPUESTA.fullmatch(valor) is not None


def _nombre(expresion: ast.expr) -> str:
    """Return `f` of `f` and of `x.f`."""
    return str(getattr(expresion, "attr", "") or getattr(expresion, "id", ""))


def _destinos(nodo: ast.Assign | ast.AnnAssign) -> list[str]:
    destinos = nodo.targets if isinstance(nodo, ast.Assign) else [nodo.target]
    return [_nombre(n) for d in destinos for n in ast.walk(d) if isinstance(n, (ast.Name, ast.Attribute))]
