"""A contact with an inbox and an outbox; the clock agrees with PostgreSQL's, which dates the rows."""

from datetime import datetime, timezone

import pytest

from tests.worker.buzon import Buzon


@pytest.fixture
def buzon(app, contacto, reloj) -> Buzon:
    reloj.ahora = datetime.now(timezone.utc)
    buzon = Buzon(app, contacto)
    buzon.sql("DELETE FROM asistente.interruptores")  # a test before may have stopped sending for everybody
    return buzon
