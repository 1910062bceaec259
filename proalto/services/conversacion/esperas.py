"""How long a conversation that a person has may stand still (`parametros/conversaciones.csv`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from proalto.formats.tabla import exigir_filas, leer_tabla
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "conversaciones.csv"
COLUMNAS = ("espera", "minutos")
ESPERAS = ("silencio_cliente", "silencio_asesor", "al_abrir", "tras_plantilla")
MINUTOS_MAXIMO = 24 * 60


@dataclass(frozen=True)
class Esperas:
    """All pass by the clock but `al_abrir`, which is a promise in business time."""

    silencio_cliente: timedelta
    silencio_asesor: timedelta
    al_abrir: timedelta
    tras_plantilla: timedelta


@cache
def vigentes() -> Esperas:
    """Return the table, read once."""
    return leer(TABLA)


def leer(tabla: Path) -> Esperas:
    """Read and check the table; raise TablaInvalida at the first thing that is wrong."""
    minutos = {
        fila.una_de("espera", ESPERAS): timedelta(minutes=fila.entero("minutos", 1, MINUTOS_MAXIMO))
        for fila in leer_tabla(tabla, COLUMNAS, ("espera",))
    }
    exigir_filas(tabla, ESPERAS, minutos)
    return Esperas(**minutos)
