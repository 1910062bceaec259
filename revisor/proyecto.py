"""All that the checks look at, read once: the YAML files, the words beside them, and what the program says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from revisor.dominio import Respuesta, leer_respuestas
from revisor.hallazgo import Hallazgo, Lugar, hallar
from revisor.lectura import Lista, Mapa, Palabra, leer
from revisor.programa import Dicho, Programa
from revisor.temas import Temas, leer_temas

DOMINIO = "domain.yml"
MEDIDA = "tests/nlu/test_nlu.yml"
SIN_FRASES = re.compile(r"^\s*- (\w+):?\s+# (?:solo botones|lo pone el canal)")


@dataclass(frozen=True)
class Historia:
    """A rule, a story or a conversation: its title and its steps."""

    titulo: Palabra
    pasos: Lista
    condicion: Lista
    archivo: str
    linea: int

    def mapas(self) -> list[Mapa]:
        """Return the steps and conditions that have a shape."""
        return [*self.condicion.mapas(), *self.pasos.mapas()]


@dataclass(frozen=True)
class Ensenada:
    """The phrases of one intent, each at its line, and the place of its name."""

    frases: list[Palabra]
    archivo: str
    linea: int


@dataclass(frozen=True)
class Proyecto:
    """The files under `raiz`; `rotos` is what keeps some from being read, and then nothing else can be trusted."""

    raiz: Path
    yaml: dict[str, Mapa]
    lineas: dict[str, list[str]]
    rotos: list[Hallazgo] = field(default_factory=list)

    @cached_property
    def programa(self) -> Programa:
        return Programa(self.raiz)

    @cached_property
    def dominio(self) -> Mapa:
        return self.yaml[DOMINIO]

    @cached_property
    def respuestas(self) -> dict[str, Respuesta]:
        return leer_respuestas(self.dominio, len(self.lineas[DOMINIO]))

    @cached_property
    def dichos(self) -> list[Dicho]:
        return list(self.programa.dichos(frozenset(self.respuestas)))

    @cached_property
    def temas(self) -> Temas:
        return leer_temas({nombre: self.lineas[nombre] for nombre in (DOMINIO, *self.datos)})

    @cached_property
    def datos(self) -> list[str]:
        """Return the names of the files in data/."""
        return [nombre for nombre in self.yaml if nombre.startswith("data/")]

    def nombres(self, seccion: str) -> dict[str, Palabra]:
        """Return what a section of domain.yml (intents, entities, slots, forms, actions) declares."""
        valor = self.dominio.get(seccion)
        if isinstance(valor, Mapa):
            return {str(clave): clave for clave in valor.claves()}
        sueltos = valor if isinstance(valor, Lista) else Lista()
        palabras = [clave for uno in sueltos for clave in (uno.claves() if isinstance(uno, Mapa) else [uno])]
        return {str(uno): uno for uno in palabras if isinstance(uno, Palabra)}

    @cached_property
    def sin_frases(self) -> set[str]:
        """Return the intents that nobody writes: buttons and the channel put them."""
        return {hallada[1] for renglon in self.lineas[DOMINIO] if (hallada := SIN_FRASES.match(renglon))}

    @cached_property
    def frases(self) -> dict[str, Ensenada]:
        """Return the phrases that teach each intent."""
        return self._frases(self.datos)

    @cached_property
    def medidas(self) -> dict[str, Ensenada]:
        """Return the phrases that measure each intent."""
        return self._frases([MEDIDA])

    def _frases(self, archivos: list[str]) -> dict[str, Ensenada]:
        halladas: dict[str, Ensenada] = {}
        for bloque in (bloque for nombre in archivos for bloque in self.yaml[nombre].lista("nlu").mapas()):
            intencion = bloque.palabra("intent")
            if intencion:
                una = halladas.setdefault(str(intencion), Ensenada([], intencion.archivo, intencion.linea))
                una.frases.extend(_renglones(bloque.palabra("examples")))
        return halladas

    @cached_property
    def reglas(self) -> list[Historia]:
        return [una for nombre in self.datos for una in _historias(self.yaml[nombre].lista("rules"), "rule")]

    @cached_property
    def historias(self) -> list[Historia]:
        return [una for nombre in self.datos for una in _historias(self.yaml[nombre].lista("stories"), "story")]

    @cached_property
    def conversaciones(self) -> list[Historia]:
        archivos = [nombre for nombre in self.yaml if nombre.startswith("tests/conversations/")]
        return [una for nombre in archivos for una in _historias(self.yaml[nombre].lista("stories"), "story")]


def abrir(raiz: Path) -> Proyecto:
    """Read everything under `raiz`."""
    patrones = ("data/*.yml", "tests/conversations/test_*.yml")
    nombres = [DOMINIO, *(str(f.relative_to(raiz)) for patron in patrones for f in sorted(raiz.glob(patron))), MEDIDA]
    yaml, lineas, rotos = {}, {}, []
    for nombre in nombres:
        yaml[nombre], problemas = leer(raiz, nombre)
        rotos += problemas
        existe = (raiz / nombre).is_file()
        lineas[nombre] = (raiz / nombre).read_text("utf-8", errors="replace").splitlines() if existe else []
    proyecto = Proyecto(raiz, yaml, lineas, rotos)
    try:
        _ = proyecto.programa
    except SyntaxError as error:
        lugar = Lugar(error.filename or "actions/", error.lineno or 1)
        rotos.append(hallar(lugar, "el programa", "no se puede leer.", "Avísale a quien lo está cambiando."))
    return proyecto


def _historias(unas: Lista, clave: str) -> list[Historia]:
    return [
        Historia(
            una.palabra(clave), una.lista("steps"), una.lista("condition"), una.archivo, una.linea
        )
        for una in unas.mapas()
    ]  # fmt: skip


def _renglones(ejemplos: Palabra) -> Iterator[Palabra]:
    for numero, renglon in enumerate(ejemplos.splitlines(), start=ejemplos.linea + 1):
        if renglon.strip():
            yield Palabra(renglon.strip().removeprefix("-").strip(), ejemplos.archivo, numero)
