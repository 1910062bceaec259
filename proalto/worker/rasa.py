"""The worker's call to Rasa's channel: one turn, its replies; from whichever replica is up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from proalto.errors import OutsideError, ProAltoError
from proalto.worker.sondeo import Sondeo

# An action may take 8 s and the customer must be told of a delay within 15 s.
TIMEOUT = (2.0, 11.0)
SALUD, TURNO = "/webhooks/whatsapp/", "/webhooks/whatsapp/turno"


class RasaAway(OutsideError):
    """Rasa, its action server or its database cannot answer now; nothing of the turn was kept."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)


class TurnRefused(ProAltoError):
    """Rasa answered, but not with a turn: a bug, on which trying again is of little use."""


class RasaClient:
    """One session to all Rasa replicas; threads may share it.

    A replica keeps nothing between turns, so any may hold any turn; a contact keeps to one only to share the load.
    """

    def __init__(self, urls: Sequence[str], token: str) -> None:
        self._sondeo = Sondeo(urls, SALUD)
        self._session = requests.Session()
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=32)
        self._session.mount("http://", adapter)
        self._session.headers["Authorization"] = f"Bearer {token}"

    def disponible(self) -> bool:
        """Tell whether any replica is up, as far as is known: at most two seconds old."""
        self._sondeo.empezar()
        return bool(self._sondeo.en_pie())

    def turn(
        self, contacto_id: int, wamid: str, texto: str, payload: str, intento: int, segundos: float | None = None
    ) -> list[dict[str, Any]]:
        """Hold a turn and return what the assistant says; raise TurnRefused, or RasaAway: at once if all are down.

        `segundos`: how long to wait, when that is less than a turn may take.
        """
        self._sondeo.empezar()
        timeout = TIMEOUT if segundos is None else (min(segundos, TIMEOUT[0]), segundos)
        body = {"contacto_id": contacto_id, "wamid": wamid, "texto": texto, "payload": payload, "intento": intento}
        en_pie = self._sondeo.en_pie()
        primera = contacto_id % max(1, len(en_pie))
        for url in (*en_pie[primera:], *en_pie[:primera]):
            response = self._post(url, body, timeout)
            if response is not None:
                return _respuestas(response)
        raise RasaAway("no replica is up")

    def cerrar(self) -> None:
        """Ask the replicas no more."""
        self._sondeo.terminar()
        self._session.close()

    def _post(self, url: str, body: dict[str, Any], timeout: tuple[float, float]) -> requests.Response | None:
        """Return the answer, or None when nobody listens there: nothing was sent, another replica may take it."""
        try:
            response = self._session.post(url + TURNO, json=body, timeout=timeout)
        except requests.ConnectionError as error:
            if not _no_salio(error):
                raise RasaAway(type(error).__name__) from None  # its text may hold what the customer wrote
            self._sondeo.caida(url)
            return None
        except requests.RequestException as error:
            raise RasaAway(type(error).__name__) from None
        if response.status_code == requests.codes.ok:
            self._sondeo.contesto(url)  # under load a turn may be done while the question of health still waits
        return response


def _no_salio(error: requests.ConnectionError) -> bool:
    """Tell a refused connection from one that broke with the turn on its way."""
    return bool(error.args) and isinstance(getattr(error.args[0], "reason", None), NewConnectionError)


def _respuestas(response: requests.Response) -> list[dict[str, Any]]:
    if response.status_code == requests.codes.service_unavailable:
        raise RasaAway("HTTP 503")
    if response.status_code != requests.codes.ok:
        raise TurnRefused(f"HTTP {response.status_code}")
    replies: list[dict[str, Any]] = response.json()["respuestas"]
    return replies
