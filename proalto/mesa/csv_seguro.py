"""CSV that a spreadsheet opens without running anything of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

# A cell that begins so is a formula to Excel, LibreOffice and Google Sheets (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARCA = "\ufeff"  # Excel reads UTF-8 only where this comes first


def archivo(nombre: str, filas: Iterable[Sequence[Any]]) -> Response:
    """Return the rows as a file to download. Numbers stay numbers, a figure that is missing is empty."""
    papel = io.StringIO()
    csv.writer(papel).writerows([celda(valor) for valor in fila] for fila in filas)
    respuesta = Response(MARCA + papel.getvalue(), mimetype="text/csv")
    respuesta.headers.set("Content-Disposition", "attachment", filename=nombre)
    return respuesta


def celda(valor: Any) -> Any:
    """Return a value as a cell; words that a spreadsheet would run get a quote in front."""
    if isinstance(valor, str) and valor.startswith(FORMULA):
        return f"'{valor}"
    return valor
