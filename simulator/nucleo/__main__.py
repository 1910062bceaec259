"""`python -m simulator.nucleo [personas | clientes_json]`: load the demo's rows, or list its personas."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from datetime import datetime

import psycopg2

from simulator.nucleo import listado
from simulator.nucleo.load import counts, load
from simulator.nucleo.planes import BOGOTA

LISTADOS = {"personas": listado.markdown, "clientes_json": listado.clientes_json}
USO = "Uso: python -m simulator.nucleo [personas | clientes_json]"
SIN_BASE = "Falta NUCLEO_DATABASE_URL o DATABASE_URL: la base donde cargar los datos de demostración."


def main(arguments: list[str]) -> int:
    """Return the exit code: 0 done, 2 wrong use."""
    if not arguments:
        return _load()
    if len(arguments) == 1 and arguments[0] in LISTADOS:
        print(LISTADOS[arguments[0]]())
        return 0
    print(USO, file=sys.stderr)
    return 2


def _load() -> int:
    url = os.environ.get("NUCLEO_DATABASE_URL") or os.environ.get("DATABASE_URL")
    if not url:
        print(SIN_BASE, file=sys.stderr)
        return 2
    with closing(psycopg2.connect(url, connect_timeout=5)) as connection:
        loaded = load(connection, datetime.now(BOGOTA).date())
        rows = counts(connection)
    print(
        f"Datos de demostración {'cargados' if loaded else 'ya presentes'}: {rows['clientes']} clientes,"
        f" {rows['creditos']} créditos, {rows['solicitudes']} solicitudes,"
        f" {rows['ofertas_renovacion']} ofertas de renovación y {rows['pagadurias']} pagadurías."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
