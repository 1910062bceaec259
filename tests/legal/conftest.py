"""The clock of these tests agrees with PostgreSQL's, which dates some rows."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from proalto.services.atencion.casos import abrir_caso
from proalto.services.contacto import reglas_de_contacto
from proalto.services.mesa.usuarios import Rol, Usuario
from tests.conftest import conectar
from tests.legal import cliente_completo
from tests.legal.cliente_completo import Cliente
from tests.legal.gente_de_datos import sql
from tests.legal.reglas import HUELLA, autoriza, de_cada_clase
from tests.mesa.conftest import nuevo_usuario
from tests.services.gente import persona
from tests.worker.buzon import Buzon


@pytest.fixture
def laura(app) -> Usuario:
    """An advisor."""
    return persona(app)


@pytest.fixture
def ana(app, nucleo, reloj, laura) -> Cliente:
    """A customer who owes nothing and left something in every store."""
    reloj.ahora = datetime.now(timezone.utc)
    return cliente_completo.nuevo(app, nucleo).vive(laura.id)


@pytest.fixture
def cada_clase(app, monkeypatch):
    """Each class has its template, and nobody has been tried yet."""
    de_cada_clase(monkeypatch)
    with conectar(app.settings.database_url).cursor() as cursor:
        cursor.execute("DELETE FROM asistente.intentos_de_contacto")


@pytest.fixture
def deudor(app, contacto):
    """Somebody who owes, and who lets us write to them by WhatsApp about it."""
    autoriza(app, contacto, HUELLA)
    return Buzon(app, contacto)


@pytest.fixture
def con_permiso(monkeypatch):
    """The consent ledger says that this customer accepts advertising."""
    monkeypatch.setattr(reglas_de_contacto, "autoriza", lambda tx, contacto_id, finalidad: True)


@pytest.fixture
def los_de_fraude(app):
    """(an advisor of fraud, a supervisor, an auditor), each with a browser at the desk."""
    return [nuevo_usuario(app, rol) for rol in (Rol.ASESOR, Rol.SUPERVISOR, Rol.AUDITOR)]


@pytest.fixture
def folio(app, contacto):
    """The case of somebody who says that it was not them."""
    return abrir_caso(app.db, app.cipher, contacto, "fraude", app.now()).folio


@pytest.fixture
def andres(app):
    return nuevo_usuario(app, nombre="Andrés Rojas")


@pytest.fixture
def nada_mas_por_revisar(app):
    """A test looks at its own requests: those of others have been looked at."""
    sql(app, "UPDATE solicitudes_de_datos SET revisar_en = 'infinity'")
