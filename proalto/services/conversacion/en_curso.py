"""The conversations that the assistant is having now, for an advisor who may step in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from proalto.db.database import Database, Row, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.conversacion.transcripcion import dicho
from proalto.services.identificacion.limites import LIMITES
from proalto.services.mensajeria.bandeja_entrada import abrir_cuerpo
from proalto.services.mesa import quien_es
from proalto.services.mesa.tapado import sin_numeros

RECIENTE = timedelta(minutes=30)
CUANTAS = 100


@dataclass(frozen=True)
class Charla:
    """One conversation of the last half hour that the assistant has; `folio` is its open case, if there is one."""

    contacto_id: int
    cliente: str
    gestion: str  # the form or action that is under way, or ""
    ultimo: str = field(repr=False)  # the customer's last words
    tipo: str
    desde: datetime
    ultimo_en: datetime
    mensajes: int
    folio: str | None


def ver(db: Database, nucleo: Database, cipher: Cipher, now: datetime) -> list[Charla]:
    """Return the conversations, the latest first."""
    with db.transaction() as tx:
        rows = tx.all(
            "asistente.cola.del_asistente",
            desde=now - RECIENTE,
            ocio=now - LIMITES.sesion_ociosa,
            total=now - LIMITES.sesion_total,
            cuantos=CUANTAS,
        )
    llamados = quien_es.llamados(nucleo, cipher, rows)
    return [_charla(cipher, row, llamado) for row, llamado in zip(rows, llamados)]


def la_lleva_el_asistente(tx: Transaction, contacto_id: int, now: datetime) -> bool:
    """Tell whether the assistant is having this conversation now: any advisor may read it and step in."""
    return bool(tx.one("asistente.cola.en_curso", contacto_id=contacto_id, desde=now - RECIENTE)["hay"])


def _charla(cipher: Cipher, row: Row, llamado: str) -> Charla:
    cuerpo = abrir_cuerpo(cipher, row["cuerpo"])
    estado: dict[str, Any] = (
        {} if row["estado_charla"] is None else cipher.unseal(row["estado_charla"], "turnos.estado")
    )
    return Charla(
        contacto_id=int(row["contacto_id"]),
        cliente=llamado,
        gestion=str(estado.get("form") or ""),
        ultimo=sin_numeros(dicho(cuerpo)),
        tipo=row["tipo"],
        desde=row["desde"],
        ultimo_en=row["ultimo"],
        mensajes=int(row["mensajes"]),
        folio=row["folio"],
    )
