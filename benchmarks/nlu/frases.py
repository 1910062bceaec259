"""Phrases and labels of Rasa's NLU files; the held-out file keeps its styles by position."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import yaml

from proalto.settings import ROOT

ENTRENAMIENTO, APARTE = ROOT / "data" / "nlu.yml", ROOT / "tests" / "nlu" / "test_nlu.yml"
FUERA = "fuera_de_alcance"
# tests/nlu/test_nlu.yml: the phrases of each intent come in this order of styles.
ESTILOS = (("limpio", 6), ("sin tildes", 5), ("abreviado", 5), ("con errores", 4), ("largo", 4), ("indirecto", 6))


@dataclass(frozen=True)
class Frase:
    texto: str
    etiqueta: str
    estilo: str


def leer(archivo: Path) -> list[Frase]:
    """Return the phrases of a file in its order; `estilo` is only meaningful for the held-out file."""
    frases = []
    for bloque in yaml.safe_load(archivo.read_text(encoding="utf-8"))["nlu"]:
        textos = [linea.removeprefix("- ") for linea in bloque["examples"].splitlines() if linea.startswith("- ")]
        frases += [Frase(texto, bloque["intent"], _estilo(lugar)) for lugar, texto in enumerate(textos)]
    return frases


def por_estilo(frases: list[Frase]) -> dict[str, list[int]]:
    """Return the positions of the phrases of each style, those out of scope apart."""
    grupos: defaultdict[str, list[int]] = defaultdict(list)
    for lugar, frase in enumerate(frases):
        grupos["fuera de alcance" if frase.etiqueta == FUERA else frase.estilo].append(lugar)
    return dict(grupos)


def _estilo(lugar: int) -> str:
    for nombre, cuantas in ESTILOS:
        if lugar < cuantas:
            return nombre
        lugar -= cuantas
    return ESTILOS[-1][0]
