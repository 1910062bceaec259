"""What time it is elsewhere: the Date header of any web server."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

import requests

from proalto.errors import OutsideError

ESPERA = (3.05, 10)


class SinHora(OutsideError):
    """Nobody answered with a date."""


def hora_de(url: str) -> datetime:
    """Return what time the server at this address says it is, to the second; raise SinHora."""
    try:
        respuesta = requests.head(url, timeout=ESPERA, allow_redirects=False)
        return parsedate_to_datetime(respuesta.headers["Date"])
    except (requests.RequestException, KeyError, ValueError) as error:
        raise SinHora(type(error).__name__, permanent=False) from error
