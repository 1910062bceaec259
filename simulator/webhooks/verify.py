"""Meta's verification GET: does the product echo the challenge, and only for the right token?"""

import secrets
from dataclasses import dataclass

import requests

from simulator.settings import Settings


@dataclass(frozen=True)
class Verification:
    """What the product answered. wrong_token_refused: a false token did not get the challenge."""

    status: int
    echoed: bool
    wrong_token_refused: bool

    @property
    def ok(self) -> bool:
        """Would Meta accept this webhook?"""
        return self.status == 200 and self.echoed and self.wrong_token_refused


def verify(settings: Settings) -> Verification:
    """Ask twice, with the right token and with a wrong one; raise requests.RequestException."""
    right = _ask(settings.webhook_url, settings.verify_token)
    wrong = _ask(settings.webhook_url, settings.verify_token + "x")
    return Verification(right[0], right[1], wrong[0] != 200)


def _ask(url: str, token: str) -> tuple[int, bool]:
    challenge = str(secrets.randbelow(10**10))
    query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": token}
    response = requests.get(url, params=query, timeout=5)
    return response.status_code, response.text == challenge
