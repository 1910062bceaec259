"""Rasa's process has an environment; here there is one test after another."""

import pytest

from proalto.channel import mends
from proalto.channel.mends import acciones


@pytest.fixture(autouse=True)
def ficha(monkeypatch):
    monkeypatch.setattr(acciones, "_ficha", lambda: "ficha-de-prueba")


@pytest.fixture(scope="module")
def remendado():
    mends.apply()
