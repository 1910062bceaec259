"""Figures of a series of measurements."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

Resumen = dict[str, float | None]


def resumir(valores: Sequence[float]) -> Resumen:
    """Return n, median, p95, p99 and maximum; None for each when nothing was measured."""
    orden = sorted(valores)
    if not orden:
        return {"n": 0, "p50": None, "p95": None, "p99": None, "max": None}
    return {
        "n": len(orden),
        "p50": round(statistics.median(orden), 1),
        "p95": round(percentil(orden, 0.95), 1),
        "p99": round(percentil(orden, 0.99), 1),
        "max": round(orden[-1], 1),
    }


def percentil(orden: Sequence[float], parte: float) -> float:
    """Return the value below which this part of an ordered series lies (nearest rank)."""
    return orden[min(len(orden) - 1, int(parte * len(orden)))]
