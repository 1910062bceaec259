"""How a mutant gets into a process: into functions that are imported already, or into the module as it is imported."""

from __future__ import annotations

import functools
import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Iterator, Sequence
from types import CodeType, FunctionType, ModuleType

from tools.mutantes import Mutante, archivo_de

NUESTROS = ("proalto", "actions", "tests", "simulator", "launcher", "revisor", "benchmarks")


def injertar(mutante: Mutante) -> None:
    """Give the functions of the module, whoever holds them, the bodies that they have in the mutant."""
    modulo = importlib.import_module(mutante.modulo)
    nuevos = {_lugar(codigo): codigo for codigo in _codigos(compile(mutante.arbol, str(modulo.__file__), "exec"))}
    for funcion in _funciones(modulo):
        funcion.__code__ = nuevos[_lugar(funcion.__code__)]


def olvidar_lo_nuestro() -> None:
    """Forget every module of ours, so that it is imported anew."""
    for nombre in [nombre for nombre in sys.modules if nombre.split(".")[0] in NUESTROS]:
        del sys.modules[nombre]


class AlImportar(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant when its module is imported: for what a module does once, such as its constants."""

    def __init__(self, mutante: Mutante) -> None:
        self._mutante = mutante
        self._archivo = str(archivo_de(mutante.modulo))

    def find_spec(
        self, nombre: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if nombre != self._mutante.modulo:
            return None
        return importlib.machinery.ModuleSpec(nombre, self, origin=self._archivo)

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = self._archivo
        exec(compile(self._mutante.arbol, self._archivo, "exec"), module.__dict__)  # noqa: S102 - what it is for


def _lugar(codigo: CodeType) -> tuple[str, int]:
    return codigo.co_name, codigo.co_firstlineno


def _codigos(codigo: CodeType) -> Iterator[CodeType]:
    for constante in codigo.co_consts:
        if isinstance(constante, CodeType):
            yield constante
            yield from _codigos(constante)


def _funciones(modulo: ModuleType) -> Iterator[FunctionType]:
    """Yield the functions and methods that the module itself wrote; what a cache had kept is forgotten."""
    suyos = [valor for valor in vars(modulo).values() if getattr(valor, "__module__", None) == modulo.__name__]
    clases = [valor for valor in suyos if isinstance(valor, type)]
    for espacio in (modulo, *clases):
        for valor in list(vars(espacio).values()):
            if isinstance(valor, functools._lru_cache_wrapper):
                valor.cache_clear()
            funcion = _desenvuelta(valor)
            if isinstance(funcion, FunctionType) and funcion.__code__.co_filename == modulo.__file__:
                yield funcion


def _desenvuelta(valor: object) -> object:
    if isinstance(valor, property):
        return valor.fget
    if isinstance(valor, (staticmethod, classmethod)):
        return valor.__func__
    return getattr(valor, "__wrapped__", valor)
