"""What an experiment is, and how far it goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from caos.escenario import Escenario


@dataclass(frozen=True)
class Medida:
    """How much of an experiment is done: `parte` of its kills and seconds; `mensajes` when somebody says so."""

    parte: float = 1.0
    mensajes: int = 0

    def veces(self, cuantas: int) -> int:
        return max(1, round(cuantas * self.parte))

    def segundos(self, cuantos: float) -> float:
        return max(3.0, cuantos * self.parte)


@dataclass(frozen=True)
class Experimento:
    """`correr` breaks things under load and returns what it saw that must not be; the judge decides the rest."""

    id: str
    que: str
    correr: Callable[[Escenario, Medida], list[str]]
    entorno: Mapping[str, str] = field(default_factory=dict)
    limite: bool = True  # the recovery after each kill is held against the limit
    palabra: float = 0.0  # seconds within which whoever wrote must hear something; 0: not asked
    proxy: bool = False  # PostgreSQL is reached through a proxy that can be spoiled
    disco_mb: int = 0  # everything that the product writes is on a disk of this size; 0: on the usual one
