"""What a phone holds. These records change in place: the store's lock guards them."""

import secrets
from base64 import b64encode
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

Json = dict[str, Any]
RANK = {"pendiente": 0, "enviado": 1, "entregado": 2, "leido": 3}


def new_wamid() -> str:
    """A message id that looks like Meta's."""
    return "wamid.HBgM" + b64encode(secrets.token_bytes(27)).decode()


def iso(at: float) -> str:
    """Unix seconds as ISO 8601 in UTC, with milliseconds."""
    return datetime.fromtimestamp(at, timezone.utc).isoformat(timespec="milliseconds")


@dataclass
class ChatMessage:
    """One bubble. de: "negocio" or "cliente"; bubble: what to draw (see graph.render and phones.inbound)."""

    id: str
    de: str
    tipo: str
    at: float
    bubble: Json
    estado: str = "enviado"
    cita: str = ""
    reacciones: dict[str, str] = field(default_factory=dict)
    error: Json | None = None

    def as_json(self) -> Json:
        """The shape that tests and the page read."""
        base: Json = {"id": self.id, "de": self.de, "tipo": self.tipo, "hora": iso(self.at)}
        base |= {"estado": self.estado, "cita": self.cita, "reacciones": dict(self.reacciones)}
        return base | {"error": self.error, "texto": "", "opciones": []} | self.bubble


@dataclass(frozen=True)
class Sms:
    """One text message in the inbox of a phone."""

    sid: str
    de: str
    texto: str
    at: float

    def as_json(self) -> Json:
        """The shape that tests and the page read."""
        return {"sid": self.sid, "de": self.de, "texto": self.texto, "hora": iso(self.at)}


@dataclass
class Phone:
    """A simulated phone. numero: digits, no plus; bsuid: business-scoped user id."""

    id: str
    nombre: str
    numero: str
    bsuid: str
    solo_bsuid: bool
    messages: OrderedDict[str, ChatMessage] = field(default_factory=OrderedDict)
    sms: list[Sms] = field(default_factory=list)
    window_opened_at: float | None = None
    typing_until: float = 0.0

    def as_json(self) -> Json:
        """Who the phone is, without its messages."""
        return {
            "id": self.id,
            "nombre": self.nombre,
            "numero": self.numero,
            "bsuid": self.bsuid,
            "solo_bsuid": self.solo_bsuid,
        }
