"""The conversation as a person would read it: what the customer wrote and what the assistant said, in order."""

from __future__ import annotations

from typing import Any

from proalto.db.database import Transaction
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento.autorizacion import Finalidad, autoriza
from proalto.services.mensajeria.bandeja_entrada import abrir_cuerpo
from proalto.services.mensajeria.bandeja_salida import CUERPO

MENSAJES = 60


def transcribir(tx: Transaction, cipher: Cipher, contacto_id: int) -> list[dict[str, str]]:
    """Return the newest messages of both sides, the oldest first: {"de", "cuando" (ISO 8601, UTC), "texto"}."""
    recibidos = tx.all("asistente.bandeja_entrada.recientes", contacto_id=contacto_id, cuantos=MENSAJES)
    enviados = tx.all("asistente.bandeja_salida.recientes", contacto_id=contacto_id, cuantos=MENSAJES)
    lineas = [
        {
            "de": "cliente",
            "cuando": row["recibido_en"].isoformat(),
            "texto": dicho(abrir_cuerpo(cipher, row["cuerpo"])),
        }
        for row in recibidos
    ] + [
        {
            "de": "asistente",
            "cuando": row["creado_en"].isoformat(),
            "texto": mostrado(cipher.unseal(row["cuerpo"], CUERPO)),
        }
        for row in enviados
    ]
    return sorted(lineas, key=lambda linea: linea["cuando"])[-MENSAJES:]


def copiar(tx: Transaction, cipher: Cipher, contacto_id: int) -> list[dict[str, str]]:
    """Return the transcript to be kept elsewhere; of who has not authorized it, nothing: the inbox stays the only place
    with their words."""
    return transcribir(tx, cipher, contacto_id) if autoriza(tx, contacto_id, Finalidad.ATENCION) else []


def dicho(cuerpo: dict[str, str]) -> str:
    """Return the words of a customer's message: what was typed or tapped, a file's caption or its name."""
    return cuerpo["texto"] or cuerpo["opcion_titulo"] or cuerpo["leyenda"] or cuerpo["archivo"]


def mostrado(payload: dict[str, Any]) -> str:
    """Return the words of a Graph payload, whatever its type; of a file, its name and its caption."""
    if documento := payload.get("documento"):
        return " ".join(f"[{documento['nombre']}] {payload['leyenda']}".split())
    if "template" in payload:
        return _de_plantilla(payload["template"])
    interactivo = payload.get("interactive", {})
    cuerpo = payload.get("text") or interactivo.get("body") or {}
    return str(cuerpo.get("body") or cuerpo.get("text") or payload.get("type", ""))


def _de_plantilla(plantilla: dict[str, Any]) -> str:
    """Return a template's name and what filled it; its words are Meta's to keep."""
    partes = [parte for componente in plantilla.get("components", []) for parte in componente.get("parameters", [])]
    return f"{plantilla['name']}: {', '.join(str(parte['text']) for parte in partes if 'text' in parte)}"
