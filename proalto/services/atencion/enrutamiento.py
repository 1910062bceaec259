"""Who gets a waiting case, by priority and deadline; and what is told to who waits: their place, and an estimate.

One router works at a time, and it holds the cases that it gives out: two workers never give the same one twice.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from proalto.db.database import Database, Row, Transaction
from proalto.formats.dias_habiles import atiende, lapso_habil
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import alertas, casos
from proalto.services.atencion.casos import Fila
from proalto.services.atencion.gestion_casos import asignar
from proalto.services.mesa import equipos
from proalto.services.mesa.equipos import por_codigo
from proalto.services.mesa.guardia import Asesor, de_servicio, elegir

MISMO_ASESOR = timedelta(days=60)
POR_RONDA = 200
RECIENTE = timedelta(days=14)
MUESTRA_MINIMA = 5  # fewer closed cases than these say nothing
SIN_MUESTRA, MINIMO, MAXIMO = 15.0, 1.0, 120.0  # minutes that attending one takes


@dataclass(frozen=True)
class Puesto:
    """A place in a team's queue, from 1, and the minutes until it is one's turn."""

    posicion: int
    minutos: int


def enrutar(db: Database, cipher: Cipher, now: datetime) -> int:
    """Take back what nobody answered, then give out what waits; return how many cases were given."""
    toma_minima = min(equipo.toma_minutos for equipo in equipos.vigentes().values())
    desde = now - timedelta(minutes=toma_minima)
    with db.transaction() as tx:
        if not tx.one("asistente.enrutamiento.por_hacer", desde=desde)["hay"]:
            return 0
        if not tx.one("asistente.enrutamiento.turno")["suyo"]:
            return 0
        for row in tx.all("asistente.enrutamiento.sin_respuesta", desde=desde, cuantos=POR_RONDA):
            _reclamar(tx, row, now)
        return _repartir(tx, cipher, de_servicio(tx, now), now)


def puesto(tx: Transaction, caso_id: int, now: datetime) -> Puesto | None:
    """Return where a case is in its team's queue; None out of hours, with nobody on duty, or when somebody has it."""
    row = tx.first("asistente.enrutamiento.delante", caso_id=caso_id)
    if row is None or not atiende(now, por_codigo(row["equipo"]).horario):
        return None
    atienden = sum(row["equipo"] in asesor.equipos for asesor in de_servicio(tx, now))
    if not atienden:
        return None
    return Puesto(row["delante"] + 1, math.ceil(row["delante"] * _atencion_media(tx, row["equipo"], now) / atienden))


def _repartir(tx: Transaction, cipher: Cipher, asesores: list[Asesor], now: datetime) -> int:
    presentes = {asesor.id: asesor for asesor in asesores}
    dados = 0
    for row in _esperan(tx, {equipo for asesor in asesores for equipo in asesor.equipos}, now):
        elegido = elegir(presentes.values(), row["equipo"], row["zona"], row["descartados"], row["conocido"])
        if elegido is not None:
            asignar(tx, casos.bloquear(tx, row["id"]), elegido.id, now)
            presentes[elegido.id] = replace(elegido, carga=elegido.carga + 1, ultima=now)
            dados += 1
        elif _todos_descartados(presentes.values(), row):
            _empezar_de_nuevo(tx, cipher, casos.bloquear(tx, row["id"]), now)
    return dados


def _esperan(tx: Transaction, atendidos: Collection[str], now: datetime) -> list[Row]:
    """Return what waits for these teams, the first in the queue first; a long queue of one hides no other's."""
    filas = [
        row
        for equipo in sorted(atendidos)
        for row in tx.all("asistente.enrutamiento.esperan", equipo=equipo, desde=now - MISMO_ASESOR, cuantos=POR_RONDA)
    ]
    return sorted(filas, key=lambda row: (row["prioridad"], row["vence_en"] is None, row["vence_en"], row["id"]))


def _reclamar(tx: Transaction, row: Row, now: datetime) -> None:
    """Take a case from who has had it too long without answering; the next one gets it."""
    equipo = por_codigo(row["equipo"])
    if lapso_habil(row["asignado_en"], now, equipo.horario) < timedelta(minutes=equipo.toma_minutos):
        return
    descartados = [*row["descartados"], row["usuario_id"]]
    tx.run("asistente.casos.devolver_a_la_cola", caso_id=row["id"], descartados=descartados)
    clase = alertas.siguiente(tx, row["id"], alertas.SIN_TOMAR)
    alertas.alertar(tx, row["id"], clase, now)


def _todos_descartados(presentes: Collection[Asesor], row: Row) -> bool:
    """Tell whether everybody on duty in the team had the case; with nobody on duty it only waits."""
    del_equipo = {asesor.id for asesor in presentes if row["equipo"] in asesor.equipos}
    return bool(del_equipo) and del_equipo <= set(row["descartados"])


def _empezar_de_nuevo(tx: Transaction, cipher: Cipher, caso: Fila, now: datetime) -> None:
    tx.run("asistente.casos.devolver_a_la_cola", caso_id=caso.id, descartados=[])
    clase = alertas.siguiente(tx, caso.id, alertas.NADIE)
    alertas.alertar(tx, caso.id, clase, now)
    if clase == f"{alertas.NADIE}:1":
        alertas.avisar_supervisores(tx, cipher, caso, clase, caso.prometido_para, now)


def _atencion_media(tx: Transaction, equipo: str, now: datetime) -> float:
    row = tx.one("asistente.enrutamiento.atencion_media", equipo=equipo, desde=now - RECIENTE)
    if row["cuantos"] < MUESTRA_MINIMA:
        return SIN_MUESTRA
    return min(max(float(row["minutos"]), MINIMO), MAXIMO)
