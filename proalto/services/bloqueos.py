"""Messages that may not leave: collection and advertising stop at once for whoever says "no fui yo"."""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Transaction
from proalto.services.plantillas import Clase, clase
from proalto.whatsapp.payloads import Payload

QUE_SE_DETIENE = (Clase.COBRANZA, Clase.PUBLICIDAD)
SUPLANTACION = "suplantacion"


def detener(
    tx: Transaction, contacto_id: int, motivo: str, now: datetime, *, caso_id: int | None, cedula_hmac: bytes | None
) -> None:
    """Stop collection and advertising for a contact, and wherever the same person is written to.

    Ley 2573 de 2026 art. 5.6: from the moment of the report, whoever makes it and however well they are known.
    """
    for cual in QUE_SE_DETIENE:
        tx.run(
            "asistente.bloqueos.bloquear",
            contacto_id=contacto_id,
            cedula_hmac=cedula_hmac,
            clase=cual.value,
            motivo=motivo,
            caso_id=caso_id,
            now=now,
        )


def puede_salir(tx: Transaction, contacto_id: int, cuerpo: Payload) -> bool:
    """Tell whether this message may leave now; asked when it leaves, so that what waits is stopped too."""
    nombre = (cuerpo.get("template") or {}).get("name")
    cual = clase(nombre) if nombre else None
    if cual not in QUE_SE_DETIENE:
        return True
    assert cual is not None
    return not tx.one("asistente.bloqueos.vigente", contacto_id=contacto_id, clase=cual.value)["bloqueada"]
