"""The figures of one trained model on the held-out phrases."""

from __future__ import annotations

import time
from collections import Counter
from functools import cache
from typing import Any

import numpy as np
import yaml
from sklearn.metrics import f1_score

from benchmarks.cifras import percentil
from benchmarks.nlu.frases import FUERA, Frase, por_estilo
from proalto.nlu.modelo import Modelo
from proalto.settings import ROOT

CAJAS = 10


def medir(modelo: Modelo, frases: list[Frase]) -> dict[str, Any]:
    """Return accuracy, macro F1, by style, what is refused, calibration error and latency."""
    tiempos, probabilidades = [], []
    for frase in frases:
        desde = time.perf_counter()
        probabilidades.append(modelo.probabilidades(frase.texto))
        tiempos.append((time.perf_counter() - desde) * 1000)
    matriz = np.vstack(probabilidades)
    elegidas = [modelo.etiquetas[lugar] for lugar in matriz.argmax(axis=1)]
    verdades = [frase.etiqueta for frase in frases]
    bien = np.array([elegida == verdad for elegida, verdad in zip(elegidas, verdades)])
    seguras = matriz.max(axis=1)
    rechazadas = np.array([e == FUERA for e in elegidas]) | (seguras < umbral())
    fuera = np.array([verdad == FUERA for verdad in verdades])
    return {
        "exactitud": _parte(bien),
        "f1_macro": round(float(f1_score(verdades, elegidas, average="macro")), 4),
        "por_estilo": {estilo: _parte(bien[lugares]) for estilo, lugares in por_estilo(frases).items()},
        "fuera_de_alcance_detectado": _parte(rechazadas[fuera]),
        "propio_rechazado": _parte(rechazadas[~fuera]),
        "error_de_calibracion": _calibracion(bien, seguras),
        "ms_p50": round(percentil(sorted(tiempos), 0.5), 1),
        "ms_p95": round(percentil(sorted(tiempos), 0.95), 1),
        "confusiones": Counter((v, e) for v, e, b in zip(verdades, elegidas, bien) if not b).most_common(15),
        "pares": list(zip(verdades, elegidas)),
    }


@cache
def umbral() -> float:
    """Return the confidence below which config.yml's FallbackClassifier does not trust the model."""
    componentes = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return next(float(c["threshold"]) for c in componentes if c["name"] == "FallbackClassifier")


def _parte(aciertos: Any) -> float:
    return round(float(np.mean(aciertos)), 4)


def _calibracion(bien: Any, seguras: Any) -> float:
    """Return the expected calibration error over ten boxes of confidence."""
    caja = np.minimum((seguras * CAJAS).astype(int), CAJAS - 1)
    huecos = [abs(bien[caja == c].mean() - seguras[caja == c].mean()) * (caja == c).mean() for c in set(caja)]
    return round(float(sum(huecos)), 4)
