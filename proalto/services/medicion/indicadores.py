"""The indicators that docs/indicadores.md defines, counted from the event log; their words are in textos/."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TypeVar

from proalto.formats.tabla import leer_tabla
from proalto.services.medicion import indicadores_de_casos, indicadores_de_gestiones
from proalto.services.medicion.cuadro import Cuadro
from proalto.services.medicion.historia import Filtros, Historia
from proalto.services.medicion.medidas import casilla, casillas, repartir
from proalto.services.operacion.textos import CARPETA

Cosa = TypeVar("Cosa")
ASISTENTE, PERSONA, AMBOS = "asistente", "persona", "ambos"


@dataclass(frozen=True)
class Palabras:
    """How an indicator is called, what it says in one sentence, its unit, and whose it is."""

    titulo: str
    definicion: str
    unidad: str
    de: str


@dataclass(frozen=True)
class Indicador:
    """One indicator of a period: its figure, the same for each day or week, and what it is made of."""

    clave: str
    palabras: Palabras
    total: Cuadro
    serie: tuple[tuple[str, Cuadro], ...]

    @property
    def valores(self) -> list[tuple[str, float | None]]:
        """The figure of each day or week."""
        return [(casilla, cuadro.valor) for casilla, cuadro in self.serie]


Calculo = Callable[[Historia], Cuadro]
CALCULOS: dict[str, Calculo] = {**indicadores_de_gestiones.CALCULOS, **indicadores_de_casos.CALCULOS}


def calcular(todo: Historia, filtros: Filtros, por: str) -> list[Indicador]:
    """Return every indicator that these filters allow, in the order of `textos/indicadores.csv`."""
    partes = _partes(todo, filtros, por)
    con_persona = filtros.usuario_id is not None or bool(filtros.equipo)
    return [
        Indicador(clave, palabras, CALCULOS[clave](todo), tuple((c, CALCULOS[clave](suyo)) for c, suyo in partes))
        for clave, palabras in textos().items()
        if not (con_persona and palabras.de == ASISTENTE)
    ]


def embudos(todo: Historia) -> list[tuple[str, Cuadro]]:
    """Return the funnel of each errand that was begun, the most used first."""
    montones = sorted(repartir(todo.gestiones, lambda una: una.gestion).items(), key=lambda par: (-len(par[1]), par[0]))
    return [(gestion, indicadores_de_gestiones.embudo(unas)) for gestion, unas in montones]


@cache
def textos() -> dict[str, Palabras]:
    """Return the words of each indicator (`textos/indicadores.csv`)."""
    columnas = ("clave", "titulo", "unidad", "de", "definicion")
    return {
        fila.texto("clave"): Palabras(*map(fila.texto, ("titulo", "definicion", "unidad", "de")))
        for fila in leer_tabla(CARPETA / "indicadores.csv", columnas, ("clave",))
    }


def _partes(todo: Historia, filtros: Filtros, por: str) -> list[tuple[str, Historia]]:
    """Return the history of each day or week."""

    def reparte(cosas: Sequence[Cosa], cuando: Callable[[Cosa], datetime]) -> dict[str, list[Cosa]]:
        return repartir(cosas, lambda cosa: casilla(cuando(cosa), por))

    gestiones, casos = reparte(todo.gestiones, lambda g: g.inicio), reparte(todo.casos, lambda c: c.abierto)
    sueltos = {tipo: reparte(unos, lambda uno: uno.cuando) for tipo, unos in todo.sueltos.items()}
    return [
        (
            una,
            Historia(
                gestiones.get(una, []),
                casos.get(una, []),
                {tipo: por_casilla.get(una, []) for tipo, por_casilla in sueltos.items()},
            ),
        )
        for una in casillas(filtros.desde, filtros.hasta, por)
    ]
