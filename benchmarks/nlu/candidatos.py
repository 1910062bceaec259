"""What `make nlu-comparar` compares: pipelines of Rasa's own components and ours, whole and without a piece."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.nlu.frases import Frase
from proalto.nlu import rasgos
from proalto.nlu.normalizador import palabras
from proalto.nlu.ortografia import Corrector

Componente = dict[str, Any]
# DIET needs about two minutes of one slow core an epoch on all the phrases; 100 epochs are what `rasa init` writes.
EPOCAS, EPOCAS_CON_TODO = 100, 8
POCAS = 15  # phrases an intent in the sample on which DIET can have its 100 epochs
NUESTRO: Componente = {"name": "proalto.nlu.clasificador.ClasificadorDeIntenciones"}
N_GRAMAS: tuple[Componente, ...] = (
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
)
LOGISTICA: tuple[Componente, ...] = (
    {"name": "WhitespaceTokenizer"},
    *N_GRAMAS,
    {"name": "LogisticRegressionClassifier"},
)


@dataclass(frozen=True)
class Candidato:
    """A pipeline, what is done to every text before it (`delante`), and what is taken out of ours (`sin`)."""

    nombre: str
    tuberia: tuple[Componente, ...]
    delante: tuple[str, ...] = ()
    sin: tuple[str, ...] = ()
    por_intencion: int | None = None  # phrases for training; None: all

    @property
    def epocas(self) -> int | None:
        return next((c["epochs"] for c in self.tuberia if "epochs" in c), None)


def diet(epocas: int, **opciones: Any) -> tuple[Componente, ...]:
    """Return the pipeline of `rasa init`, up to its classifier."""
    clasificador = {"name": "DIETClassifier", "epochs": epocas, "constrain_similarities": True} | opciones
    rasgos_de_rasa = ({"name": "RegexFeaturizer"}, {"name": "LexicalSyntacticFeaturizer"}, *N_GRAMAS)
    return ({"name": "WhitespaceTokenizer"}, *rasgos_de_rasa, clasificador)


# Without entities in the data DIET does not train them anyway; what saves time then is to leave out the transformer.
SOLO_INTENCIONES = {"entity_recognition": False, "number_of_transformer_layers": 0}
SIN_SENTIDO = ({**NUESTRO, "con_sentido": False},)
NORMALIZADOR, CORRECTOR = "normalizador", "corrector"

CANDIDATOS = (
    Candidato("el nuestro", (NUESTRO,)),
    Candidato("el nuestro sin sentido", SIN_SENTIDO),
    Candidato("el nuestro sin corrector", (NUESTRO,), sin=(CORRECTOR,)),
    Candidato("el nuestro sin normalizador", (NUESTRO,), sin=(NORMALIZADOR,)),
    Candidato("el nuestro sin sentido ni corrector", SIN_SENTIDO, sin=(CORRECTOR,)),
    Candidato("el nuestro sin nada de eso", SIN_SENTIDO, sin=(NORMALIZADOR, CORRECTOR)),
    Candidato("regresión logística", LOGISTICA),
    Candidato("regresión logística, normalizador", LOGISTICA, delante=(NORMALIZADOR,)),
    Candidato("regresión logística, normalizador y corrector", LOGISTICA, delante=(NORMALIZADOR, CORRECTOR)),
    Candidato("DIET", diet(EPOCAS_CON_TODO)),
    Candidato("DIET sin transformer", diet(EPOCAS_CON_TODO, **SOLO_INTENCIONES)),
    Candidato(
        "DIET sin transformer, normalizador y corrector",
        diet(EPOCAS_CON_TODO, **SOLO_INTENCIONES),
        delante=(NORMALIZADOR, CORRECTOR),
    ),
    Candidato("el nuestro, muestra", (NUESTRO,), por_intencion=POCAS),
    Candidato("regresión logística, muestra", LOGISTICA, por_intencion=POCAS),
    Candidato("DIET, muestra", diet(EPOCAS), por_intencion=POCAS),
    Candidato("DIET, menos épocas, muestra", diet(EPOCAS // 3), por_intencion=POCAS),
    Candidato("DIET sin transformer, muestra", diet(EPOCAS, **SOLO_INTENCIONES), por_intencion=POCAS),
    Candidato(
        "DIET, normalizador y corrector, muestra",
        diet(EPOCAS),
        delante=(NORMALIZADOR, CORRECTOR),
        por_intencion=POCAS,
    ),
)


def muestra(frases: list[Frase], por_intencion: int | None) -> list[Frase]:
    """Return so many phrases of each intent, spread evenly over what the file has of it."""
    if por_intencion is None:
        return frases
    de: dict[str, list[Frase]] = {}
    for frase in frases:
        de.setdefault(frase.etiqueta, []).append(frase)
    return [
        grupo[lugar * len(grupo) // por_intencion]
        for grupo in de.values()
        for lugar in range(min(por_intencion, len(grupo)))
    ]


def quitar(piezas: tuple[str, ...]) -> None:
    """Take pieces out of our classifier, in this whole process: the product has no switch for them."""
    if NORMALIZADOR in piezas:
        rasgos.palabras = crudas
    if CORRECTOR in piezas:
        Corrector.de_frases = classmethod(lambda cls, frases: cls({}))  # type: ignore[assignment]


def crudas(texto: str) -> list[str]:
    """Return the words as they were written."""
    return texto.lower().split()


def preparador(delante: tuple[str, ...], textos: list[str]) -> Callable[[str], str]:
    """Return what is done to a text before Rasa sees it; the corrector knows only the words of `textos`."""
    if not delante:
        return lambda texto: texto
    corregir = Corrector.de_frases(map(palabras, textos)).corregir if CORRECTOR in delante else str
    return lambda texto: " ".join(map(corregir, palabras(texto)))
