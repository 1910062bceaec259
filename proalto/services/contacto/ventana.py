"""WhatsApp's customer service window: free text may be sent for 24 hours after the customer's newest message.

The one place that knows; the assistant, advisors and notices ask here. Outside it only a template may be sent.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from proalto.db.database import Transaction
from proalto.whatsapp.payloads import Payload

VENTANA = timedelta(hours=23, minutes=45)  # what is queued now may wait a little before it leaves
MARGEN = timedelta(minutes=14)  # ... and may still leave so much later: Meta's clock and ours are not the same


def cierra_en(tx: Transaction, contacto_id: int) -> datetime | None:
    """Return until when free text may be queued, which may be past; None if the contact never wrote."""
    cuando: datetime | None = tx.one("asistente.ventana.ultimo_suyo", contacto_id=contacto_id)["cuando"]
    return None if cuando is None else cuando + VENTANA


def abierta(tx: Transaction, contacto_id: int, now: datetime) -> bool:
    """Tell whether free text may be queued now."""
    cierre = cierra_en(tx, contacto_id)
    return cierre is not None and now < cierre


def puede_salir(tx: Transaction, contacto_id: int, cuerpo: Payload, now: datetime) -> bool:
    """Tell whether WhatsApp would take this message now: a template at any time, anything else within the window."""
    if cuerpo.get("type") == "template":
        return True
    cierre = cierra_en(tx, contacto_id)
    return cierre is not None and now < cierre + MARGEN
