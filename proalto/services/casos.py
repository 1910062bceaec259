"""Cases: what a person at ProAlto must attend, with the conversation that led to it and the time that was promised."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Database
from proalto.formats.dias_habiles import Horario, sumar_tiempo_habil
from proalto.gateways.cipher import Cipher
from proalto.services.contactos import Contacto
from proalto.services.transcripcion import transcribir

FOLIO_ALFABETO = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another when read aloud
FOLIO_LARGO = 7
HORARIO = Horario()
# Business minutes in which a person promises to write, by type of case.
PROMESA_MINUTOS = {
    "asesor": 120, "no_entendido": 120, "queja": 240, "enojo": 60, "fraude": 30, "crisis": 30, "datos": 240,
    "falla": 120, "credito_nuevo": 480, "renovacion": 240, "revision": 240, "paz_y_salvo": 240,
}  # fmt: skip


@dataclass(frozen=True)
class Caso:
    """An open case; `nuevo` is False when the contact had one of the same type already."""

    folio: str
    prometido_para: datetime
    nuevo: bool


def abrir_caso(
    db: Database,
    cipher: Cipher,
    contacto: Contacto,
    tipo: str,
    now: datetime,
    nota: Mapping[str, str] | None = None,
) -> Caso:
    """Open a case of this type with the transcript so far, or return the one that is open already.

    `nota` is what the advisor should know besides, as pairs of words; it ends the transcript, sealed with it.
    """
    with db.transaction() as tx:
        row = tx.first("asistente.casos.abierto", contacto_id=contacto.id, tipo=tipo, wamid=contacto.wamid, now=now)
        if row is not None:
            return Caso(row["folio"], row["prometido_para"], row["wamid_origen"] == contacto.wamid)
        folio = "A-" + "".join(secrets.choice(FOLIO_ALFABETO) for _ in range(FOLIO_LARGO))
        transcripcion = [*transcribir(tx, cipher, contacto.id), *_anotada(nota, now)]
        creado = tx.one(
            "asistente.casos.abrir",
            folio=folio,
            contacto_id=contacto.id,
            tipo=tipo,
            transcripcion=cipher.seal(transcripcion, f"casos:{folio}"),
            prometido_para=sumar_tiempo_habil(now, PROMESA_MINUTOS[tipo], HORARIO),
            wamid=contacto.wamid,
            now=now,
        )
    return Caso(creado["folio"], creado["prometido_para"], nuevo=True)


def _anotada(nota: Mapping[str, str] | None, now: datetime) -> list[dict[str, str]]:
    """Return the note as a line of the transcript, or none."""
    texto = "; ".join(f"{clave}: {valor}" for clave, valor in (nota or {}).items())
    return [{"de": "nota", "cuando": now.isoformat(), "texto": texto}] if texto else []
