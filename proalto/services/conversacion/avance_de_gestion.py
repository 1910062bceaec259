"""What the assistant got so far in a conversation, and where it failed, for who takes over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from proalto.db.database import Transaction
from proalto.formats.cedula import enmascarar_cedula
from proalto.gateways.cipher import Cipher
from proalto.services.credito.tramites import DATOS
from proalto.services.mesa.tapado import sin_numeros

FALLBACK = "nlu_fallback"
FALLAS_DE = timedelta(days=7)
CUANTAS = 5
DOCUMENTO = "documento_identidad"
# What may be shown, in order; one-time codes and the answers of the identity protocol are not among them.
CAMPOS = (
    "nombres", DOCUMENTO, "municipio", "departamento", "pagaduria", "segmento", "monto", "plazo", "franja", "medio",
    "credito",
)  # fmt: skip


@dataclass(frozen=True)
class Gestion:
    """The errand under way: its form, if one is open, its application, and the answers so far."""

    formulario: str
    producto: str
    estado: str
    radicado: str | None
    datos: list[tuple[str, str]] = field(repr=False)


@dataclass(frozen=True)
class Falla:
    """Something that went wrong for the customer; `texto` is what was not understood."""

    clase: str
    cuando: datetime
    codigo: int | None = None
    texto: str = field(default="", repr=False)


def gestion(tx: Transaction, cipher: Cipher, contacto_id: int, *, revelar: bool) -> Gestion:
    """Return what is known of a contact's errand."""
    charla = tx.first("asistente.ficha.charla", contacto_id=contacto_id)
    estado: Mapping[str, Any] = {} if charla is None else cipher.unseal(charla["estado"], "turnos.estado")
    tramite = tx.first("asistente.ficha.tramite", contacto_id=contacto_id)
    datos = dict(estado.get("slots") or {})
    if tramite is not None:
        datos |= cipher.unseal(tramite["datos"], DATOS)
    return Gestion(
        formulario=str(estado.get("form") or ""),
        producto="" if tramite is None else tramite["producto"],
        estado="" if tramite is None else tramite["estado"],
        radicado=None if tramite is None else tramite["radicado"],
        datos=[(campo, _visible(campo, datos[campo], revelar=revelar)) for campo in CAMPOS if datos.get(campo)],
    )


def fallas(tx: Transaction, cipher: Cipher, contacto_id: int, now: datetime) -> list[Falla]:
    """Return the newest failures of the last days: not understood, not answered, not delivered."""
    desde = now - FALLAS_DE
    halladas = [
        Falla(row["clase"], row["cuando"], row["codigo"])
        for row in tx.all("asistente.ficha.fallas", contacto_id=contacto_id, desde=desde)
    ]
    for row in tx.all("asistente.ficha.turnos", contacto_id=contacto_id):
        dichos = cipher.unseal(row["eventos"], "turnos.eventos")
        halladas += [_no_entendida(dicho) for dicho in dichos if _es_fallback(dicho)]
    recientes = [falla for falla in halladas if falla.cuando > desde]
    return sorted(recientes, key=lambda falla: falla.cuando, reverse=True)[:CUANTAS]


def _es_fallback(dicho: Mapping[str, Any]) -> bool:
    intencion = (dicho.get("parse_data") or {}).get("intent") or {}
    return dicho.get("event") == "user" and intencion.get("name") == FALLBACK


def _no_entendida(dicho: Mapping[str, Any]) -> Falla:
    cuando = datetime.fromtimestamp(float(dicho.get("timestamp") or 0), timezone.utc)
    return Falla(FALLBACK, cuando, texto=sin_numeros(str(dicho.get("text") or "")))


def _visible(campo: str, valor: object, *, revelar: bool) -> str:
    return enmascarar_cedula(str(valor)) if campo == DOCUMENTO and not revelar else str(valor)
