"""The banners `# -- SALDO -- datos: {saldo}` that keep the same topics in the same order in every file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LETRERO = re.compile(r"^\s*# -- ([A-ZÁÉÍÓÚÑ ]+) --(.*)$")
MAL_ESCRITO = re.compile(r"^\s*#\s*-{1,}\s*\w[^-]*-+")
_DATO = re.compile(r"\{(\w+)\}")
_CLAVE = re.compile(r"^(\w+):")


@dataclass(frozen=True)
class Letrero:
    """One banner. `seccion` is the key at the margin above it ("intents", "responses"), or empty."""

    archivo: str
    linea: int
    seccion: str
    tema: str
    datos: frozenset[str]


@dataclass(frozen=True)
class Temas:
    """The banners of all files, and those that look like one and are none."""

    letreros: tuple[Letrero, ...]
    mal_escritos: tuple[tuple[str, int, str], ...]

    def de(self, archivo: str, seccion: str = "") -> list[Letrero]:
        """Return the banners of a file, or of one section of it, in order."""
        return [uno for uno in self.letreros if uno.archivo == archivo and seccion in ("", uno.seccion)]

    @property
    def nombres(self) -> list[str]:
        """The topics, in the order of the intents of domain.yml."""
        return [uno.tema for uno in self.de("domain.yml", "intents")]

    def en(self, archivo: str, linea: int) -> Letrero | None:
        """Return the banner that a line stands under, in its own section."""
        arriba = [uno for uno in self.letreros if uno.archivo == archivo and uno.linea <= linea]
        return arriba[-1] if arriba else None


def leer_temas(lineas: dict[str, Sequence[str]]) -> Temas:
    """Find the banners in {file: lines}."""
    letreros, malos = [], []
    for archivo, renglones in lineas.items():
        for numero, seccion, renglon in _por_seccion(renglones):
            if letrero := LETRERO.match(renglon):
                datos = frozenset(_DATO.findall(letrero[2]))
                letreros.append(Letrero(archivo, numero, seccion, letrero[1], datos))
            elif MAL_ESCRITO.match(renglon):
                malos.append((archivo, numero, renglon.strip()))
    return Temas(tuple(letreros), tuple(malos))


def _por_seccion(renglones: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    seccion = ""
    for numero, renglon in enumerate(renglones, start=1):
        if clave := _CLAVE.match(renglon):
            seccion = clave[1]
        yield numero, seccion, renglon
