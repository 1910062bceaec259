"""Saldo: what is owed on each live crédito."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType

from actions.base import ProAltoAction
from actions.chat import Chat
from proalto.formats.fecha import fecha_en_palabras
from proalto.formats.pesos import pesos
from proalto.services.credito.saldo import RequiereAsesor, Saldo, SinCredito, TodoPagado, consultar_saldo

MAXIMO_DE_FILAS = 9  # a WhatsApp list has ten rows; the last one is for all of them


class ActionConsultarSaldo(ProAltoAction):
    """Say the saldo of the live crédito, or let the customer choose among several."""

    rasa_name = "action_consultar_saldo"

    def handle(self, chat: Chat) -> list[EventType]:
        try:
            saldos = consultar_saldo(self.app.db, self.app.nucleo, self.app.cipher, chat.contacto, self.app.now())
        except SinCredito:
            chat.say("utter_saldo_sin_credito")
        except TodoPagado:
            chat.say("utter_saldo_todo_pagado")
        except RequiereAsesor:
            chat.say("utter_saldo_con_asesor")
        else:
            _decir(chat, saldos)
        return []


def _decir(chat: Chat, saldos: list[Saldo]) -> None:
    pedido = chat.entidad("credito")
    elegidos = [saldo for saldo in saldos if pedido in (saldo.numero, "todos")]
    if len(saldos) > 1 and not elegidos:
        chat.say("utter_saldo_elegir", buttons=_filas(saldos), cuantos=len(saldos))
        return
    for saldo in elegidos or saldos:
        chat.say("utter_saldo_en_mora" if saldo.dias_mora else "utter_saldo", **_en_palabras(saldo))
    chat.algo_mas()


def _filas(saldos: list[Saldo]) -> list[dict[str, Any]]:
    return [
        {
            "title": f"…{saldo.numero[-6:]}",
            "payload": f'/consultar_saldo{{"credito": "{saldo.numero}"}}',
            "description": pesos(saldo.saldo),
        }
        for saldo in saldos[:MAXIMO_DE_FILAS]
    ]


def _en_palabras(saldo: Saldo) -> dict[str, Any]:
    """What domain.yml's placeholders show; a dash stands for what the lender's database does not tell."""
    return {
        "credito": f"…{saldo.numero[-6:]}",
        "saldo": pesos(saldo.saldo),
        "cuotas_pagadas": _o_guion(saldo.cuotas_pagadas),
        "cuotas_totales": _o_guion(saldo.cuotas_totales),
        "valor_cuota": "—" if saldo.valor_cuota is None else pesos(saldo.valor_cuota),
        "proximo_descuento": "—" if saldo.proximo_descuento is None else fecha_en_palabras(saldo.proximo_descuento),
        "dias_mora": str(saldo.dias_mora),
    }


def _o_guion(valor: int | None) -> str:
    return "—" if valor is None else str(valor)
