"""How a contact's cases are doing, as it is told to them: their own only, so no identity is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from proalto.db.database import Database, Row, Transaction
from proalto.services.atencion import relojes
from proalto.services.identificacion.contactos import Contacto

CERRADO_HACE = timedelta(days=7)


class Etapa(str, Enum):
    """Where a case is; the words of each are in domain.yml (utter_estado_caso_...)."""

    ESPERA_ASESOR = "espera_asesor"
    CON_ASESOR = "con_asesor"  # somebody has it and has not written yet
    EN_ATENCION = "en_atencion"
    ESPERA_CLIENTE = "espera_cliente"
    CERRADO = "cerrado"


@dataclass(frozen=True)
class EstadoDeCaso:
    """One case. `prometido_para`: what comes next is promised for then; None while it waits for the customer."""

    folio: str
    etapa: Etapa
    asesor: str
    abierto_en: datetime
    prometido_para: datetime | None
    vencido: bool
    cerrado_en: datetime | None


def consultar_caso(db: Database, contacto: Contacto, now: datetime) -> list[EstadoDeCaso]:
    """Return the contact's open cases, the oldest first, and after them the last one closed within seven days."""
    with db.transaction() as tx:
        rows = tx.all("asistente.estado_de_casos.del_contacto", contacto_id=contacto.id, desde=now - CERRADO_HACE)
        return [_estado(tx, row, now) for row in rows]


def _estado(tx: Transaction, row: Row, now: datetime) -> EstadoDeCaso:
    etapa = _etapa(row)
    que_sigue = relojes.RESPUESTA if row["respondido_en"] is None else relojes.SOLUCION
    reloj = relojes.de_caso(tx, row["id"]).get(que_sigue)
    vence = reloj.vence if reloj else None
    # A pause ends what may be reproached; a case from before there were clocks has what was promised when it opened.
    if reloj is None and etapa in (Etapa.ESPERA_ASESOR, Etapa.CON_ASESOR):
        vence = row["prometido_para"]
    vencido = vence is not None and now > vence
    nombre = (row["asesor"] or "").split(" ")[0]
    return EstadoDeCaso(row["folio"], etapa, nombre, row["creado_en"], vence, vencido, row["cerrado_en"])


def _etapa(row: Row) -> Etapa:
    if row["estado"] == "cerrado":
        return Etapa.CERRADO
    if row["estado"] == "en_pausa":
        return Etapa.ESPERA_CLIENTE
    if row["asesor"] is None:
        return Etapa.ESPERA_ASESOR
    return Etapa.CON_ASESOR if row["respondido_en"] is None else Etapa.EN_ATENCION
