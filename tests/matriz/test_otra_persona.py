"""Two people on one phone, with the trained model: what the first one saw is gone for the second."""

from __future__ import annotations

import pytest

from tests.matriz.persona import SALDO, Persona
from tests.matriz.rutas import Toca

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("palabras", ["soy otra persona", "Cerrar sesión"])
def test_soy_otra_persona_no_deja_nada_de_la_primera(persona: Persona, palabras: str) -> None:
    persona.dice("cuánto debo")
    persona.dice(Toca("Acepto"))
    persona.termina()
    assert SALDO in persona.texto
    assert "cerré la sesión anterior" in persona.dice(palabras)
    assert persona.turno.formulario == ""
    tracker = persona.mundo.memoria
    guardado = persona.mundo._esperar(tracker.retrieve(str(persona.contacto_id)))
    llenos = {nombre: slot.value for nombre, slot in guardado.slots.items() if slot.value not in (None, False)}
    assert persona.cedula not in str(llenos) and not {"cedula", "tramite", "propuesta"} & set(llenos)
    persona.dice("cuánto debo")
    assert persona.paso == ("identidad_form", "cedula") and SALDO not in persona.texto


def test_en_mitad_de_la_identificacion_tambien(persona: Persona) -> None:
    persona.dice("cuánto debo")
    persona.dice(Toca("Acepto"))
    persona.dice(persona.cedula)
    assert persona.paso == ("identidad_form", "fecha_expedicion")
    assert "cerré la sesión anterior" in persona.dice("soy otra persona")
    persona.dice("cuánto debo")
    assert persona.paso == ("identidad_form", "cedula")
