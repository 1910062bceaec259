"""What shows that an application is the customer's own: kept with it, as the lender must be able to produce it
(Ley 2573 de 2026 art. 5.1 and 5.3: reasonable security at acquisition, dynamic burden of proof)."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from proalto.db.database import Row, Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.identificacion.contactos import Contacto
from proalto.services.mensajeria.bandeja_entrada import abrir_cuerpo

EVIDENCIA = "tramites.evidencia"


def reunir(
    tx: Transaction,
    cipher: Cipher,
    tramite_id: int,
    contacto: Contacto,
    radicado: str,
    datos: dict[str, str],
    now: datetime,
) -> dict[str, Any]:
    """Return the bundle: messages and files by wamid and SHA-256, consent, identity and codes, the answers."""
    autorizacion = tx.first("asistente.autorizacion.decision", contacto_id=contacto.id, finalidad="atencion") or {}
    sesion = tx.first("asistente.evidencia.sesion", contacto_id=contacto.id, now=now) or {}
    return {
        "radicado": radicado,
        "momento": now.isoformat(),
        "contacto": {"id": contacto.id, "telefono": contacto.address.phone, "bsuid": contacto.address.bsuid},
        "datos": datos,
        "autorizacion": _legible(autorizacion, "version", "sha256", "cadena"),
        "identidad": _legible(sesion, "nivel", "iniciada_en") or {"nivel": 0},
        "codigos": [
            _legible(row, "wamid_origen", "estado", "intentos", "creado_en")
            for row in tx.all("asistente.evidencia.codigos", contacto_id=contacto.id, now=now)
        ],
        "mensajes": [
            _mensaje(cipher, row)
            for row in tx.all("asistente.evidencia.mensajes", contacto_id=contacto.id, tramite_id=tramite_id)
        ],
        "documentos": [
            _legible(row, "wamid_origen", "requisito", "estado", "formato", "sha256", "revisado_en")
            for row in tx.all("asistente.evidencia.documentos", tramite_id=tramite_id)
        ],
    }


def huella(prueba: dict[str, Any]) -> str:
    """Return the SHA-256, in hexadecimal, of the bundle as JSON with sorted keys."""
    canonica = json.dumps(prueba, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonica.encode()).hexdigest()


def _mensaje(cipher: Cipher, row: Row) -> dict[str, Any]:
    cuerpo = json.dumps(abrir_cuerpo(cipher, row["cuerpo"]), ensure_ascii=False, sort_keys=True)
    return _legible(row, "wamid", "tipo", "recibido_en") | {"sha256": hashlib.sha256(cuerpo.encode()).hexdigest()}


def _legible(row: Row, *columnas: str) -> dict[str, Any]:
    valores = {columna: row[columna] for columna in columnas if row.get(columna) is not None}
    return {c: valor.isoformat() if isinstance(valor, datetime) else valor for c, valor in valores.items()}
