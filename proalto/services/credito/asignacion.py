"""Who calls whoever asks for a crédito (`parametros/asesores.csv`): by region and profile, then by load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from proalto.db.database import Transaction
from proalto.formats.tabla import leer_tabla, tabla_mala
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "asesores.csv"
COLUMNAS = ("codigo", "nombre", "departamentos", "segmentos")
TODOS = "*"
CARGA_DE = timedelta(days=7)


@dataclass(frozen=True)
class Asesor:
    """A person or team that calls; `nombre` is how the customer reads it."""

    codigo: str
    nombre: str
    departamentos: tuple[str, ...]
    segmentos: tuple[str, ...]

    def sirve(self, departamento: str, segmento: str) -> bool:
        return _entra(departamento, self.departamentos) and _entra(segmento, self.segmentos)

    @property
    def holgura(self) -> int:
        """How little it asks for: 0 names both region and segment, 2 takes everybody."""
        return (self.departamentos == (TODOS,)) + (self.segmentos == (TODOS,))


def asignar(tx: Transaction, departamento: str, segmento: str, now: datetime) -> Asesor:
    """Return who calls: the closest to region and segment, among equals the one with the least of last week."""
    sirven = [asesor for asesor in asesores() if asesor.sirve(departamento, segmento)]
    cargas = {row["asesor"]: row["cuantos"] for row in tx.all("asistente.tramites.cargas", desde=now - CARGA_DE)}
    return min(sirven or asesores(), key=lambda asesor: (asesor.holgura, cargas.get(asesor.codigo, 0), asesor.codigo))


@cache
def asesores() -> tuple[Asesor, ...]:
    """Return the table; raise TablaInvalida when nobody takes what is left over."""
    filas = leer_tabla(TABLA, COLUMNAS, ("codigo",))
    tabla = tuple(
        Asesor(fila.texto("codigo"), fila.texto("nombre"), fila.partes("departamentos"), fila.partes("segmentos"))
        for fila in filas
    )
    if not any(asesor.holgura == 2 for asesor in tabla):
        raise tabla_mala(TABLA, "alguna línea debe servir a todos, con * en departamentos y en segmentos")
    return tabla


def _entra(valor: str, valores: tuple[str, ...]) -> bool:
    return valores == (TODOS,) or valor in valores
