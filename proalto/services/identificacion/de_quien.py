"""Whose a row of a chat is, when several people have proved who they are on one phone.

A row that carries the keyed hash of a cédula is that person's, and so is an application that names one. Of the rest,
on a shared chat, only what happened while this person was proving who they are or was known to be: from their first try
to the end of their session.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from proalto.db.database import Row
from proalto.services.identificacion.limites import LIMITES

ANTES = timedelta(minutes=30)  # how long before a session its tries may have begun
# What tells who used a chat: never a mere try.
PROBADAS = ("sesiones", "casos", "certificados", "solicitudes_de_datos", "suscripciones", "tramites")
PADRES = {"caso_id": "casos", "tramite_id": "tramites", "saliente_id": "mensajes_salientes"}
MOMENTOS = ("recibido_en", "creado_en", "creada_en", "ocurrido_en", "iniciada_en", "emitido_en", "desde", "en")
_SEGUNDOS = re.compile(r"\.\d+")
Tramo = tuple[datetime, datetime]


@dataclass(frozen=True)
class De:
    """The person: who they proved to be, in which chat."""

    contacto_id: int
    huella: bytes


def separar(filas: Sequence[Row], de: De) -> tuple[list[Row], list[Row]]:
    """Return the person's rows and the others'."""
    tramos = tramos_de(filas, de, de.contacto_id)
    padres = {
        tabla: {
            row["fila"].get("id"): _propia(row, de, tramos) for row in filas if row["tabla"] == tabla
        }
        for tabla in PADRES.values()
    }  # fmt: skip
    propias: list[Row] = []
    ajenas: list[Row] = []
    for row in filas:
        suya = _propia(row, de, tramos) and _del_padre(row, padres)
        (propias if suya else ajenas).append(row)
    return propias, ajenas


def tramos_de(filas: Sequence[Row], de: De, chat: int) -> list[Tramo] | None:
    """Return the spans in which a chat was this person's, or None when it always was.

    Of another chat than the one that asks nobody else's rows are here, which would tell: it counts as shared.
    """
    return _tramos(filas, de, chat) if chat != de.contacto_id or _compartido(filas, de) else None


def en_tramos(cuando: str, tramos: list[Tramo]) -> bool:
    """Tell whether a moment, in ISO 8601, lies in one of these spans."""
    return any(desde <= _leer(cuando) <= hasta for desde, hasta in tramos)


def _compartido(filas: Sequence[Row], de: De) -> bool:
    """Tell whether anybody else was ever known in this chat."""
    return any(
        row["tabla"] in PROBADAS and row["dueno"] == de.contacto_id and _huella(row) not in (None, de.huella)
        for row in filas
    )


def _propia(row: Row, de: De, tramos: list[Tramo] | None) -> bool:
    huella = _huella(row)
    if huella is not None:
        return huella == de.huella
    if tramos is None or row["tabla"] == "contactos" or row["dueno"] is None:
        return True
    cuando = _cuando(row["fila"])
    return cuando is not None and any(desde <= cuando <= hasta for desde, hasta in tramos)


def _del_padre(row: Row, padres: dict[str, dict[Any, bool]]) -> bool:
    """Tell whether what a row hangs from is the person's too; what is not among the rows is nobody's."""
    return all(
        padres[tabla].get(row["fila"][columna], False)
        for columna, tabla in PADRES.items()
        if row["fila"].get(columna) is not None and row["tabla"] != tabla
    )


def _tramos(filas: Sequence[Row], de: De, chat: int) -> list[Tramo]:
    """Return the spans in which this person, and nobody else, was at the other end."""
    de_aqui = [row for row in filas if row["dueno"] == chat]
    sesiones = sorted((row for row in de_aqui if row["tabla"] == "sesiones"),
                      key=lambda row: str(row["fila"]["iniciada_en"]))  # fmt: skip
    intentos = [row for row in de_aqui if row["tabla"] == "intentos_identidad" and _huella(row) == de.huella]
    tramos = []
    anterior = None
    for n, row in enumerate(sesiones):
        desde, hasta = _de_sesion(row["fila"])
        if n + 1 < len(sesiones):
            hasta = min(hasta, _leer(sesiones[n + 1]["fila"]["iniciada_en"]))
        if _huella(row) == de.huella:
            probados = [_leer(uno["fila"]["ocurrido_en"]) for uno in intentos]
            previos = [uno for uno in probados if desde - ANTES <= uno <= desde]
            primero = min(previos, default=desde)
            tramos.append((primero if anterior is None else max(primero, anterior), hasta))
        anterior = hasta
    return tramos


def _de_sesion(fila: dict[str, Any]) -> Tramo:
    desde = _leer(fila["iniciada_en"])
    hasta = min(_leer(fila["usada_en"]) + LIMITES.sesion_ociosa, desde + LIMITES.sesion_total)
    return desde, min(hasta, _leer(fila["cerrada_en"])) if fila["cerrada_en"] else hasta


def _huella(row: Row) -> bytes | None:
    return None if row["huella"] is None else base64.b64decode(row["huella"])


def _cuando(fila: dict[str, Any]) -> datetime | None:
    return next((_leer(fila[nombre]) for nombre in MOMENTOS if fila.get(nombre)), None)


def _leer(momento: str) -> datetime:
    """Read a moment as PostgreSQL writes it in JSON; fractions of a second do not matter here."""
    return datetime.fromisoformat(_SEGUNDOS.sub("", momento))
