"""SMS by Twilio's REST API, and its in-memory twin."""

from __future__ import annotations

from typing import Protocol

import requests

from proalto.errors import OutsideError
from proalto.settings import TwilioSettings

TIMEOUT = (3.05, 10)
RETRY_STATUS = (429, 500, 502, 503, 504)


class SmsError(OutsideError):
    """Twilio refused the message or could not be reached."""


class SmsGateway(Protocol):
    """What sends an SMS: `phone` is E.164 digits without "+"; returns the provider's id of the message."""

    def send(self, phone: str, text: str) -> str: ...


class TwilioSms:
    """The real door (Twilio "Messages" resource, 2010-04-01)."""

    def __init__(self, settings: TwilioSettings, session: requests.Session | None = None) -> None:
        self._settings = settings
        self._session = session or requests.Session()
        self._url = f"{settings.api_url}/2010-04-01/Accounts/{settings.account_sid}/Messages.json"

    def send(self, phone: str, text: str) -> str:
        try:
            response = self._session.post(
                self._url,
                data={"To": f"+{phone}", "From": self._settings.sender, "Body": text},
                auth=(self._settings.account_sid, self._settings.auth_token),
                timeout=TIMEOUT,
            )
        except requests.RequestException as error:
            # The cause is cut off: its text holds the request, and with it the number.
            raise SmsError(type(error).__name__, permanent=False) from None
        if response.status_code != requests.codes.created:
            raise SmsError(f"HTTP {response.status_code}", permanent=response.status_code not in RETRY_STATUS)
        try:
            return str(response.json()["sid"])
        except (ValueError, KeyError, TypeError) as error:
            raise SmsError("no sid in the answer", permanent=True) from error


class MemorySms:
    """The twin: keeps what was sent; `fail_next` makes the next call fail."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.fail_next: SmsError | None = None

    def send(self, phone: str, text: str) -> str:
        if self.fail_next is not None:
            error, self.fail_next = self.fail_next, None
            raise error
        self.sent.append((phone, text))
        return f"SM{len(self.sent):032d}"
