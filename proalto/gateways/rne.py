"""The Registro de Números Excluidos of the CRC, and its in-memory twin: who wants no advertising by SMS or by voice.

The CRC hands the register to whoever advertises; an operator leaves it in a file, one number a line (Ley 2300 de 2023
art. 5). What is too old says nothing: nobody is written to on its word.
"""

from __future__ import annotations

import re
import threading
import time
from array import array
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from proalto.errors import OutsideError

DIAS_QUE_VALE = 30
SEGUNDOS_QUE_VALE = DIAS_QUE_VALE * 24 * 3600
PAIS = "57"
_NUMERO = re.compile(r"(?:\+?57)?(\d{10})")


class RneAway(OutsideError):
    """Nobody can tell now whether a number is excluded."""


class Rne(Protocol):
    """Who tells whether a number is excluded: `phone` is E.164 digits without "+"; raises RneAway."""

    def excluido(self, phone: str) -> bool: ...


class RneEnArchivo:
    """The register in a file, read again when it changes."""

    def __init__(self, archivo: Path, reloj: Callable[[], float] = time.time) -> None:
        self._archivo, self._reloj = archivo, reloj
        self._guard = threading.Lock()
        self._leido: float | None = None
        self._numeros: array[int] = array("Q")

    def excluido(self, phone: str) -> bool:
        try:
            cambiado = self._archivo.stat().st_mtime
            if self._reloj() - cambiado > SEGUNDOS_QUE_VALE:
                raise RneAway("the register is too old", permanent=False)
            with self._guard:
                if cambiado != self._leido:
                    self._numeros, self._leido = _leer(self._archivo), cambiado
                lugar = bisect_left(self._numeros, int(phone))
                return lugar < len(self._numeros) and self._numeros[lugar] == int(phone)
        except OSError as error:
            raise RneAway(type(error).__name__, permanent=False) from error


class MemoryRne:
    """The twin: excludes what it is told to; `away` makes it give no answer."""

    def __init__(self, *excluidos: str) -> None:
        self.excluidos, self.away = set(excluidos), False

    def excluido(self, phone: str) -> bool:
        if self.away:
            raise RneAway("away", permanent=False)
        return phone in self.excluidos


def _leer(archivo: Path) -> array[int]:
    """Return its numbers, sorted: they are millions. An empty file, or a line that is no number, is no register."""
    with archivo.open(encoding="utf-8", errors="replace") as lineas:
        numeros = [_NUMERO.fullmatch(linea.strip()) for linea in lineas if linea.strip()]
    if not numeros or None in numeros:
        raise RneAway("the register cannot be read", permanent=False)
    return array("Q", sorted(int(PAIS + numero[1]) for numero in numeros if numero is not None))
