"""The confusion matrix as a picture: a line an intent, a number only where there is one, what went wrong in red."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import numpy as np

LADO, PUNTOS = 16, 110  # inches and dots an inch: 40 intents can still be read without enlarging


def dibujar(pares: list[tuple[str, str]], archivo: Path) -> None:
    """Draw (wanted, understood) pairs, the intents in the order in which they first come."""
    matplotlib.use("Agg")
    from matplotlib import pyplot

    orden = list(dict.fromkeys([verdad for verdad, _ in pares] + [dicha for _, dicha in pares]))
    cuenta = np.zeros((len(orden), len(orden)), dtype=int)
    for verdad, dicha in pares:
        cuenta[orden.index(verdad), orden.index(dicha)] += 1
    figura, ejes = pyplot.subplots(figsize=(LADO, LADO))
    ejes.imshow(_colores(cuenta))
    for fila, columna in zip(*cuenta.nonzero()):
        mal = fila != columna
        ejes.text(
            columna, fila, cuenta[fila, columna], ha="center", va="center",
            fontsize=10, weight="bold" if mal else "normal",
        )  # fmt: skip
    ejes.set_xticks(range(len(orden)), orden, rotation=90)
    ejes.set_yticks(range(len(orden)), [f"{nombre}  {_aciertos(cuenta, fila)}" for fila, nombre in enumerate(orden)])
    ejes.set_xticks(np.arange(len(orden)) - 0.5, minor=True)
    ejes.set_yticks(np.arange(len(orden)) - 0.5, minor=True)
    ejes.grid(which="minor", color="#dddddd", linewidth=0.6)
    ejes.tick_params(which="both", length=0)
    ejes.tick_params(axis="x", top=True, labeltop=True)
    ejes.set_title("Verde: lo que entendió bien. Rojo: lo que confundió.", fontsize=15, pad=12)
    ejes.set_xlabel("lo que el modelo entendió", fontsize=14)
    ejes.set_ylabel("lo que la persona quería", fontsize=14)
    archivo.parent.mkdir(parents=True, exist_ok=True)
    figura.savefig(archivo, dpi=PUNTOS, bbox_inches="tight")
    pyplot.close(figura)


def _colores(cuenta: np.ndarray) -> np.ndarray:
    """Return (n, n, 3) colours: white for none, greener or redder the larger the part of its line."""
    partes = cuenta / np.maximum(cuenta.sum(axis=1, keepdims=True), 1)
    colores = np.ones((*cuenta.shape, 3))
    verde, rojo = np.array([0.45, 0.78, 0.50]), np.array([0.95, 0.45, 0.35])
    propias = np.eye(len(cuenta), dtype=bool)
    for donde, color, fuerza in ((propias, verde, partes), (~propias, rojo, np.minimum(partes * 4 + 0.15, 1))):
        mezcla = np.where(donde & (cuenta > 0), fuerza, 0)[..., None]
        colores -= mezcla * (1 - color)
    return colores


def _aciertos(cuenta: np.ndarray, fila: int) -> str:
    return f"{cuenta[fila, fila]}/{cuenta[fila].sum()}"
