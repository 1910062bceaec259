"""A storm strikes every part, again and again, and stops when told."""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import Any

from caos.tormenta import HIELOS, MUERTES, Tormenta
from caos.verdugo import PARTES


class Testigo:
    """Counts what it is asked to strike; `ausentes` are not there."""

    def __init__(self, *ausentes: str) -> None:
        self.golpes: Counter[tuple[str, str]] = Counter()
        self._ausentes = ausentes

    def matar(self, parte: str) -> bool:
        self.golpes["matar", parte] += 1
        return parte not in self._ausentes

    def congelar(self, parte: str, segundos: float) -> Any:
        self.golpes["congelar", parte] += 1
        return object()


def test_golpea_cada_parte_varias_veces_y_para(monkeypatch: Any) -> None:
    ahora = [0.0]

    def dormir(segundos: float) -> None:
        ahora[0] += segundos

    monkeypatch.setattr(time, "monotonic", lambda: ahora[0])
    monkeypatch.setattr(time, "sleep", dormir)
    testigo = Testigo()
    Tormenta(testigo, random.Random(3)).correr(lambda: ahora[0] < 1800)  # type: ignore[arg-type]
    assert set(testigo.golpes) == {("matar", p) for p in MUERTES} | {("congelar", p) for p in HIELOS}
    assert (
        min(testigo.golpes.values()) >= 5 and sum(n for (que, _), n in testigo.golpes.items() if que == "matar") > 200
    )


def test_la_tormenta_nombra_todas_las_partes() -> None:
    assert set(MUERTES) == set(PARTES) and set(HIELOS) <= set(PARTES)
