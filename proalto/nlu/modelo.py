"""A linear model over the features: trained by scikit-learn, kept as numbers and JSON, never as code.

A pickled model is a program that runs when it is loaded (so is skops 0.9: CVE-2025-54412); arrays are not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import spmatrix

from proalto.nlu.rasgos import PESO_DEL_SENTIDO, Rasgos, sentido
from proalto.nlu.recuerdo import Recuerdo

ESCALAS = np.geomspace(1.0, 30.0, 60)
FOLDS = 3
RECIENTES = 2048  # "hola", "menú", "gracias": what many write is looked at once
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Modelo:
    """Labels, features, and one linear score a label, made a probability by `escala`."""

    etiquetas: list[str]
    rasgos: Rasgos
    coeficientes: NDArray[np.float32]  # (features, labels); the sums are made in float64
    sesgos: Floats
    escala: float

    def probabilidades(self, texto: str) -> Floats:
        """Return one probability a label; all equal for a text without a single known feature."""
        return self._recordado(self.rasgos.regular(texto))

    @cached_property
    def _recordado(self) -> Recuerdo[Floats]:
        """The probabilities of a regular text, which holds no number of anybody's."""
        return Recuerdo(lambda regular: self._todas([regular])[0], RECIENTES)

    def mejores(self, textos: Sequence[str]) -> list[tuple[str, float]]:
        """Return the likeliest label of each text and its probability; many cost little more than one."""
        filas = self._todas([self.rasgos.regular(texto) for texto in textos])
        return [(self.etiquetas[int(fila.argmax())], float(fila.max())) for fila in filas]

    def candidatas(self, textos: Sequence[str], cuantas: int = 2) -> list[set[str]]:
        """Return what each text may be, by a quick look at the n-grams alone."""
        todas = self._todas([self.rasgos.regular(texto) for texto in textos], rapido=True)
        puestos = (-todas).argsort(axis=1)[:, :cuantas]
        return [{self.etiquetas[lugar] for lugar in fila} for fila in puestos]

    def _todas(self, regulares: list[str], rapido: bool = False) -> Floats:
        """Return a row of probabilities a text; `rapido` leaves the meaning out, which takes most of the time."""
        puntajes = np.zeros((len(regulares), len(self.etiquetas)))
        nada = np.zeros(len(regulares), dtype=bool)
        for fila, regular in enumerate(regulares):
            columnas, pesos = self.rasgos.ngramas(regular)
            puntajes[fila] = pesos @ self.coeficientes[columnas]
            nada[fila] = not columnas.size
        if self.rasgos.con_sentido and not rapido:
            vectores = sentido(regulares) * PESO_DEL_SENTIDO
            puntajes += vectores @ self.coeficientes[-vectores.shape[1] :]
            nada &= ~vectores.any(axis=1)
        todas: Floats = _softmax((puntajes + self.sesgos) * self.escala)
        todas[nada] = 1 / len(self.etiquetas)
        return todas

    def guardar(self, carpeta: Path) -> None:
        """Write `modelo.json` (words) and `modelo.npz` (numbers)."""
        palabras = {"etiquetas": self.etiquetas, "escala": self.escala, "rasgos": self.rasgos.guardar()}
        (carpeta / "modelo.json").write_text(json.dumps(palabras, ensure_ascii=False), encoding="utf-8")
        pesos = {f"idf{indice}": vista.idf for indice, vista in enumerate(self.rasgos.vistas)}
        np.savez_compressed(carpeta / "modelo.npz", coeficientes=self.coeficientes, sesgos=self.sesgos, **pesos)


def entrenar(textos: list[str], etiquetas: list[str], con_sentido: bool = True) -> Modelo:
    """Train on one label a text; the scale of the probabilities is fitted on texts that were held out."""
    rasgos = Rasgos.aprender(textos, con_sentido)
    filas = rasgos.de(textos)
    clasificador = _clasificador().fit(filas, etiquetas)
    coeficientes, sesgos = clasificador.coef_, clasificador.intercept_
    nombres = [str(nombre) for nombre in clasificador.classes_]
    if len(nombres) == 2:  # scikit-learn keeps one score for two labels
        coeficientes, sesgos = np.vstack([-coeficientes, coeficientes]), np.hstack([-sesgos, sesgos])
    de_cada_rasgo = np.ascontiguousarray(coeficientes.T, dtype=np.float32)
    return Modelo(nombres, rasgos, de_cada_rasgo, sesgos, _escala(filas, etiquetas, nombres))


def cargar(carpeta: Path) -> Modelo:
    """Read what `guardar` wrote."""
    datos = json.loads((carpeta / "modelo.json").read_text(encoding="utf-8"))
    with np.load(carpeta / "modelo.npz", allow_pickle=False) as numeros:
        idf = [numeros[f"idf{indice}"] for indice in range(len(datos["rasgos"]["terminos"]))]
        rasgos = Rasgos.recordar(datos["rasgos"], idf)
        coeficientes = numeros["coeficientes"]
        return Modelo(datos["etiquetas"], rasgos, coeficientes, numeros["sesgos"], float(datos["escala"]))


def _clasificador() -> Any:
    from sklearn.svm import LinearSVC  # only training takes it

    return LinearSVC(C=0.5, class_weight="balanced", random_state=0)


def _escala(filas: spmatrix, etiquetas: list[str], nombres: list[str]) -> float:
    """Return the factor that makes the probabilities of held-out texts most likely (temperature scaling)."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

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
