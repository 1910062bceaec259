"""Who may do what in schema `asistente`: `matriz.csv` says it, `aplicar` makes the database equal to it.

A role for each process, with no password and no login of its own unless production gives it one. Besides the
privileges, each table says whose its rows are (`de_quien`): Rasa and the action server see those of the contact who
writes, and of nobody else.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from proalto.formats.tabla import leer_tabla

HERE = Path(__file__).parent
MATRIZ = HERE / "matriz.csv"
DERIVADOS = ("canal", "worker", "rasa", "actions", "mesa")  # their privileges follow from the queries that they run
PROCESOS = (*DERIVADOS, "auditor")
DE_UN_CONTACTO = ("rasa", "actions")  # they serve one contact at a time, and see no other
LETRAS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE", "E": "EXECUTE", "G": "USAGE"}
A_MANO = "a mano"
COLUMNAS = ("tipo", "nombre", "de_quien", *PROCESOS, "origen")

Privilegios = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Fila:
    """One object and who may do what with it.

    `tipo`: tabla, secuencia, funcion, or nucleo (a view of the lender's). `de_quien`: an SQL condition that a row of
    the current contact meets, or `-`: its rows are of no contact.
    """

    tipo: str
    nombre: str
    de_quien: str
    privilegios: Privilegios
    a_mano: bool  # not derived from our queries


def rol(proceso: str) -> str:
    """Return the PostgreSQL role of a process."""
    return f"asistente_{proceso}"


def matriz() -> list[Fila]:
    """Return the matrix of the file."""
    return [_fila(fila.valores) for fila in leer_tabla(MATRIZ, COLUMNAS, ("tipo", "nombre"))]


def escribir(filas: Iterable[Fila]) -> None:
    """Write the matrix, one object a line."""
    with MATRIZ.open("w", encoding="utf-8", newline="") as archivo:
        salida = csv.writer(archivo, lineterminator="\n")
        salida.writerow(COLUMNAS)
        for fila in filas:
            letras = [_letras(fila.privilegios.get(proceso, frozenset())) for proceso in PROCESOS]
            salida.writerow([fila.tipo, fila.nombre, fila.de_quien, *letras, A_MANO if fila.a_mano else ""])


def _fila(linea: Mapping[str, str]) -> Fila:
    privilegios = {p: frozenset(LETRAS[letra] for letra in linea[p]) for p in PROCESOS if linea[p]}
    return Fila(linea["tipo"], linea["nombre"], linea["de_quien"], privilegios, linea["origen"] == A_MANO)


def _letras(privilegios: frozenset[str]) -> str:
    return "".join(letra for letra, privilegio in LETRAS.items() if privilegio in privilegios)
