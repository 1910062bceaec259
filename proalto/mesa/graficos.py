"""The geometry of the charts: where each point, bar and label of an SVG goes. No words, no colours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

ANCHO, ALTO = 360, 190
IZQUIERDA, DERECHA, ARRIBA, ABAJO = 44, 12, 26, 34  # margins that hold the labels of the axes
FILA, BARRA = 34, 12
ETIQUETAS = 4  # dates under a line: more would run into each other
Punto = tuple[float, float]


@dataclass(frozen=True)
class Marca:
    """A value with its place on an axis."""

    lugar: float
    rotulo: str


@dataclass(frozen=True)
class Dato:
    """A point: what it stands for, and where it goes."""

    x: float
    y: float
    rotulo: str
    valor: float


@dataclass(frozen=True)
class Linea:
    """A line chart. Days without a figure break the line into `tramos`."""

    tramos: tuple[str, ...]
    datos: tuple[Dato, ...]
    eje_x: tuple[Marca, ...]
    eje_y: tuple[Marca, ...]
    base: float


@dataclass(frozen=True)
class Barra:
    """A horizontal bar; `perdida` is the part of it that goes no further, of a funnel."""

    y: float
    largo: float
    rotulo: str
    valor: float
    perdida: float = 0.0
    se_quedaron: float = 0.0


@dataclass(frozen=True)
class Barras:
    alto: float
    barras: tuple[Barra, ...]


def linea(serie: Sequence[tuple[str, float | None]], unidad: str) -> Linea:
    """Return the chart of a series; percentages go up to 100, points from -100 to 100."""
    valores = [valor for _, valor in serie if valor is not None]
    minimo, maximo = _limites(valores, unidad)
    paso = (ANCHO - IZQUIERDA - DERECHA) / max(len(serie) - 1, 1)
    util = ALTO - ARRIBA - ABAJO

    def alto(valor: float) -> float:
        return round(ARRIBA + util * (maximo - valor) / (maximo - minimo), 1)

    lugares = [round(IZQUIERDA + paso * n, 1) for n in range(len(serie))]
    datos = [(x, alto(valor), rotulo, valor) for x, (rotulo, valor) in zip(lugares, serie) if valor is not None]
    cada = max(1, math.ceil((len(serie) - 1) / (ETIQUETAS - 1))) if len(serie) > 1 else 1
    return Linea(
        _tramos([(x, None if valor is None else alto(valor)) for x, (_, valor) in zip(lugares, serie)]),
        tuple(Dato(*dato) for dato in datos),
        tuple(Marca(lugares[n], _corto(serie[n][0])) for n in range(0, len(serie), cada)),
        tuple(Marca(alto(valor), _numero(valor)) for valor in (minimo, (minimo + maximo) / 2, maximo)),
        alto(max(minimo, 0)),
    )


def barras(pares: Sequence[tuple[str, float]], quedan: Sequence[float] = ()) -> Barras:
    """Return horizontal bars, the longest as wide as the chart; of a funnel, with the part that is lost."""
    mayor = max((valor for _, valor in pares), default=0) or 1
    perdidas = list(quedan) or [0.0] * len(pares)
    util = ANCHO - 60  # the figure goes at the end of the bar
    return Barras(
        len(pares) * FILA + 6,
        tuple(
            Barra(n * FILA + 18, round(util * valor / mayor, 1), rotulo, valor, round(util * lost / mayor, 1), lost)
            for n, ((rotulo, valor), lost) in enumerate(zip(pares, perdidas))
        ),
    )


def _limites(valores: Sequence[float], unidad: str) -> tuple[float, float]:
    if unidad == "%":
        return 0, 100
    if unidad == "puntos":
        return -100, 100
    return 0, _redondo(max(valores, default=0))


def _redondo(valor: float) -> float:
    """Return a figure at or above this one that is easy to read: 1, 2, 5 or 10 of its kind, and even."""
    if valor <= 0:
        return 2
    escala = 10 ** math.floor(math.log10(valor))
    return float(next(escala * veces for veces in (1, 2, 4, 6, 8, 10, 20) if escala * veces >= valor))


def _tramos(puntos: Sequence[tuple[float, float | None]]) -> tuple[str, ...]:
    tramos: list[list[Punto]] = [[]]
    for x, y in puntos:
        if y is None:
            tramos.append([])
        else:
            tramos[-1].append((x, y))
    return tuple(" ".join(f"{x},{y}" for x, y in tramo) for tramo in tramos if len(tramo) > 1)


def _corto(casilla: str) -> str:
    """Return "18/11" of "2026-11-18", and "S47" of "2026-S47"."""
    partes = casilla.split("-")
    return f"{int(partes[2])}/{int(partes[1])}" if len(partes) == 3 else partes[1]


def _numero(valor: float) -> str:
    return f"{valor:g}".replace(".", ",")
