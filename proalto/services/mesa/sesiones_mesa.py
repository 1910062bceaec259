"""Open doors of the desk. The browser holds a random token; here is only its SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from proalto.db.database import Database, Row, Transaction

OCIO = timedelta(minutes=15)
TOTAL = timedelta(hours=8)
ANOTAR_CADA = timedelta(seconds=20)  # a page that asks often does not write each time
BYTES = 32


def abrir(tx: Transaction, usuario_id: int, now: datetime, *, completa: bool) -> str:
    """Return the token of a new session; one that is not `completa` waits for the second factor."""
    token = secrets.token_urlsafe(BYTES)
    tx.run("asistente.sesiones_mesa.olvidar", now=now)
    tx.run("asistente.sesiones_mesa.abrir", huella=_huella(token), usuario_id=usuario_id, completa=completa, now=now)
    if completa:
        tx.run("asistente.sesiones_mesa.usar", huella=_huella(token), now=now)
    return token


def viva(db: Database, token: str, now: datetime, *, cuenta: bool) -> Row | None:
    """Return the open session and the columns of who came through it, or None.

    `cuenta`: a person asked, so they are still there; what a page asks by itself does not keep the door open.
    """
    with db.transaction() as tx:
        row = tx.first("asistente.sesiones_mesa.viva", huella=_huella(token), now=now, ocio=OCIO, total=TOTAL)
        if row is not None and cuenta and now - row["usada_en"] >= ANOTAR_CADA:
            tx.run("asistente.sesiones_mesa.usar", huella=_huella(token), now=now)
    return row


def cerrar(tx: Transaction, token: str, now: datetime) -> int | None:
    """Close one session; return whose it was, or None if it was closed already."""
    row = tx.first("asistente.sesiones_mesa.cerrar", huella=_huella(token), now=now)
    return int(row["usuario_id"]) if row else None


def cerrar_todas(tx: Transaction, usuario_id: int, now: datetime) -> None:
    """Close every session of one person: their password, their role or their work ended."""
    tx.run("asistente.sesiones_mesa.cerrar_de_usuario", usuario_id=usuario_id, now=now)


def _huella(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
