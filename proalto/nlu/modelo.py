"""A linear model over the features: trained by scikit-learn, kept as numbers and JSON, never as code.

A pickled model is a program that runs when it is loaded (so is skops 0.9: CVE-2025-54412); arrays are not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import spmatrix
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.svm import LinearSVC

from proalto.nlu.rasgos import Rasgos

ESCALAS = np.geomspace(1.0, 30.0, 60)
FOLDS = 3
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Modelo:
    """Labels, features, and one linear score a label, made a probability by `escala`."""

    etiquetas: list[str]
    rasgos: Rasgos
    coeficientes: Floats
    sesgos: Floats
    escala: float

    def probabilidades(self, texto: str) -> Floats:
        """Return one probability a label; all equal for a text without a single known feature."""
        primera: Floats = self._todas([texto])[0]
        return primera

    def mejores(self, textos: Sequence[str]) -> list[tuple[str, float]]:
        """Return the likeliest label of each text and its probability; many cost little more than one."""
        return [(self.etiquetas[int(fila.argmax())], float(fila.max())) for fila in self._todas(textos)]

    def candidatas(self, textos: Sequence[str], cuantas: int = 2) -> list[set[str]]:
        """Return what each text may be, by a quick look at the n-grams alone."""
        puestos = (-self._todas(textos, rapido=True)).argsort(axis=1)[:, :cuantas]
        return [{self.etiquetas[lugar] for lugar in fila} for fila in puestos]

    def _todas(self, textos: Sequence[str], rapido: bool = False) -> Floats:
        filas = self.rasgos.de(textos, rapido)
        todas: Floats = _softmax((filas @ self.coeficientes + self.sesgos) * self.escala)
        todas[filas.getnnz(axis=1) == 0] = 1 / len(self.etiquetas)
        return todas

    def guardar(self, carpeta: Path) -> None:
        """Write `modelo.json` (words) and `modelo.npz` (numbers)."""
        palabras = {"etiquetas": self.etiquetas, "escala": self.escala, "rasgos": self.rasgos.guardar()}
        (carpeta / "modelo.json").write_text(json.dumps(palabras, ensure_ascii=False), encoding="utf-8")
        pesos = {f"idf{indice}": vista.idf_ for indice, vista in enumerate(self.rasgos.vistas)}
        np.savez_compressed(
            carpeta / "modelo.npz", coeficientes=self.coeficientes.astype(np.float32), sesgos=self.sesgos, **pesos
        )


def entrenar(textos: list[str], etiquetas: list[str], con_sentido: bool = True) -> Modelo:
    """Train on one label a text; the scale of the probabilities is fitted on texts that were held out."""
    rasgos = Rasgos.aprender(textos, con_sentido)
    filas = rasgos.de(textos)
    clasificador = _clasificador().fit(filas, etiquetas)
    coeficientes, sesgos = clasificador.coef_, clasificador.intercept_
    nombres = [str(nombre) for nombre in clasificador.classes_]
    if len(nombres) == 2:  # scikit-learn keeps one score for two labels
        coeficientes, sesgos = np.vstack([-coeficientes, coeficientes]), np.hstack([-sesgos, sesgos])
    return Modelo(nombres, rasgos, np.ascontiguousarray(coeficientes.T), sesgos, _escala(filas, etiquetas, nombres))


def cargar(carpeta: Path) -> Modelo:
    """Read what `guardar` wrote."""
    datos = json.loads((carpeta / "modelo.json").read_text(encoding="utf-8"))
    with np.load(carpeta / "modelo.npz", allow_pickle=False) as numeros:
        idf = [numeros[f"idf{indice}"] for indice in range(len(datos["rasgos"]["terminos"]))]
        rasgos = Rasgos.recordar(datos["rasgos"], idf)
        coeficientes = numeros["coeficientes"].astype(np.float64)
        return Modelo(datos["etiquetas"], rasgos, coeficientes, numeros["sesgos"], float(datos["escala"]))


def _clasificador() -> LinearSVC:
    return LinearSVC(C=0.5, class_weight="balanced", random_state=0)


def _escala(filas: spmatrix, etiquetas: list[str], nombres: list[str]) -> float:
    """Return the factor that makes the probabilities of held-out texts most likely (temperature scaling)."""
    menos = min(etiquetas.count(nombre) for nombre in nombres)
    if menos < 2 or len(nombres) < 3:
        return float(ESCALAS[len(ESCALAS) // 2])
    corte = StratifiedKFold(min(FOLDS, menos), shuffle=True, random_state=0)
    puntajes = cross_val_predict(_clasificador(), filas, etiquetas, cv=corte, method="decision_function")
    verdad = np.array([nombres.index(etiqueta) for etiqueta in etiquetas])
    fila = np.arange(len(verdad))
    perdidas = [-np.log(_softmax(puntajes * escala)[fila, verdad] + 1e-12).mean() for escala in ESCALAS]
    return float(ESCALAS[int(np.argmin(perdidas))])


def _softmax(puntajes: Floats) -> Floats:
    potencias = np.exp(puntajes - puntajes.max(axis=1, keepdims=True))
    resultado: Floats = potencias / potencias.sum(axis=1, keepdims=True)
    return resultado
