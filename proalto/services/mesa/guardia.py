"""The advisors on duty, and which of them fits a case best."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from proalto.db.database import Transaction
from proalto.formats.dias_habiles import atiende
from proalto.services.mesa import horarios

VISTO_HACE = timedelta(minutes=10)  # who has not been at the desk for longer takes no cases
TODAS = "*"
NUNCA = datetime.min.replace(tzinfo=timezone.utc)


@dataclass(frozen=True)
class Asesor:
    """An advisor on duty; `carga`: how many live cases they have that do not wait for the customer."""

    id: int
    equipos: tuple[str, ...]
    zonas: tuple[str, ...]
    capacidad: int
    carga: int
    ultima: datetime | None

    @property
    def lleno(self) -> bool:
        return self.carga >= self.capacidad

    def lejania(self, zona: str | None) -> int:
        """Return 0 in their own zone, 1 for who takes all zones, 2 elsewhere."""
        if zona is None:
            return 0
        return 0 if zona in self.zonas else 1 if TODAS in self.zonas else 2


def de_servicio(tx: Transaction, now: datetime) -> list[Asesor]:
    """Return the advisors who are at the desk, take cases, and are within their hours."""
    return [
        Asesor(row["id"], tuple(row["equipos"]), tuple(row["zonas"]), row["capacidad"], row["carga"], row["ultima"])
        for row in tx.all("asistente.enrutamiento.de_servicio", visto_desde=now - VISTO_HACE)
        if atiende(now, horarios.de_turno(row["turno"]))
    ]


def elegir(
    asesores: Collection[Asesor], equipo: str, zona: str | None, descartados: Collection[int], conocido: int | None
) -> Asesor | None:
    """Return who fits best: whom the customer knows, the closest zone, the least load, the longest without a case."""
    libres = [a for a in asesores if equipo in a.equipos and not a.lleno and a.id not in descartados]
    if not libres:
        return None
    return min(libres, key=lambda a: (a.id != conocido, a.lejania(zona), a.carga, a.ultima or NUNCA, a.id))
