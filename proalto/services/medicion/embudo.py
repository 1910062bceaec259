"""What a turn tells of the customer's errand: begun, asked, resolved or left. Derived from Rasa's own events."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from proalto.db.database import Transaction
from proalto.services.medicion import encuestas
from proalto.services.medicion.eventos import anotar
from proalto.services.medicion.gestiones import (
    CASO,
    DEJAN,
    DESPEDIDA,
    GESTIONES,
    NO_ENTENDI,
    PERSONA,
    PREGUNTAS,
    de_accion,
)

INICIADA, PASO, RESUELTA, DEJADA = "gestion_iniciada", "gestion_paso", "gestion_resuelta", "gestion_dejada"
NO_ENTENDIDO, TURNO = "no_entendido", "turno"
SILENCIO = timedelta(hours=24)  # an errand without a word for so long was left at its last question
FORMULARIO = "_form"


@dataclass(frozen=True)
class Situacion:
    """The errand in course and its last question, both empty when there is none; the newest application's errand."""

    gestion: str = ""
    paso: str = ""
    solicitud: str = ""


@dataclass(frozen=True)
class Hecho:
    """One fact of a turn, still to be recorded."""

    tipo: str
    gestion: str = ""
    datos: tuple[tuple[str, str], ...] = ()


def derivar(antes: Situacion, eventos: Iterable[Mapping[str, Any]], formulario: str) -> list[Hecho]:
    """Return the facts of a turn in order: its events as Rasa's `as_dict` gives them, and the form left open."""
    turno = _Turno(antes)
    for evento in eventos:
        if evento["event"] == "action":
            turno.accion(str(evento.get("name") or ""))
        elif evento["event"] == "slot" and evento["name"] == "requested_slot" and evento["value"]:
            turno.pregunta(f"{turno.formulario}.{evento['value']}" if turno.formulario else "")
        elif evento["event"] == "bot":
            turno.dicho(str((evento.get("metadata") or {}).get("utter_action") or ""))
    turno.termina(bool(formulario))
    return turno.hechos


def registrar(
    tx: Transaction, contacto_id: int, n: int, eventos: Iterable[Mapping[str, Any]], formulario: str, now: datetime
) -> None:
    """Record the facts of the contact's turn `n` in the transaction that stores it, and keep its surveys in step."""
    hechos = derivar(situacion(tx, contacto_id, now), eventos := list(eventos), formulario)
    for orden, hecho in enumerate(hechos):
        clave = f"turno:{contacto_id}:{n}:{orden}"
        anotar(tx, hecho.tipo, clave, now, contacto_id=contacto_id, gestion=hecho.gestion, datos=dict(hecho.datos))
        if hecho.tipo == RESUELTA and GESTIONES[hecho.gestion].encuesta:
            encuestas.programar_por_gestion(tx, contacto_id, hecho.gestion, clave, now)
    encuestas.tras_un_turno(tx, contacto_id, _se_despide(eventos) and not formulario, now)


def situacion(tx: Transaction, contacto_id: int, now: datetime) -> Situacion:
    """Return the contact's errand in course; after a day of silence there is none."""
    row = tx.one("asistente.embudo.situacion", contacto_id=contacto_id, desde=now - SILENCIO)
    return Situacion(row["gestion"] or "", row["paso"] or "", row["solicitud"] or "")


def anotar_turno(tx: Transaction, contacto_id: int, wamid: str, segundos: float, now: datetime) -> None:
    """Record how long a customer's message waited until its answer was queued. Its wamid, which holds their number,
    is not kept."""
    huella = hashlib.sha256(wamid.encode()).hexdigest()[:32]
    datos: dict[str, str | int | float | bool] = {"segundos": round(max(segundos, 0.0), 3)}
    anotar(tx, TURNO, f"turno:{huella}", now, contacto_id=contacto_id, datos=datos)


def _se_despide(eventos: Iterable[Mapping[str, Any]]) -> bool:
    return any((e.get("metadata") or {}).get("utter_action") == DESPEDIDA for e in eventos if e["event"] == "bot")


class _Turno:
    """The state of an errand while the events of a turn go by."""

    def __init__(self, antes: Situacion) -> None:
        self.ahora, self.hechos, self.formulario, self._despedida = antes, list[Hecho](), "", False

    def accion(self, nombre: str) -> None:
        self.formulario = nombre if nombre.endswith(FORMULARIO) else ""
        if nombre == NO_ENTENDI:
            self.hechos.append(Hecho(NO_ENTENDIDO, self.ahora.gestion))
        gestion = de_accion(nombre, self.ahora.solicitud)
        if gestion and gestion != self.ahora.gestion:
            self._dejar("otra_gestion")
            self._anotar(INICIADA, gestion)
            solicitud = gestion if GESTIONES[gestion].solicitud else self.ahora.solicitud
            self.ahora = Situacion(gestion, "", solicitud)

    def pregunta(self, paso: str) -> None:
        if paso and self.ahora.gestion and paso != self.ahora.paso:
            self.ahora = replace(self.ahora, paso=paso)
            self._anotar(PASO, self.ahora.gestion, paso=paso)

    def dicho(self, respuesta: str) -> None:
        if not self.ahora.gestion:
            return
        if respuesta in GESTIONES[self.ahora.gestion].resuelven:
            self._anotar(RESUELTA, self.ahora.gestion)
            self.ahora = replace(self.ahora, gestion="", paso="")
        elif respuesta == DESPEDIDA:
            self._despedida = True
        elif respuesta in PREGUNTAS:
            self.pregunta(PREGUNTAS[respuesta])
        elif respuesta in DEJAN or respuesta.startswith(CASO):
            self._dejar(DEJAN.get(respuesta, PERSONA))

    def termina(self, en_formulario: bool) -> None:
        """A goodbye leaves the errand, unless the form asked its question again after it."""
        if self._despedida and not en_formulario:
            self._dejar(DEJAN[DESPEDIDA])

    def _dejar(self, motivo: str) -> None:
        if self.ahora.gestion:
            self._anotar(DEJADA, self.ahora.gestion, motivo=motivo, paso=self.ahora.paso)
            self.ahora = replace(self.ahora, gestion="", paso="")

    def _anotar(self, tipo: str, gestion: str, **datos: str) -> None:
        self.hechos.append(Hecho(tipo, gestion, tuple(datos.items())))
