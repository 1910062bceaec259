"""Messages whose own date cannot be true: kept, counted and shown to people, but nobody answers them.

Meta signs no time, so whoever got hold of an old webhook could send it again. A wamid is taken once for ever; beyond
that, Meta gives up after 7 days (reference: WhatsApp "Webhooks", retries), and clocks differ by little.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from proalto.db.database import Transaction

VIEJO, DEL_FUTURO = "viejo", "del_futuro"
MAS_VIEJO, MAS_ADELANTE = timedelta(days=7, hours=1), timedelta(minutes=5)


def motivo(enviado_en: datetime | None, now: datetime) -> str | None:
    """Return why a message of this date is put aside, or None; one without a date is Meta's own business."""
    if enviado_en is None:
        return None
    if enviado_en < now - MAS_VIEJO:
        return VIEJO
    return DEL_FUTURO if enviado_en > now + MAS_ADELANTE else None


def apartar(tx: Transaction, wamid: str, enviado_en: datetime | None, now: datetime) -> bool:
    """Put a message that was just stored aside, if its date asks for it; tell whether it did."""
    porque = motivo(enviado_en, now)
    if porque is not None:
        tx.run("asistente.cuarentena.apartar", wamid=wamid, motivo=porque)
    return porque is not None
