"""What a turn may ask of others: calls to the action server, and statements to PostgreSQL in Rasa and its actions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from proalto.db.database import Transaction
from tests.matriz.mundo import Acciones, RasaAqui
from tests.matriz.persona import SALDO, Persona

pytestmark = pytest.mark.e2e


@dataclass
class Costo:
    """The actions that were called during turns, and the named statements that were run."""

    acciones: list[str] = field(default_factory=list)
    sentencias: list[str] = field(default_factory=list)


@pytest.fixture
def costo(monkeypatch: pytest.MonkeyPatch) -> Costo:
    """Count what happens inside Rasa's channel, and not what canal and worker do around it."""
    costo, dentro = Costo(), []
    request, todas, correr, turno = Acciones.request, Transaction.all, Transaction.run, RasaAqui.turn

    @contextmanager
    def abierto() -> Iterator[None]:
        dentro.append(1)
        yield
        dentro.clear()

    async def llamar(self: Acciones, method: str = "post", **kwargs: Any) -> Any:
        costo.acciones.append(kwargs["json"]["next_action"])
        return await request(self, method, **kwargs)

    def contar(metodo: Any) -> Any:
        def contada(self: Transaction, name: str, **params: Any) -> Any:
            if dentro:
                costo.sentencias.append(name)
            return metodo(self, name, **params)

        return contada

    def en_rasa(self: RasaAqui, *args: Any, **kwargs: Any) -> Any:
        with abierto():
            return turno(self, *args, **kwargs)

    monkeypatch.setattr(Acciones, "request", llamar)
    monkeypatch.setattr(Transaction, "all", contar(todas))
    monkeypatch.setattr(Transaction, "run", contar(correr))
    monkeypatch.setattr(RasaAqui, "turn", en_rasa)
    return costo


@pytest.fixture
def identificada(persona: Persona) -> Persona:
    """A customer who has proved who they are, and has seen the balance."""
    persona.dice("saldo")
    persona.termina()
    assert SALDO in persona.texto
    return persona


@pytest.mark.parametrize(
    "dicho, acciones, sentencias",
    [
        ("¿cuánto debo?", ["action_consultar_saldo"], 12),
        ("menú", ["action_menu"], 8),
        ("hola", ["action_saludar"], 9),
        ("¿cuáles son los requisitos?", [], 6),
        ("gracias", [], 6),
        ("¿en qué va mi solicitud?", ["action_consultar_estado_solicitud"], 14),
        ("xkcd brrr qwer", ["action_no_entendi"], 9),
    ],
)
def test_un_turno_pide_poco(identificada, costo, dicho, acciones, sentencias):
    costo.acciones.clear()
    costo.sentencias.clear()
    identificada.dice(dicho)
    assert costo.acciones == acciones
    assert len(costo.sentencias) <= sentencias, "\n".join(costo.sentencias)
    assert costo.sentencias.count("asistente.turnos.ultimos") == costo.sentencias.count("asistente.turnos.guardar") == 1


def test_un_paso_de_un_formulario_llama_una_vez_a_su_validacion(persona, costo):
    persona.llega_a("quiero pedir un préstamo", "credito_nuevo_form", "municipio")
    costo.acciones.clear()
    persona.responde()
    assert costo.acciones == ["validate_credito_nuevo_form"]
