"""The ten business days to answer whoever was impersonated (Ley 2573 de 2026): supervisors hear of them in time.

The case's own clocks run in the team's hours and stop while it waits for the customer; this term stops for nothing.
"""

from __future__ import annotations

from datetime import date, datetime

from proalto.db.database import Database
from proalto.formats.dias_habiles import BOGOTA, sumar_dias_habiles
from proalto.services.atencion import alertas

FALTA_POCO, ES_HOY, PASO = AVISOS = ("ley_pronto", "ley_hoy", "ley_paso")
DIAS_ANTES = 2


def avisar(db: Database, now: datetime) -> int:
    """Leave the alerts that are due, once each; return how many are new. Safe to repeat, and for several at once."""
    hoy = now.astimezone(BOGOTA).date()
    with db.transaction() as tx:
        rows = tx.all("asistente.suplantaciones.por_responder", hasta=sumar_dias_habiles(hoy, DIAS_ANTES))
        return sum(alertas.alertar(tx, row["caso_id"], _cual(row["responder_hasta"], hoy), now) for row in rows)


def _cual(vence: date, hoy: date) -> str:
    if vence < hoy:
        return PASO
    return ES_HOY if vence == hoy else FALTA_POCO
