"""A customer on WhatsApp: writes and taps by signed webhooks, reads what reaches the Graph API."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
import uuid
from typing import Any

import requests

from tests.e2e.doble import GraphDouble, opciones_de, texto_de

_serie = itertools.count(1)


class Meta:
    """What Meta knows of the business: where its webhook is, and the secret to sign with."""

    def __init__(self, url: str, secreto: str, phone_number_id: str, graph: GraphDouble) -> None:
        self.url, self.secreto, self.phone_number_id, self.graph = url, secreto, phone_number_id, graph
        self.sesion = requests.Session()

    def enviar(self, cuerpo: bytes, firma: str | None = None) -> requests.Response:
        huella = hmac.new(self.secreto.encode(), cuerpo, hashlib.sha256).hexdigest()
        cabeceras = {"X-Hub-Signature-256": firma or f"sha256={huella}", "Content-Type": "application/json"}
        return self.sesion.post(self.url, data=cuerpo, headers=cabeceras, timeout=10)

    def sobre(self, *valores: dict[str, Any]) -> bytes:
        metadata = {"display_phone_number": "576017450000", "phone_number_id": self.phone_number_id}
        cambios = [
            {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata} | valor}
            for valor in valores
        ]
        envelope = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": cambios}]}
        return json.dumps(envelope, ensure_ascii=True).encode()


class Cliente:
    """One person; `telefono` None makes a sender with only a BSUID."""

    def __init__(self, meta: Meta, telefono: str | None = None, bsuid: str | None = None) -> None:
        self.meta = meta
        self.telefono = telefono or (None if bsuid else f"5730{uuid.uuid4().int % 10**8:08d}")
        self.bsuid = bsuid
        self.leidos = 0

    @property
    def destino(self) -> str:
        return self.telefono or self.bsuid or ""

    def mensaje(self, tipo: str, contenido: dict[str, Any]) -> dict[str, Any]:
        """Return one webhook value with a message of this customer."""
        quien = {"from": self.telefono} if self.telefono else {}
        quien |= {"from_user_id": self.bsuid} if self.bsuid else {}
        contacto: dict[str, Any] = {"profile": {"name": "Cliente"}}
        contacto |= {"wa_id": self.telefono} if self.telefono else {}
        contacto |= {"user_id": self.bsuid} if self.bsuid else {}
        wamid = f"wamid.entrada.{uuid.uuid4().hex}.{next(_serie)}"
        base = {"id": wamid, "timestamp": str(int(time.time())), "type": tipo, tipo: contenido}
        return {"contacts": [contacto], "messages": [quien | base]}

    def escribe(self, texto: str, respuestas: int = 1) -> str:
        """Write, wait for so many new messages, and return their words joined."""
        return self._manda(self.mensaje("text", {"body": texto}), respuestas)

    def toca(self, titulo: str, respuestas: int = 1) -> str:
        """Tap a choice of the newest message that offers it."""
        ofrecidas = [opciones_de(m) for m in self.meta.graph.para(self.destino)]
        tipo, id = next(o[titulo] for o in reversed(ofrecidas) if titulo in o)
        return self._manda(self.mensaje("interactive", {"type": tipo, tipo: {"id": id, "title": titulo}}), respuestas)

    def manda(self, tipo: str, contenido: dict[str, Any], respuestas: int = 1) -> str:
        """Send a message of another type."""
        return self._manda(self.mensaje(tipo, contenido), respuestas)

    def codigo(self, sms: bool = False) -> str:
        """Return the newest code that reached this phone by WhatsApp template."""
        plantillas = [m for m in self.meta.graph.para(self.telefono) if m["type"] == "template"]
        return texto_de(plantillas[-1])

    def _manda(self, valor: dict[str, Any], respuestas: int) -> str:
        self.leidos = len(self.meta.graph.para(self.destino))
        assert self.meta.enviar(self.meta.sobre(valor)).status_code == 200
        return self.lee(respuestas)

    def lee(self, respuestas: int = 1, segundos: float = 25.0) -> str:
        """Wait for so many messages after the last ones that were read."""
        if not respuestas:
            return ""
        todos = self.meta.graph.esperar(self.leidos + respuestas, self.destino, segundos)
        nuevos, self.leidos = todos[self.leidos :], len(todos)
        return "\n---\n".join(texto_de(m) for m in nuevos)
