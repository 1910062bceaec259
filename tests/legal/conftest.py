"""The clock of these tests agrees with PostgreSQL's, which dates some rows."""

from datetime import datetime, timezone

import pytest

from proalto.services.usuarios import Usuario
from tests.legal import cliente_completo
from tests.legal.cliente_completo import Cliente
from tests.services.gente import persona


@pytest.fixture
def laura(app) -> Usuario:
    """An advisor."""
    return persona(app)


@pytest.fixture
def ana(app, nucleo, reloj, laura) -> Cliente:
    """A customer who owes nothing and left something in every store."""
    reloj.ahora = datetime.now(timezone.utc)
    return cliente_completo.nuevo(app, nucleo).vive(laura.id)
