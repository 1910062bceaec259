"""The worker's call to Rasa's channel: one turn, its replies."""

from __future__ import annotations

from typing import Any

import requests

from proalto.errors import OutsideError, ProAltoError

# An action may take 8 s and the customer must be told of a delay within 15 s.
TIMEOUT = (2.0, 11.0)


class RasaAway(OutsideError):
    """Rasa, its action server or its database cannot answer now; nothing of the turn was kept."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)


class TurnRefused(ProAltoError):
    """Rasa answered, but not with a turn: a bug, on which trying again is of little use."""


class RasaClient:
    """One session to one Rasa server; threads may share it."""

    def __init__(self, base_url: str, token: str) -> None:
        self._url = f"{base_url}/webhooks/whatsapp/turno"
        self._session = requests.Session()
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=32)
        self._session.mount("http://", adapter)
        self._session.headers["Authorization"] = f"Bearer {token}"

    def turn(
        self, contacto_id: int, wamid: str, texto: str, payload: str, intento: int, segundos: float | None = None
    ) -> list[dict[str, Any]]:
        """Hold a turn and return what the assistant says; raise RasaAway or TurnRefused.

        `segundos`: how long to wait, when that is less than a turn may take.
        """
        timeout = TIMEOUT if segundos is None else (min(segundos, TIMEOUT[0]), segundos)
        body = {"contacto_id": contacto_id, "wamid": wamid, "texto": texto, "payload": payload, "intento": intento}
        try:
            response = self._session.post(self._url, json=body, timeout=timeout)
        except requests.RequestException as error:
            raise RasaAway(type(error).__name__) from None  # its text may hold what the customer wrote
        if response.status_code == requests.codes.service_unavailable:
            raise RasaAway("HTTP 503")
        if response.status_code != requests.codes.ok:
            raise TurnRefused(f"HTTP {response.status_code}")
        replies: list[dict[str, Any]] = response.json()["respuestas"]
        return replies
