"""Whether the data bases must be in the Registro Nacional de Bases de Datos (DUR 1074 de 2015 art. 2.2.2.26.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from proalto.formats.tabla import leer_tabla
from proalto.services.operacion.parametros import CARPETA

UVT_DE_UMBRAL = 100_000
UVT_POSIBLE = (20_000, 500_000)
ACTIVOS_POSIBLES = 10**15 - 1


@dataclass(frozen=True)
class Registro:
    """One year: the UVT in pesos, the total assets (None while nobody said), and whether we are in the register."""

    uvt: int
    activos: int | None
    inscrito: bool

    @property
    def umbral(self) -> Decimal:
        """The assets, in pesos, above which the register is a duty."""
        return Decimal(UVT_DE_UMBRAL * self.uvt)

    @property
    def obliga(self) -> bool | None:
        """Tell whether it is a duty; None while the assets are not known."""
        return None if self.activos is None else self.activos > self.umbral


@cache
def vigentes() -> Mapping[int, Registro]:
    """Return `parametros/rnbd.csv`, read once, by year."""
    return leer(CARPETA / "rnbd.csv")


def leer(archivo: Path) -> dict[int, Registro]:
    """Read the table; raise TablaInvalida."""
    return {
        fila.entero("ano", 2020, 2100): Registro(
            uvt=fila.entero("uvt", *UVT_POSIBLE),
            activos=fila.entero_o_nada("activos_totales", 0, ACTIVOS_POSIBLES),
            inscrito=fila.si_o_no("inscrito"),
        )
        for fila in leer_tabla(archivo, ("ano", "uvt", "activos_totales", "inscrito"), ("ano",))
    }
