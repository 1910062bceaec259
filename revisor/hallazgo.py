"""One thing that is wrong: where, what, and what to do about it, in Spanish."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable


class ConLugar(Protocol):
    """Whatever knows its file, relative to the root, and its line, counted from one."""

    @property
    def archivo(self) -> str: ...

    @property
    def linea(self) -> int: ...


@dataclass(frozen=True)
class Lugar:
    """A line of a file."""

    archivo: str
    linea: int = 1


@dataclass(frozen=True)
class Hallazgo:
    """`donde` is the response, intent or rule. An `aviso` is shown but does not fail."""

    archivo: str
    linea: int
    donde: str
    problema: str
    remedio: str
    aviso: bool = False

    def __str__(self) -> str:
        marca = "aviso: " if self.aviso else ""
        return f"{self.archivo}:{self.linea}  {marca}{self.donde}: {self.problema} {self.remedio}"


def hallar(lugar: ConLugar, donde: str, problema: str, remedio: str, *, aviso: bool = False) -> Hallazgo:
    return Hallazgo(lugar.archivo, lugar.linea, donde, problema, remedio, aviso)


def parecido(escrito: str, conocidos: Iterable[str], si_no: str) -> str:
    """Return a remedy that names what was probably meant, or else `si_no`."""
    cercanos = get_close_matches(escrito, sorted(conocidos), n=1, cutoff=0.75)
    return f'¿Quisiste escribir "{cercanos[0]}"?' if cercanos else si_no


def lista(palabras: Iterable[str]) -> str:
    """Return "a, b, c", sorted."""
    return ", ".join(sorted(palabras))
