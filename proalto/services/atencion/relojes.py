"""The two clocks of a case, in business time: `respuesta` ends when a person writes, `solucion` with the close.

What a clock has counted is never lost and never counted twice: pausing adds what passed since it last began to run,
a transfer does not touch it. A promise that was broken stays broken, whatever pauses come later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from proalto.db.database import Row, Transaction
from proalto.formats.dias_habiles import Horario, lapso_habil, sumar_lapso_habil
from proalto.services.mesa import horarios

RESPUESTA, SOLUCION = RELOJES = ("respuesta", "solucion")
AVISOS = (50, 80, 100)  # percent of the time at which somebody is told


@dataclass(frozen=True)
class Reloj:
    """One clock. `consumido` is what passed before `corre_desde`, None while it is paused and once it ended."""

    minutos: int
    turno: str
    consumido: timedelta = timedelta()
    corre_desde: datetime | None = None
    cumplido_en: datetime | None = None
    a_tiempo: bool | None = None  # False from the moment that it is known to be late
    avisado: int = 0

    @property
    def pausado(self) -> bool:
        return self.corre_desde is None and self.cumplido_en is None

    @property
    def vence(self) -> datetime | None:
        """When its time is up, if it goes on running; None when it does not run."""
        return self.momento(100)

    def momento(self, porcentaje: int) -> datetime | None:
        """Return when this part of its time is used up, at the earliest when it began to run; None if it does not."""
        if self.corre_desde is None:
            return None
        falta = timedelta(minutes=self.minutos) * porcentaje / 100 - self.consumido
        if falta <= timedelta():
            return self.corre_desde
        return sumar_lapso_habil(self.corre_desde, falta, self._horario)

    def transcurrido(self, now: datetime) -> timedelta:
        """Return the business time that it has counted."""
        if self.corre_desde is None:
            return self.consumido
        return self.consumido + lapso_habil(self.corre_desde, now, self._horario)

    def vencido(self, now: datetime) -> bool:
        """Tell whether its time was up before it ended."""
        vence = self.vence
        return self.a_tiempo is False or (vence is not None and now > vence)

    def alcanzado(self, now: datetime) -> int:
        """Return the highest of AVISOS that is due now, 0 when none is; 100 only when it is late."""
        if self.corre_desde is None:
            return 0
        momentos = [(aviso, self.momento(aviso)) for aviso in AVISOS[:-1]]
        return max([aviso for aviso, cuando in momentos if cuando and cuando <= now] + [100 * self.vencido(now)])

    @property
    def _horario(self) -> Horario:
        return horarios.de_turno(self.turno)


def pausado(reloj: Reloj, now: datetime) -> Reloj:
    """Return the clock stopped; as it is if it does not run."""
    if reloj.corre_desde is None:
        return reloj
    tarde = False if reloj.vencido(now) else reloj.a_tiempo
    return replace(reloj, consumido=reloj.transcurrido(now), corre_desde=None, a_tiempo=tarde)


def reanudado(reloj: Reloj, now: datetime) -> Reloj:
    """Return the clock running on; as it is if it runs or has ended."""
    return replace(reloj, corre_desde=now) if reloj.pausado else reloj


def cumplido(reloj: Reloj, now: datetime) -> Reloj:
    """Return the clock ended; as it is if it had."""
    if reloj.cumplido_en is not None:
        return reloj
    quieto = pausado(reloj, now)
    return replace(quieto, cumplido_en=now, a_tiempo=quieto.a_tiempo is not False)


def reabierto(reloj: Reloj, now: datetime) -> Reloj:
    """Return an ended clock running on from what it had counted."""
    if reloj.cumplido_en is None:
        return reloj
    return replace(reloj, cumplido_en=None, corre_desde=now, a_tiempo=None if reloj.a_tiempo else False)


def abrir(
    tx: Transaction, caso_id: int, respuesta_minutos: int, solucion_minutos: int, turno: str, now: datetime
) -> None:
    """Start both clocks of a new case."""
    for nombre, minutos in zip(RELOJES, (respuesta_minutos, solucion_minutos)):
        tx.run("asistente.relojes.abrir", caso_id=caso_id, reloj=nombre,
               **_columnas(Reloj(minutos, turno, corre_desde=now)))  # fmt: skip


def pausar(tx: Transaction, caso_id: int, now: datetime) -> None:
    """Stop the clocks: the case waits for the customer."""
    for nombre, reloj in de_caso(tx, caso_id).items():
        _guardar(tx, caso_id, nombre, reloj, pausado(reloj, now))


def reanudar(tx: Transaction, caso_id: int, now: datetime) -> None:
    """Let the clocks go on from where they were."""
    for nombre, reloj in de_caso(tx, caso_id).items():
        _guardar(tx, caso_id, nombre, reloj, reanudado(reloj, now))


def cumplir(tx: Transaction, caso_id: int, nombre: str, now: datetime) -> None:
    """End one clock; once."""
    reloj = de_caso(tx, caso_id).get(nombre)
    if reloj is not None:
        _guardar(tx, caso_id, nombre, reloj, cumplido(reloj, now))


def reabrir(tx: Transaction, caso_id: int, now: datetime, *, respondido: bool) -> None:
    """Let the clocks of a closed case go on; a first answer that was given stays given."""
    for nombre, reloj in de_caso(tx, caso_id).items():
        if nombre == SOLUCION or not respondido:
            _guardar(tx, caso_id, nombre, reloj, reabierto(reloj, now))


def marcar_avisado(tx: Transaction, caso_id: int, nombre: str, porcentaje: int) -> None:
    """Record that somebody was told of this part of the time."""
    tx.run("asistente.relojes.marcar_avisado", caso_id=caso_id, reloj=nombre, porcentaje=porcentaje)


def recalcular(tx: Transaction, caso_id: int, nombre: str, reloj: Reloj) -> None:
    """Write the moments at which somebody is told, by the schedules in force."""
    tx.run("asistente.relojes.guardar", caso_id=caso_id, reloj=nombre, **_columnas(reloj))


def de_caso(tx: Transaction, caso_id: int) -> dict[str, Reloj]:
    """Return the clocks of a case by name; none in a case from before there were clocks."""
    return {row["reloj"]: de_fila(row) for row in tx.all("asistente.relojes.de_caso", caso_id=caso_id)}


def de_fila(row: Row) -> Reloj:
    """Return the clock that a row holds."""
    return Reloj(**{campo: row[campo] for campo in Reloj.__dataclass_fields__})


def _guardar(tx: Transaction, caso_id: int, nombre: str, antes: Reloj, despues: Reloj) -> None:
    if despues != antes:
        recalcular(tx, caso_id, nombre, despues)


def _columnas(reloj: Reloj) -> dict[str, object]:
    columnas: dict[str, object] = {campo: getattr(reloj, campo) for campo in Reloj.__dataclass_fields__}
    momentos = {"avisa_50_en": reloj.momento(50), "avisa_80_en": reloj.momento(80), "vence_en": reloj.vence}
    return columnas | momentos
