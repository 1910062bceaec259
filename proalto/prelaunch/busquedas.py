"""What the assistant looks for in `nucleo` at each turn is found by an index, however many customers there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from psycopg2 import Error

from proalto.db.database import DatabaseAway, Transaction
from proalto.prelaunch.hallazgos import Contexto, Problema, sin_comprobar

NADIE = "999000999000"  # in no table, and found again in the plan
MUCHAS = 10_000  # rows that are not read whole in the time a turn has
SIN_INDICE = "CREATE INDEX sobre la misma expresión que usa la vista: docs/nucleo.md, «Rendimiento y frescura»."
SIN_CONTAR = "ANALYZE sobre esa tabla, y mira su plan: docs/nucleo.md, «Rendimiento y frescura»."


@dataclass(frozen=True)
class Busqueda:
    """A query of the product, by what it looks, and its parameters."""

    consulta: str
    columna: str
    datos: dict[str, object]


BUSQUEDAS = (
    Busqueda("nucleo.clientes.por_cedula", "clientes.cedula", {"cedula": NADIE}),
    Busqueda("nucleo.clientes.por_celular", "clientes.celular", {"celular": NADIE}),
    Busqueda("nucleo.saldo.por_cedula", "creditos.cedula", {"cedula": NADIE}),
    Busqueda("nucleo.solicitud.por_cedula", "solicitudes.cedula", {"cedula": NADIE}),
    Busqueda("nucleo.solicitud.por_radicados", "solicitudes.radicado", {"radicados": [NADIE]}),
)


def indices(contexto: Contexto) -> Iterator[Problema]:
    """No look-up reads a table whole: neither for want of an index, nor because its size is not known."""
    for busqueda in BUSQUEDAS:
        try:
            yield from _mirar(contexto, busqueda)
        except (DatabaseAway, Error) as error:
            que = f"No se pudo ver cómo se busca por nucleo.{busqueda.columna} ({type(error).__name__})"
            yield sin_comprobar(que, "Revisa la dirección y los permisos.")


def _mirar(contexto: Contexto, busqueda: Busqueda) -> Iterator[Problema]:
    donde = f"por nucleo.{busqueda.columna}"
    with contexto.producto.nucleo.transaction() as tx:
        enteras = [
            nodo for nodo in _nodos(tx.plan(busqueda.consulta, **busqueda.datos)) if nodo["Node Type"] == "Seq Scan"
        ]
        grandes = [nodo for nodo in enteras if _filas(tx, nodo) >= MUCHAS]
        tx.all("nucleo.contrato.solo_con_indice")
        sin_indice = [nodo for nodo in _nodos(tx.plan(busqueda.consulta, **busqueda.datos)) if _descarta(nodo)]
    if sin_indice:
        yield Problema(f"La búsqueda {donde} no tiene índice: recorre {_tabla(sin_indice[0])}", SIN_INDICE)
    elif grandes:
        yield Problema(f"La búsqueda {donde} recorre {_tabla(grandes[0])}, que es grande", SIN_CONTAR)


def _nodos(nodo: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield nodo
    for hijo in nodo.get("Plans", ()):
        yield from _nodos(hijo)


def _descarta(nodo: dict[str, Any]) -> bool:
    """Tell whether a node reads row after row and drops those that are not looked for, in whatever order it reads."""
    return NADIE in nodo.get("Filter", "")


def _filas(tx: Transaction, nodo: dict[str, Any]) -> int:
    return int(tx.one("nucleo.contrato.tamano", esquema=nodo["Schema"], tabla=nodo["Relation Name"])["filas"])


def _tabla(nodo: dict[str, Any]) -> str:
    return f"{nodo['Schema']}.{nodo['Relation Name']} entera" if "Schema" in nodo else "la vista entera"
