"""How much one contact may write before we ask for calm, and when so many write that all are told.

The figures are in `parametros/uso.csv`. What is beyond them ends as `limitado`, without a turn. Whether a message is
depends on when it and those before it arrived, never on when it is looked at: a second look decides the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from proalto.db.database import Transaction
from proalto.formats.tabla import leer_codigos, tabla_mala
from proalto.settings import ROOT

TABLA = ROOT / "parametros" / "uso.csv"
MAXIMO = 100_000
ARCHIVOS = frozenset({"image", "document", "audio", "video", "sticker"})
MINUTO, HORA, DIA = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CLASE, CONTACTO, TODOS = "limite", 0, 1  # ordinals within the class


@dataclass(frozen=True)
class Limites:
    """The values of the table, each named as its code."""

    mensajes_por_minuto: int
    mensajes_por_hora: int
    mensajes_por_dia: int
    archivos_por_hora: int
    minutos_entre_avisos: int
    contactos_en_fila: int
    segundos_en_fila: int

    @property
    def menor(self) -> int:
        """Return how many of anything, within a day, break no limit whatever they are."""
        return min(self.mensajes_por_minuto, self.archivos_por_hora)


@dataclass(frozen=True)
class Uso:
    """A message as the limits see it."""

    cuando: datetime
    archivo: bool = False


def cabe(admitidos: Sequence[Uso], uno: Uso, limites: Limites) -> bool:
    """Tell whether a message fits after those that were admitted before it, the oldest first."""

    def van(ventana: timedelta) -> int:
        return sum(
            uno.cuando - ventana < antes.cuando <= uno.cuando and antes.archivo == uno.archivo for antes in admitidos
        )

    if uno.archivo:
        return van(HORA) < limites.archivos_por_hora
    return (
        van(MINUTO) < limites.mensajes_por_minuto
        and van(HORA) < limites.mensajes_por_hora
        and van(DIA) < limites.mensajes_por_dia
    )


def sobrantes(admitidos: Iterable[Uso], nuevos: Iterable[Uso], limites: Limites) -> list[bool]:
    """Tell of each new message, in order of arrival, whether it is beyond the limit."""
    van = list(admitidos)
    sobra = []
    for uno in nuevos:
        van = [antes for antes in van if antes.cuando > uno.cuando - DIA]
        sobra.append(not cabe(van, uno, limites))
        if not sobra[-1]:
            van.append(uno)
    return sobra


def admitidos(tx: Transaction, contacto_id: int, orden: int) -> list[Uso]:
    """Return what the contact was admitted in the day before the message that came in this `orden`."""
    rows = tx.all("asistente.limites_de_uso.admitidos", contacto_id=contacto_id, orden=orden)
    return [uso(row["tipo"], row["recibido_en"]) for row in rows]


def uso(tipo: str, recibido_en: datetime) -> Uso:
    return Uso(recibido_en, tipo in ARCHIVOS)


def ya_avisado(tx: Transaction, contacto_id: int) -> bool:
    """Tell whether the contact was asked for calm a while ago."""
    minutos = vigentes().minutos_entre_avisos
    return bool(tx.one("asistente.limites_de_uso.ya_avisado", contacto_id=contacto_id, minutos=minutos)["ya"])


def hay_fila(tx: Transaction) -> bool:
    """Tell whether so many contacts wait for an answer that whoever comes now should know."""
    limites = vigentes()
    cuantos = tx.one("asistente.limites_de_uso.en_fila", segundos=limites.segundos_en_fila)["cuantos"]
    return int(cuantos) > limites.contactos_en_fila


@cache
def vigentes() -> Limites:
    """Return the table, read once."""
    return leer(TABLA)


def leer(tabla: Path) -> Limites:
    """Read and check the table; raise TablaInvalida at the first thing that is wrong."""
    limites = Limites(**leer_codigos(tabla, {campo.name: (1, MAXIMO) for campo in fields(Limites)}))
    if not limites.mensajes_por_minuto <= limites.mensajes_por_hora <= limites.mensajes_por_dia:
        raise tabla_mala(tabla, "mensajes_por_minuto no puede pasar de mensajes_por_hora, ni este de mensajes_por_dia")
    return limites
