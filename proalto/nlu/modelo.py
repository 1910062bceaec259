"""A linear model over word and letter n-grams: trained by scikit-learn, kept as numbers and JSON, never as code.

A pickled model is a program that runs when it is loaded (so is skops 0.9: CVE-2025-54412); arrays are not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import hstack, spmatrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.svm import LinearSVC

from proalto.nlu.normalizador import palabras

TEMPERATURAS = np.geomspace(1.0, 30.0, 60)
FOLDS = 5
# Kind of n-gram, its lengths, and its weight beside the others.
VISTAS: tuple[tuple[str, tuple[int, int], float], ...] = (("word", (1, 2), 1.0), ("char_wb", (2, 5), 1.0))
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Modelo:
    """Labels, the vectorizers' terms and weights, and one linear score a label, made a probability by `escala`."""

    etiquetas: list[str]
    vistas: list[TfidfVectorizer]
    coeficientes: Floats
    sesgos: Floats
    escala: float

    def probabilidades(self, texto: str) -> Floats:
        """Return one probability a label; all equal for a text without a known n-gram."""
        rasgos = _rasgos(self.vistas, [texto])
        if rasgos.nnz == 0:
            return np.full(len(self.etiquetas), 1 / len(self.etiquetas))
        todas: Floats = _softmax((rasgos @ self.coeficientes.T + self.sesgos) * self.escala)
        primera: Floats = todas[0]
        return primera

    def guardar(self, carpeta: Path) -> None:
        """Write `modelo.json` (words) and `modelo.npz` (numbers)."""
        terminos = [sorted(vista.vocabulary_, key=vista.vocabulary_.__getitem__) for vista in self.vistas]
        (carpeta / "modelo.json").write_text(
            json.dumps({"etiquetas": self.etiquetas, "escala": self.escala, "terminos": terminos}, ensure_ascii=False)
        )
        pesos = {f"idf{indice}": vista.idf_ for indice, vista in enumerate(self.vistas)}
        np.savez_compressed(
            carpeta / "modelo.npz", coeficientes=self.coeficientes.astype(np.float32), sesgos=self.sesgos, **pesos
        )


def entrenar(textos: list[str], etiquetas: list[str]) -> Modelo:
    """Train on one label a text; the scale of the probabilities is fitted on texts that were held out."""
    vistas = [_vectorizador(indice) for indice in range(len(VISTAS))]
    for vista in vistas:
        vista.fit(textos)
    rasgos = _rasgos(vistas, textos)
    clasificador = LinearSVC(C=0.5, class_weight="balanced").fit(rasgos, etiquetas)
    coeficientes, sesgos = clasificador.coef_, clasificador.intercept_
    nombres = [str(nombre) for nombre in clasificador.classes_]
    if len(nombres) == 2:  # scikit-learn keeps one score for two labels
        coeficientes, sesgos = np.vstack([-coeficientes, coeficientes]), np.hstack([-sesgos, sesgos])
    return Modelo(nombres, vistas, coeficientes, sesgos, _escala(rasgos, etiquetas, nombres))


def cargar(carpeta: Path) -> Modelo:
    """Read what `guardar` wrote."""
    datos = json.loads((carpeta / "modelo.json").read_text())
    with np.load(carpeta / "modelo.npz", allow_pickle=False) as numeros:
        vistas = []
        for indice, terminos in enumerate(datos["terminos"]):
            vista = _vectorizador(indice, {termino: lugar for lugar, termino in enumerate(terminos)})
            vista.idf_ = numeros[f"idf{indice}"]
            vistas.append(vista)
        coeficientes = numeros["coeficientes"].astype(np.float64)
        return Modelo(datos["etiquetas"], vistas, coeficientes, numeros["sesgos"], float(datos["escala"]))


def _vectorizador(indice: int, vocabulario: dict[str, int] | None = None) -> TfidfVectorizer:
    tipo, largo, _peso = VISTAS[indice]
    if tipo == "word":
        return TfidfVectorizer(
            analyzer="word", tokenizer=palabras, preprocessor=_tal_cual, token_pattern=None, lowercase=False,
            ngram_range=largo, sublinear_tf=True, vocabulary=vocabulario,
        )  # fmt: skip
    return TfidfVectorizer(
        analyzer=tipo, preprocessor=_regular, lowercase=False, ngram_range=largo, sublinear_tf=True,
        vocabulary=vocabulario,
    )  # fmt: skip


def _tal_cual(texto: str) -> str:
    return texto


def _regular(texto: str) -> str:
    return " ".join(palabras(texto))


def _rasgos(vistas: list[TfidfVectorizer], textos: list[str]) -> spmatrix:
    return hstack([vista.transform(textos) * VISTAS[indice][2] for indice, vista in enumerate(vistas)]).tocsr()


def _escala(rasgos: spmatrix, etiquetas: list[str], nombres: list[str]) -> float:
    """Return the factor that makes the probabilities of held-out texts most likely (temperature scaling)."""
    menos = min(etiquetas.count(nombre) for nombre in nombres)
    if menos < 2 or len(nombres) < 3:
        return float(TEMPERATURAS[len(TEMPERATURAS) // 2])
    corte = StratifiedKFold(min(FOLDS, menos), shuffle=True, random_state=0)
    clasificador = LinearSVC(C=0.5, class_weight="balanced")
    puntajes = cross_val_predict(clasificador, rasgos, etiquetas, cv=corte, method="decision_function")
    verdad = np.array([nombres.index(etiqueta) for etiqueta in etiquetas])
    filas = np.arange(len(verdad))
    perdidas = [-np.log(_softmax(puntajes * escala)[filas, verdad] + 1e-12).mean() for escala in TEMPERATURAS]
    return float(TEMPERATURAS[int(np.argmin(perdidas))])


def _softmax(puntajes: Floats) -> Floats:
    potencias = np.exp(puntajes - puntajes.max(axis=1, keepdims=True))
    resultado: Floats = potencias / potencias.sum(axis=1, keepdims=True)
    return resultado
