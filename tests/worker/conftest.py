"""A contact with an inbox and an outbox; the clock agrees with PostgreSQL's, which dates the rows."""

from datetime import datetime, timezone

import pytest

from proalto.services.operacion.mantenimiento import Mantenimiento
from proalto.worker.atender import Atencion
from tests.mesa.conftest import nuevo_usuario
from tests.worker.buzon import Buzon
from tests.worker.rasa_caida import RasaMuerta


@pytest.fixture
def buzon(app, contacto, reloj) -> Buzon:
    reloj.ahora = datetime.now(timezone.utc)
    buzon = Buzon(app, contacto)
    buzon.sql("DELETE FROM asistente.interruptores")  # a test before may have stopped sending for everybody
    return buzon


@pytest.fixture
def caido(buzon):
    """A contact's inbox while Rasa is dead."""
    buzon.rasa = RasaMuerta()
    buzon.atencion = Atencion(buzon.app, buzon.rasa, Mantenimiento(buzon.app.whatsapp))
    buzon.atiende = lambda: buzon.atencion.atender(buzon.contacto.id)
    return buzon


@pytest.fixture
def laura(app):
    """An advisor."""
    return nuevo_usuario(app, nombre="Laura Gómez")
