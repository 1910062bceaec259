"""A check, what it may look at, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from proalto.bootstrap import App
from proalto.settings import ROOT, Settings


@dataclass(frozen=True)
class Problema:
    """What is not as it should be, and how to mend it; `comprobado` is False when it could not be looked at."""

    que: str
    remedio: str
    comprobado: bool = True


@dataclass(frozen=True)
class Contexto:
    """What checks look at. `app` is None when the environment is half-configured: then only papers can be read."""

    now: datetime
    app: App | None = None
    raiz: Path = ROOT

    @property
    def ajustes(self) -> Settings:
        return self.producto.settings

    @property
    def producto(self) -> App:
        assert self.app is not None
        return self.app


Mirada = Callable[[Contexto], Iterable[Problema]]


@dataclass(frozen=True)
class Revision:
    """One check. `de_papel` needs neither the environment nor the database."""

    nombre: str
    mirar: Mirada
    de_papel: bool = False


def sin_comprobar(que: str, remedio: str) -> Problema:
    """Return what could not be looked at; it is never taken for good."""
    return Problema(que, remedio, comprobado=False)
