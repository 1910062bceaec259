"""The figures of one trained model on the held-out phrases."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.metrics import f1_score

from benchmarks.cifras import percentil
from benchmarks.nlu.frases import FUERA, Frase, por_estilo
from proalto.nlu.modelo import Modelo
from proalto.settings import ROOT

CAJAS = 10
TOLERADO = 0.04  # how much of what is in scope may be refused, in `fuera_con_poco_rechazo`
CALENTAMIENTO = 5  # the first phrases load what is loaded late, and are not timed
Ranking = list[tuple[str, float]]  # label and confidence, the best first


def medir(clasificar: Callable[[str], Ranking], frases: list[Frase]) -> dict[str, Any]:
    """Return accuracy, macro F1, by style, what is refused, calibration error, and ms of processor a phrase."""
    for frase in frases[:CALENTAMIENTO]:
        clasificar(frase.texto)
    tiempos, rankings = [], []
    for frase in frases:
        desde = time.process_time()
        rankings.append(clasificar(frase.texto))
        tiempos.append((time.process_time() - desde) * 1000)
    elegidas, verdades = [ranking[0][0] for ranking in rankings], [frase.etiqueta for frase in frases]
    bien = np.array([elegida == verdad for elegida, verdad in zip(elegidas, verdades)])
    seguras = np.array([ranking[0][1] for ranking in rankings])
    fuera = np.array([verdad == FUERA for verdad in verdades])
    rechazadas = np.array([_rechazada(ranking) for ranking in rankings])
    return {
        "exactitud": _parte(bien),
        "f1_macro": round(float(f1_score(verdades, elegidas, average="macro")), 4),
        "por_estilo": {estilo: _parte(bien[lugares]) for estilo, lugares in por_estilo(frases).items()},
        "fuera_de_alcance_detectado": _parte(rechazadas[fuera]),
        "propio_rechazado": _parte(rechazadas[~fuera]),
        "fuera_con_poco_rechazo": _con_poco_rechazo(np.where(np.array(elegidas) == FUERA, -1.0, seguras), fuera),
        "error_de_calibracion": _calibracion(bien, seguras),
        "ms_p50": round(percentil(sorted(tiempos), 0.5), 1),
        "ms_p95": round(percentil(sorted(tiempos), 0.95), 1),
        "confusiones": Counter((v, e) for v, e, b in zip(verdades, elegidas, bien) if not b).most_common(15),
        "pares": list(zip(verdades, elegidas)),
    }


def de_modelo(modelo: Modelo) -> Callable[[str], Ranking]:
    """Return what `medir` asks for, of a model of ours without Rasa around it."""

    def clasificar(texto: str) -> Ranking:
        probabilidades = modelo.probabilidades(texto)
        return [(modelo.etiquetas[lugar], float(probabilidades[lugar])) for lugar in (-probabilidades).argsort()]

    return clasificar


def memoria_mb(de: str = "VmHWM") -> int:
    """Return the most memory this process has held (VmRSS: what it holds); ru_maxrss would count its parent's."""
    estado = dict(linea.split(":", 1) for linea in Path("/proc/self/status").read_text().splitlines())
    return int(estado[de].split()[0]) // 1024


@cache
def umbrales() -> tuple[float, float]:
    """Return config.yml's FallbackClassifier: the least confidence, and the least distance to the second."""
    componentes = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return next(
        (float(c["threshold"]), float(c["ambiguity_threshold"]))
        for c in componentes
        if c["name"] == "FallbackClassifier"
    )


def _rechazada(ranking: Ranking) -> bool:
    """Tell whether the customer would read "no entendí"."""
    (primera, confianza), (_, segunda) = ranking[:2]
    minima, distancia = umbrales()
    return primera == FUERA or confianza < minima or confianza - segunda < distancia


def _con_poco_rechazo(seguras: Any, fuera: Any) -> float | None:
    """Return how much out of scope is caught at the threshold that refuses TOLERADO of the rest; None if none does.

    Each model's confidence has its own scale: at one and the same threshold they cannot be compared.
    """
    propias = np.sort(seguras[~fuera])
    limite = propias[int(TOLERADO * len(propias))]
    return None if limite < 0 else _parte(seguras[fuera] < limite)


def _parte(aciertos: Any) -> float:
    return round(float(np.mean(aciertos)), 4)


def _calibracion(bien: Any, seguras: Any) -> float:
    """Return the expected calibration error over ten boxes of confidence."""
    caja = np.minimum((seguras * CAJAS).astype(int), CAJAS - 1)
    huecos = [abs(bien[caja == c].mean() - seguras[caja == c].mean()) * (caja == c).mean() for c in set(caja)]
    return round(float(sum(huecos)), 4)
