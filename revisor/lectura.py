"""YAML as a designer sees it: every value with its file and line, and syntax errors in Spanish."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from revisor.errores_yaml import en_espanol
from revisor.hallazgo import Hallazgo, Lugar, hallar


class Palabra(str):
    """A scalar as it was written. `clase` is what YAML takes it for: "str", "bool", "int", "null"..."""

    archivo: str
    linea: int
    clase: str

    def __new__(cls, valor: str, archivo: str = "", linea: int = 1, clase: str = "str") -> Palabra:
        palabra = super().__new__(cls, valor)
        palabra.archivo, palabra.linea, palabra.clase = archivo, linea, clase
        return palabra


class Lista(list[Any]):
    """A sequence."""

    archivo: str = ""
    linea: int = 1

    def mapas(self) -> list[Mapa]:
        """Return the mappings in it; forma.py tells of the rest."""
        return [uno for uno in self if isinstance(uno, Mapa)]


class Mapa(dict[str, Any]):
    """A mapping. Asked for what it does not hold in that shape, it gives an empty one in its own place."""

    archivo: str = ""
    linea: int = 1

    def claves(self) -> list[Palabra]:
        """Return the keys, which know their lines."""
        return [clave if isinstance(clave, Palabra) else Palabra(clave) for clave in self]

    def palabra(self, clave: str) -> Palabra:
        valor = self.get(clave)
        return valor if isinstance(valor, Palabra) else Palabra("", self.archivo, self.linea)

    def mapa(self, clave: str) -> Mapa:
        valor = self.get(clave)
        return valor if isinstance(valor, Mapa) else Mapa()

    def lista(self, clave: str) -> Lista:
        valor = self.get(clave)
        return valor if isinstance(valor, Lista) else Lista()


def leer(raiz: Path, archivo: str) -> tuple[Mapa, list[Hallazgo]]:
    """Return the content of a YAML file and what keeps it from being read; an empty file is an empty Mapa."""
    try:
        texto = (raiz / archivo).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Mapa(), [hallar(Lugar(archivo), "el archivo", "no existe.", "Recupéralo, o revisa su nombre.")]
    except UnicodeDecodeError as error:
        linea = error.object[: error.start].count(b"\n") + 1
        remedio = "Guarda el archivo como UTF-8 (en tu editor: «Guardar con codificación»)."
        return Mapa(), [hallar(Lugar(archivo, linea), "el archivo", "una letra no está en UTF-8.", remedio)]
    try:
        nodo = yaml.compose(texto, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        return Mapa(), [en_espanol(error, archivo, texto)]
    lector = _Lector(archivo)
    contenido = Mapa() if nodo is None else lector.valor(nodo)
    if not isinstance(contenido, Mapa):
        problema = "se esperaban nombres con dos puntos (nombre: valor) desde el margen."
        return Mapa(), [hallar(Lugar(archivo, contenido.linea), "el archivo", problema, "Compáralo con otro de data/.")]
    return contenido, lector.repetidas


class _Lector:
    def __init__(self, archivo: str) -> None:
        self.archivo = archivo
        self.repetidas: list[Hallazgo] = []

    def valor(self, nodo: yaml.Node) -> Palabra | Lista | Mapa:
        linea = nodo.start_mark.line + 1
        if isinstance(nodo, yaml.ScalarNode):
            return Palabra(nodo.value, self.archivo, linea, nodo.tag.rpartition(":")[2])
        contenido: Lista | Mapa = Mapa() if isinstance(nodo, yaml.MappingNode) else Lista()
        contenido.archivo, contenido.linea = self.archivo, linea
        if isinstance(contenido, Mapa):
            for clave, valor in self._pares(nodo):
                contenido[clave] = valor
        else:
            contenido.extend(self.valor(hijo) for hijo in nodo.value)
        return contenido

    def _pares(self, nodo: yaml.Node) -> Iterator[tuple[Palabra, Any]]:
        vistas: dict[str, int] = {}
        for nodo_clave, nodo_valor in nodo.value:
            valor, linea = self.valor(nodo_valor), nodo_clave.start_mark.line + 1
            clave = Palabra(str(nodo_clave.value), self.archivo, linea)
            if clave == "<<" and isinstance(valor, Mapa):
                yield from ((palabra, valor[palabra]) for palabra in valor.claves())
                continue
            if clave in vistas:
                problema = f"está dos veces en el mismo sitio; la primera, en la línea {vistas[clave]}."
                self.repetidas.append(hallar(clave, f'"{clave}"', problema, "Deja una sola, o cámbiale el nombre."))
            vistas.setdefault(clave, linea)
            yield clave, valor
