"""What the codes of the indicators are called on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from proalto.services.atencion.tipos_de_caso import titulo
from proalto.services.medicion.cuadro import Celda, Cuadro
from proalto.services.operacion.textos import rotulos_de_mesa, titulos

NADA = "—"


@dataclass(frozen=True)
class Rotulos:
    """`personas` are the names of those who work at the desk, by id."""

    personas: Mapping[int, str]

    def columna(self, codigo: str) -> str:
        return self.palabra(codigo)

    def celda(self, columna: str, valor: Celda) -> Celda:
        """Return what a cell says: numbers as they are, codes in words."""
        if columna == "tipo" and isinstance(valor, str):
            return titulo(valor)
        if columna == "asesor":
            return self.personas.get(valor, NADA) if isinstance(valor, int) else NADA
        return self.palabra(valor) if isinstance(valor, str) else valor

    def palabra(self, codigo: str) -> str:
        """Return the words of a code: of textos/rotulos.csv, an errand's title, or the code itself, readable."""
        conocida = rotulos_de_mesa().get(codigo) or titulos().get(codigo)
        return conocida or codigo.rpartition(".")[2].replace("_", " ").capitalize() or NADA

    def numero(self, valor: Celda) -> str:
        """Return a number as it is read in Colombia."""
        if valor is None:
            return NADA
        if not isinstance(valor, int | float):
            return str(valor)
        entero, _, decimal = f"{valor:,.1f}".partition(".")
        return entero.replace(",", ".") + ("" if decimal == "0" else f",{decimal}")

    def serie(self, valores: Sequence[tuple[str, float | None]], unidad: str) -> str:
        """Return a series in words, for who cannot see its chart."""
        con = [(casilla, valor) for casilla, valor in valores if valor is not None]
        if not con:
            return NADA
        menor, mayor = min(con, key=lambda par: par[1]), max(con, key=lambda par: par[1])
        partes = (("Menor", menor), ("mayor", mayor), ("último", con[-1]))
        return "; ".join(f"{que}: {self.numero(valor)} {unidad} ({casilla})" for que, (casilla, valor) in partes)

    def pares(self, cuadro: Cuadro, columna: str = "") -> list[tuple[str, float]]:
        """Return the bars of a table: its first column against its second, or the one that is named."""
        cual = cuadro.columnas.index(columna) if columna else 1
        return [(str(self.celda(cuadro.columnas[0], f[0])), float(f[cual] or 0)) for f in cuadro.filas]
