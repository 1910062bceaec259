"""Indicators of what people do: cases, their promises, and the applications that become leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from proalto.formats.dias_habiles import lapso_habil
from proalto.services.atencion import tipos_de_caso
from proalto.services.medicion.cuadro import Cuadro
from proalto.services.medicion.historia import Caso, Historia
from proalto.services.medicion.indicadores_de_gestiones import tiempos
from proalto.services.medicion.medidas import mediana, parte, repartir
from proalto.services.operacion.parametros import PRODUCTOS

RELOJES = ("respuesta", "solucion")


def respuesta_persona(todo: Historia) -> Cuadro:
    """Business minutes from the opening of a case to a person's first message."""
    return tiempos([_minutos(caso, caso.abierto, caso.respondido) for caso in todo.casos if caso.respondido])


def resolucion_persona(todo: Historia) -> Cuadro:
    """Business hours from the opening of a case to its first close."""
    return tiempos([_minutos(caso, caso.abierto, caso.cerrado) / 60 for caso in todo.casos if caso.cerrado])


def escalamientos(todo: Historia) -> Cuadro:
    """Cases that were opened, by type."""
    por_tipo = Counter(caso.tipo for caso in todo.casos)
    filas = tuple((tipo, cuantos, parte(cuantos, len(todo.casos))) for tipo, cuantos in por_tipo.most_common())
    return Cuadro(len(todo.casos), len(todo.casos), ("tipo", "casos", "porcentaje"), filas)


def ans(todo: Historia) -> Cuadro:
    """Clocks that were kept, of those that are decided."""
    decididos = [(reloj, bien) for caso in todo.casos for reloj, bien in caso.a_tiempo.items()]
    por_reloj = {reloj: [bien for de, bien in decididos if de == reloj] for reloj in RELOJES}
    filas = tuple(
        (reloj, sum(unos), len(unos) - sum(unos), parte(sum(unos), len(unos))) for reloj, unos in por_reloj.items()
    )
    bien = sum(a_tiempo for _, a_tiempo in decididos)
    return Cuadro(parte(bien, len(decididos)), len(decididos), ("reloj", "a_tiempo", "tarde", "porcentaje"), filas)


def primer_contacto(todo: Historia) -> Cuadro:
    """Cases that were closed without a transfer and not opened again, of those that were closed."""
    cerrados = [caso for caso in todo.casos if caso.cerrado]
    bien = sum(not caso.transferencias and not caso.reaperturas for caso in cerrados)
    filas = ((len(cerrados), bien, sum(c.transferencias > 0 for c in cerrados),
              sum(c.reaperturas > 0 for c in cerrados)),)  # fmt: skip
    return Cuadro(parte(bien, len(cerrados)), len(cerrados), ("cerrados", "a_la_primera", "transferidos", "reabiertos"),
                  filas)  # fmt: skip


def reincidencia(todo: Historia) -> Cuadro:
    """Cases of somebody who had had another within 30 days, of all."""
    vueltos = sum(caso.reincide for caso in todo.casos)
    por_tipo = repartir(todo.casos, lambda caso: caso.tipo)
    filas = tuple((tipo, len(unos), sum(c.reincide for c in unos)) for tipo, unos in sorted(por_tipo.items()))
    return Cuadro(parte(vueltos, len(todo.casos)), len(todo.casos), ("tipo", "casos", "reinciden"), filas)


def leads(todo: Historia) -> Cuadro:
    """Applications that came to a person, and how many were contacted and closed, by advisor and zone.

    `valor` is the share of those contacted. The time runs from the customer's asking, in business hours.
    """
    suyos = [caso for caso in todo.casos if caso.tipo in PRODUCTOS]
    montones = repartir(suyos, lambda caso: f"{caso.usuario_id or ''}|{caso.zona}")
    filas = tuple(
        (unos[0].usuario_id, unos[0].zona, len(unos), _contactados(unos), sum(c.cerrado is not None for c in unos),
         mediana([_minutos(c, c.pidio or c.abierto, c.respondido) / 60 for c in unos if c.respondido]))
        for _, unos in sorted(montones.items())
    )  # fmt: skip
    columnas = ("asesor", "zona", "leads", "contactados", "cerrados", "horas_hasta_el_contacto")
    return Cuadro(parte(_contactados(suyos), len(suyos)), len(suyos), columnas, filas)


def _minutos(caso: Caso, desde: datetime, hasta: datetime) -> float:
    """Return the minutes between two moments in the hours of the team that attends this type of case."""
    tipo = tipos_de_caso.vigentes().get(caso.tipo) or tipos_de_caso.vigentes()[tipos_de_caso.OTRO]
    return lapso_habil(desde, hasta, tipo.horario).total_seconds() / 60


def _contactados(casos: Sequence[Caso]) -> int:
    return sum(caso.respondido is not None for caso in casos)


CALCULOS = {
    "respuesta_persona": respuesta_persona,
    "resolucion_persona": resolucion_persona,
    "escalamientos": escalamientos,
    "ans": ans,
    "primer_contacto": primer_contacto,
    "reincidencia": reincidencia,
    "leads": leads,
}
