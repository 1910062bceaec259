"""Tables that people edit: CSV with comment lines (#) on top, read strictly.

A value that is not what its column says raises TablaInvalida, whose message is for that person: in Spanish, with the
file, the line, the column, what it says and what it should say.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from pathlib import Path

from proalto.errors import ProAltoError

_ENTERO = re.compile(r"[0-9]{1,15}")
_DECIMAL = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,10})?")
_FECHA = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HORA = re.compile(r"[0-2][0-9]:[0-5][0-9]")
_SI_O_NO = {"si": True, "no": False}
_DE_CODIGOS = ("codigo", "valor", "que_es")


class TablaInvalida(ProAltoError):
    """A table is not as it should be; the message says where and how to mend it."""


@dataclass(frozen=True)
class Fila:
    """One row; each method reads a column as what it should be, or raises TablaInvalida."""

    archivo: str
    linea: int
    valores: dict[str, str]

    def texto(self, columna: str) -> str:
        """Return the words, which may not be missing."""
        if not self.valores[columna]:
            raise self.mal(columna, "no puede quedar vacía")
        return self.valores[columna]

    def una_de(self, columna: str, opciones: Sequence[str]) -> str:
        """Return one of the words allowed."""
        if self.valores[columna] not in opciones:
            raise self.mal(columna, f"debe ser una de estas: {', '.join(opciones)}")
        return self.valores[columna]

    def si_o_no(self, columna: str) -> bool:
        """Return what "si" or "no" says."""
        return _SI_O_NO[self.una_de(columna, tuple(_SI_O_NO))]

    def entero(self, columna: str, minimo: int, maximo: int) -> int:
        """Return a whole number between two."""
        valor = self.valores[columna]
        if not _ENTERO.fullmatch(valor) or not minimo <= int(valor) <= maximo:
            raise self.mal(columna, f"debe ser un número entero entre {minimo} y {maximo}, sin puntos ni comas")
        return int(valor)

    def entero_o_nada(self, columna: str, minimo: int, maximo: int) -> int | None:
        """Return a whole number between two, or None when the column is empty."""
        return self.entero(columna, minimo, maximo) if self.valores[columna] else None

    def partes(self, columna: str, *, alguna: bool = True) -> tuple[str, ...]:
        """Return what stands between bars (a|b), of which there must be some unless said otherwise."""
        dicho = self.texto(columna) if alguna else self.valores[columna]
        return tuple(parte.strip() for parte in dicho.split("|") if parte.strip())

    def decimal(self, columna: str, minimo: Decimal, maximo: Decimal) -> Decimal:
        """Return a number between two, which may have decimals after a point."""
        valor = self.valores[columna]
        if not _DECIMAL.fullmatch(valor) or not minimo <= Decimal(valor) <= maximo:
            raise self.mal(columna, f"debe ser un número entre {minimo} y {maximo}, con punto decimal")
        return Decimal(valor)

    def fecha(self, columna: str) -> date:
        """Return a date written year first."""
        try:
            return date.fromisoformat(_FECHA.fullmatch(self.valores[columna])[0])  # type: ignore[index]
        except (TypeError, ValueError):
            raise self.mal(columna, "debe ser una fecha que exista, como 2026-01-31") from None

    def hora(self, columna: str) -> time:
        """Return an hour of the day, with two digits each."""
        try:
            return time.fromisoformat(_HORA.fullmatch(self.valores[columna])[0])  # type: ignore[index]
        except (TypeError, ValueError):
            raise self.mal(columna, "debe ser una hora que exista, como 08:00 o 17:30") from None

    def mal(self, columna: str, queja: str) -> TablaInvalida:
        """Return the error that says what is wrong with a column of this row."""
        return TablaInvalida(f"{self}, columna {columna}: dice «{self.valores[columna]}» y {queja}.")

    def __str__(self) -> str:
        return f"{self.archivo}, línea {self.linea}"


def leer_tabla(archivo: Path, columnas: Sequence[str], llave: Sequence[str]) -> list[Fila]:
    """Return the rows of `archivo`, which has these columns in this order; no two rows share their `llave`."""
    nombre = _nombre(archivo)
    renglones = list(_renglones(archivo))
    if not renglones:
        raise tabla_mala(archivo, f"está vacío; debe empezar por {','.join(columnas)}")
    linea, titulos = renglones[0]
    if titulos != list(columnas):
        raise TablaInvalida(f"{nombre}, línea {linea}: debe decir {','.join(columnas)}; las columnas van entre comas.")
    filas = [_fila(nombre, linea, columnas, valores) for linea, valores in renglones[1:]]
    vistas: dict[tuple[str, ...], Fila] = {}
    for fila in filas:
        anterior = vistas.setdefault(tuple(fila.valores[columna] for columna in llave), fila)
        if anterior is not fila:
            raise TablaInvalida(f"{fila}: repite la línea {anterior.linea} ({', '.join(llave)}).")
    return filas


def leer_codigos(archivo: Path, entre: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Return the whole numbers of a table of `codigo,valor,que_es`: all of `entre`, each from its least to its most."""
    valores: dict[str, int] = {}
    for fila in leer_tabla(archivo, _DE_CODIGOS, ("codigo",)):
        codigo = fila.una_de("codigo", tuple(entre))
        valores[codigo] = fila.entero("valor", *entre[codigo])
    exigir_filas(archivo, entre, valores)
    return valores


def leer_palabras(archivo: Path, llave: str) -> dict[str, str]:
    """Return the `titulo` of each `llave`, in a table of these two columns."""
    filas = leer_tabla(archivo, (llave, "titulo"), (llave,))
    return {fila.texto(llave): fila.valores["titulo"] for fila in filas}


def exigir_filas(archivo: Path, debidas: Iterable[str | tuple[str, ...]], dichas: Container[object]) -> None:
    """Raise TablaInvalida, which names them, when rows that a table must have are not among those it has."""
    faltan = [debida if isinstance(debida, str) else " ".join(debida) for debida in debidas if debida not in dichas]
    if faltan:
        raise tabla_mala(archivo, f"falta la fila de {', '.join(faltan)}")


def tabla_mala(archivo: Path, queja: str) -> TablaInvalida:
    """Return the error that says what is wrong with a table as a whole."""
    return TablaInvalida(f"{_nombre(archivo)}: {queja}.")


def _nombre(archivo: Path) -> str:
    return f"{archivo.parent.name}/{archivo.name}"


def _renglones(archivo: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (number, values) of each line that is neither empty nor a comment."""
    try:
        lineas = archivo.read_text(encoding="utf-8-sig").splitlines()  # Excel puts a mark before the first letter
    except FileNotFoundError:
        raise tabla_mala(archivo, "no existe") from None
    except UnicodeDecodeError:
        raise tabla_mala(archivo, "no está en UTF-8; guárdalo como «CSV UTF-8 (delimitado por comas)»") from None
    for numero, linea in enumerate(lineas, start=1):
        if linea.strip() and not linea.startswith("#"):
            yield numero, [valor.strip() for valor in next(csv.reader([linea]))]


def _fila(nombre: str, linea: int, columnas: Sequence[str], valores: list[str]) -> Fila:
    if len(valores) != len(columnas):
        raise TablaInvalida(f"{nombre}, línea {linea}: tiene {len(valores)} valores y deben ser {len(columnas)}.")
    return Fila(nombre, linea, dict(zip(columnas, valores)))
