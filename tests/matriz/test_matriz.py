"""The matrix: form x step x interruption. After each interruption the customer goes on, and the errand is done.

The forms and steps are those of domain.yml. A new one without its entry in rutas.py fails here.
"""

from __future__ import annotations

import inspect
import re

import pytest

from tests.matriz.interrupciones import INTERRUPCIONES, Interrupcion, Regla
from tests.matriz.mundo import acciones
from tests.matriz.persona import SALDO, Persona
from tests.matriz.rutas import REMEDIOS, RUTAS, Ruta, Toca
from tests.tree.arbol import dominio

pytestmark = pytest.mark.e2e
FORMULARIOS = {nombre: set(partes["required_slots"]) for nombre, partes in dominio()["forms"].items()}
CASILLAS = [
    pytest.param(ruta, slot, interrupcion, id=f"{ruta.formulario}.{slot}-{interrupcion.nombre}")
    for ruta in RUTAS
    for slot, paso in ruta.pasos.items()
    for interrupcion in INTERRUPCIONES
    if interrupcion.nombre not in paso.salvo and (not ruta.solo or interrupcion.nombre in ruta.solo)
]
CORRECCIONES = [
    pytest.param(ruta, antes, despues, id=f"{ruta.formulario}.{antes}-desde-{despues}")
    for ruta in RUTAS
    for indice, (antes, paso) in enumerate(ruta.pasos.items())
    if paso.corrige
    for despues in list(ruta.pasos)[indice + 1 :]
]


@pytest.mark.parametrize("formulario", FORMULARIOS)
def test_cada_formulario_y_cada_paso_tienen_su_ruta(formulario: str) -> None:
    con_ruta = {slot for ruta in RUTAS if ruta.formulario == formulario for slot in ruta.pasos}
    faltan = FORMULARIOS[formulario] - con_ruta
    assert not faltan, (
        f"{formulario} pide {sorted(faltan)}: di cómo se llega y qué se responde en tests/matriz/rutas.py"
    )
    assert con_ruta <= FORMULARIOS[formulario], "tests/matriz/rutas.py knows steps that domain.yml no longer has"


@pytest.mark.parametrize(("ruta", "slot", "interrupcion"), CASILLAS)
def test_casilla(persona: Persona, ruta: Ruta, slot: str, interrupcion: Interrupcion) -> None:
    for dicho in ruta.antes:
        persona.dice(dicho)
    persona.llega_a(ruta.pide, ruta.formulario, slot)
    persona.de_antes = persona.casos()  # a correction has its own
    *previos, ultimo = interrupcion.dice
    for dicho in previos:
        persona.dice(dicho)
    regla = interrupcion.regla_en(ruta.formulario)
    if regla is Regla.AVANZA:
        persona.dice(ultimo)
        persona.responde()
    else:
        persona.dice(ultimo)
    COMPROBAR[regla](persona, ruta, slot, interrupcion)
    assert "utter_falla" not in persona.turno.respuestas


def sigue(persona: Persona, ruta: Ruta, slot: str, interrupcion: Interrupcion) -> None:
    if ruta.formulario not in interrupcion.en:
        dijo(persona, interrupcion.dicen)
    pregunta(persona, ruta.formulario, slot)
    termina(persona, ruta)


def calla(persona: Persona, ruta: Ruta, slot: str, interrupcion: Interrupcion) -> None:
    assert persona.texto == ""
    assert persona.paso == (ruta.formulario, slot)
    termina(persona, ruta)


def deja(persona: Persona, ruta: Ruta, slot: str, interrupcion: Interrupcion) -> None:
    dijo(persona, interrupcion.dicen)
    assert persona.turno.formulario == "", f"{persona.turno.formulario} was not left: {persona.texto}"
    persona.dice(ruta.pide)
    empieza = persona.turno.pedido in {"autorizacion", *list(ruta.pasos)[:1], "cedula"}
    assert empieza or set(REMEDIOS) & set(persona.turno.respuestas), persona.texto
    termina(persona, ruta)


def menu_despues(persona: Persona, ruta: Ruta, slot: str, interrupcion: Interrupcion) -> None:
    pregunta(persona, ruta.formulario, slot)
    persona.termina()
    dijo(persona, ("utter_menu",))
    persona.dice(ruta.pide)
    termina(persona, ruta)


def persona_(persona: Persona, ruta: Ruta, slot: str, interrupcion: Interrupcion) -> None:
    casos = [caso for caso in persona.casos() if caso not in persona.de_antes]
    assert [tipo for tipo, _ in casos] == [interrupcion.caso], persona.texto
    assert casos[0][1] in persona.texto
    deja(persona, ruta, slot, interrupcion)


def cambia(persona: Persona, ruta: Ruta, slot: str, interrupcion: Interrupcion) -> None:
    assert persona.texto
    if persona.turno.formulario:
        pregunta(persona, *persona.paso)
    persona.termina()
    if ruta.termina not in persona.turno.respuestas:
        # While the other errand's answer waits with buttons of its own, the first is taken up by asking for it.
        persona.dice(Toca("Sí, sigamos") if persona.ofrece("Sí, sigamos") else ruta.pide)
    termina(persona, ruta)


def vuelve(persona: Persona, ruta: Ruta, slot: str, interrupcion: Interrupcion) -> None:
    dijo(persona, ("utter_volver", "utter_volver_sin_tramite"))
    assert persona.turno.formulario == ruta.formulario
    assert not preguntas(ruta.formulario, slot) & set(persona.turno.respuestas), "one question at a time"
    persona.dice(Toca("Sí, sigamos"))
    pregunta(persona, *persona.paso)
    termina(persona, ruta)


def avanza(persona: Persona, ruta: Ruta, slot: str, interrupcion: Interrupcion) -> None:
    assert not {"utter_volver", "utter_volver_sin_tramite"} & set(persona.turno.respuestas)
    assert persona.texto
    termina(persona, ruta)


COMPROBAR = {
    Regla.SIGUE: sigue, Regla.CALLA: calla, Regla.DEJA: deja, Regla.PERSONA: persona_, Regla.CAMBIA: cambia,
    Regla.VUELVE: vuelve, Regla.AVANZA: avanza, Regla.MENU_DESPUES: menu_despues,
}  # fmt: skip


@pytest.mark.parametrize(("ruta", "antes", "despues"), CORRECCIONES)
def test_una_respuesta_anterior_se_corrige(persona: Persona, ruta: Ruta, antes: str, despues: str) -> None:
    persona.llega_a(ruta.pide, ruta.formulario, despues, equivocada=antes)
    for dicho in ruta.pasos[antes].corrige:
        persona.dice(dicho)
    assert "utter_no_entendi_en_formulario" not in persona.turno.respuestas
    termina(persona, ruta)


def dijo(persona: Persona, dicen: tuple[str, ...]) -> None:
    assert not dicen or set(dicen) & set(persona.turno.respuestas), f"{persona.turno}: {persona.texto}"


def pregunta(persona: Persona, formulario: str, slot: str) -> None:
    assert persona.paso == (formulario, slot), f"{persona.turno}: {persona.texto}"
    assert preguntas(formulario, slot) & set(persona.turno.respuestas), f"{persona.turno}: {persona.texto}"


def termina(persona: Persona, ruta: Ruta) -> None:
    persona.termina()
    assert ruta.termina in persona.turno.respuestas, f"{persona.turno}: {persona.texto}"
    assert ruta.termina != "utter_saldo" or SALDO in persona.texto


def preguntas(formulario: str, slot: str) -> set[str]:
    """Return the responses that ask for a slot: its utter_ask_, or what its action_ask_ says."""
    nombre = f"ask_{formulario}_{slot}"
    if f"action_{nombre}" in acciones():
        return set(re.findall(r'say\(\s*f?"(utter_\w+)', inspect.getsource(acciones()[f"action_{nombre}"])))
    return {f"utter_{nombre}"}
