"""The figures of a renewal, put into the words of domain.yml."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from actions.chat import Chat
from proalto.formats.fecha import fecha_en_palabras
from proalto.formats.pesos import pesos
from proalto.formats.plazo import meses
from proalto.formats.tasa import tasa
from proalto.services.credito.elegibilidad import ANO, Motivo
from proalto.services.credito.ofertas import Oferta, Terminos, simular
from proalto.services.credito.renovacion import Evaluacion, NoElegible
from proalto.services.credito.simulador import PLAZO, FueraDeLimites

MAXIMO_DE_FILAS = 10  # of a WhatsApp list


def decir_oferta(chat: Chat, credito: str, oferta: Oferta) -> None:
    """Say what the lender offers, and that it is no approval."""
    vence_en = fecha_en_palabras(oferta.vence_en)
    chat.say("utter_renovacion_oferta", credito=corto(credito), vence_en=vence_en, **_en_palabras(oferta.terminos))
    chat.say("utter_renovacion_condiciones")


def decir_terminos(chat: Chat, oferta: Oferta, terminos: Terminos) -> None:
    """Say what other terms would cost, and what our figure leaves out when the lender's does not."""
    chat.say("utter_renovacion_terminos", **_en_palabras(terminos))
    if oferta.con_cargos and terminos != oferta.terminos:
        chat.say("utter_renovacion_sin_cargos")


def decir_plazos(chat: Chat, credito: str, oferta: Oferta, monto: Decimal) -> None:
    """Show the instalment of each whole number of years within reach."""
    desde, hasta = oferta.plazo_minimo, oferta.plazo_maximo
    plazos = [plazo for plazo in range(ANO, hasta + 1, ANO) if plazo >= desde]
    botones = [_boton(credito, simular(oferta, plazo, monto)) for plazo in plazos[:MAXIMO_DE_FILAS]]
    if oferta.con_cargos:
        chat.say("utter_renovacion_sin_cargos")
    chat.say("utter_renovacion_plazos", buttons=botones, monto=pesos(monto), minimo=meses(desde), maximo=meses(hasta))


def decir_limites(chat: Chat, error: FueraDeLimites) -> None:
    """Say how far the term or the amount may go."""
    minimo, maximo = (
        meses(int(valor)) if error.que == PLAZO else pesos(Decimal(valor)) for valor in (error.minimo, error.maximo)
    )
    chat.say(f"utter_renovacion_fuera_{error.que}", minimo=minimo, maximo=maximo)


def decir_tomada(chat: Chat, terminos: Terminos) -> None:
    """Say what the customer is taken to want."""
    chat.say("utter_renovacion_tomada", **_en_palabras(terminos))


def decir_motivos(chat: Chat, evaluacion: NoElegible) -> None:
    """Say every reason, and that a person can look at it again."""
    chat.say("utter_renovacion_no_elegible", credito=corto(evaluacion.credito))
    for motivo in evaluacion.motivos:
        chat.say(f"utter_renovacion_motivo_{motivo.codigo}", **_del_motivo(motivo))
    chat.say("utter_renovacion_revisar")


def filas(evaluaciones: Sequence[Evaluacion]) -> list[dict[str, Any]]:
    """Return a row for each crédito to choose from."""
    return [
        {
            "title": corto(evaluacion.credito),
            "payload": f'/pedir_renovacion{{"credito": "{evaluacion.credito}"}}',
            "description": "—" if evaluacion.saldo is None else pesos(evaluacion.saldo),
        }
        for evaluacion in evaluaciones[:MAXIMO_DE_FILAS]
    ]


def corto(credito: str) -> str:
    """Return the end of a crédito's number, as customers see it."""
    return f"…{credito[-6:]}"


def _boton(credito: str, terminos: Terminos) -> dict[str, Any]:
    return {
        "title": meses(terminos.plazo),
        "payload": f'/probar_plazo{{"credito": "{credito}", "plazo": "{terminos.plazo}", "monto": "{terminos.monto}"}}',
        "description": pesos(terminos.cuota),
    }


def _en_palabras(terminos: Terminos) -> dict[str, Any]:
    return {
        "monto": pesos(terminos.monto),
        "plazo": meses(terminos.plazo),
        "tasa": tasa(terminos.tasa),
        "cuota": pesos(terminos.cuota),
        "saldo": pesos(terminos.saldo),
        "en_mano": pesos(terminos.en_mano),
    }


def _del_motivo(motivo: Motivo) -> dict[str, Any]:
    return {"limite": str(motivo.limite), "dato": str(motivo.dato)}
