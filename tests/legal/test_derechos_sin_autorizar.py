"""L-14: a right needs no authorization: who never gave one proves who they are in the chat, and hears what is kept."""

from __future__ import annotations

import pytest

from proalto.db.database import atendiendo
from tests.matriz.conftest import mundo, persona
from tests.matriz.persona import Persona
from tests.matriz.rutas import RUTAS

__all__ = ["mundo", "persona"]
pytestmark = pytest.mark.e2e
IDENTIDAD = next(ruta for ruta in RUTAS if ruta.formulario == "identidad_form")


def slots_guardados(quien: Persona) -> dict[str, object]:
    """Return what the newest turn keeps in its slots."""
    app = quien.mundo.app
    with atendiendo(quien.contacto_id), app.db.transaction() as tx:
        [turno] = tx.all("asistente.turnos.ultimos", contacto_id=quien.contacto_id, cuantos=1)
    return dict(app.cipher.unseal(turno["estado"], "turnos.estado")["slots"])


def test_L14_quien_nunca_autorizo_prueba_quien_es_y_conoce_sus_datos(persona):
    assert "cédula" in persona.dice("quiero saber qué datos tienen de mí")
    assert "fecha de expedición" in persona.dice(persona.cedula)
    assert slots_guardados(persona)["cedula"] == persona.cedula  # else the date could be compared with nothing
    assert "código" in persona.dice(IDENTIDAD.pasos["fecha_expedicion"].responde)
    assert persona.paso == ("identidad_form", "codigo")
    assert "Aquí tienes todo lo que guardamos sobre ti" in persona.dice("{codigo}")
    assert {"cedula", "fecha_expedicion", "codigo"} & set(slots_guardados(persona)) == set()
