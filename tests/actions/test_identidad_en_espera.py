"""A line that changed days ago: the code is right, and still nothing is shown; a right is not lost for that."""

from datetime import date, timedelta

import pytest

from actions.identidad import ValidateIdentidadForm
from proalto.services.identificacion import senales
from tests.actions.ayuda import Charla, codigo_recibido
from tests.legal.gente_de_datos import sql

EXPEDICION, CELULAR = date(1998, 5, 3), "573001234567"


@pytest.fixture
def cedula(app, nucleo, contacto):
    with app.db.transaction() as tx:  # somebody else began to write from this line an hour ago
        senales.anotar(tx, app.cipher, senales.NUMERO, contacto.id, None, "wamid.otro", app.now() - timedelta(hours=1))
    return nucleo.cliente(CELULAR, EXPEDICION)


def con_el_codigo_bueno(app, contacto, cedula, tramite):
    charla = Charla(app, contacto).abre("identidad_form", "fecha_expedicion", tramite=tramite, cedula=cedula)
    charla.dice("3 de mayo de 1998").valida(ValidateIdentidadForm)
    charla.abre("identidad_form", "codigo")
    return charla.dice(codigo_recibido(app, contacto)[1]).valida(ValidateIdentidadForm)


def radicadas(app, contacto):
    return sql(app, "SELECT derecho, estado FROM solicitudes_de_datos WHERE contacto_id = %s", contacto.id)


def test_L14_quien_pidio_conocer_sus_datos_queda_con_folio_y_plazo(app, contacto, cedula):
    dicho = con_el_codigo_bueno(app, contacto, cedula, "action_conocer_mis_datos")
    assert "Tu consulta sobre tus datos sí quedó registrada" in dicho.texto
    assert radicadas(app, contacto) == [("conocer", "en_curso")]
