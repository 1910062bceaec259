"""The questions of an application for a new crédito: each answer is checked, kept, and may be corrected later."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.base import ProAltoAction
from actions.chat import Chat
from actions.credito_nuevo import CONFIRMACION, CONTESTADO
from proalto.formats.dias_habiles import BOGOTA
from proalto.formats.pesos import pesos
from proalto.services.credito import credito_nuevo
from proalto.services.credito.credito_nuevo import CAMPOS, LIBRES, Datos
from proalto.services.credito.simulador import FueraDeLimites
from proalto.services.credito.tramites import SI, Tramite, anotar_datos, tramite_abierto
from proalto.services.operacion.parametros import CREDITO_NUEVO
from proalto.services.operacion.textos import preferencias

SEGURO = 0.7  # as sure as this of another intent, a free answer is no answer
CORREGIR = "corregir"


class ValidateCreditoNuevoForm(ProAltoAction):
    """Read what was asked for, or a correction of what was asked before."""

    rasa_name = "validate_credito_nuevo_form"

    def handle(self, chat: Chat) -> list[EventType]:
        if not chat.pedido:
            return []
        if chat.pedido == CONFIRMACION:
            return self._confirmacion(chat) or self._correccion(chat)
        return self._respuesta(chat, chat.pedido) or self._correccion(chat)

    def _respuesta(self, chat: Chat, campo: str) -> list[EventType]:
        dicho = chat.entidad("valor") or chat.escrito
        if not dicho or (campo in LIBRES and _es_otra_cosa(chat, campo)):
            return []
        datos = credito_nuevo.leer_campo(self.app.nucleo, campo, dicho)
        if datos is None:
            return _mal_escrito(chat, campo)
        return self._anotar(chat, campo, datos)

    def _anotar(self, chat: Chat, campo: str, datos: Datos) -> list[EventType]:
        app = self.app
        tramite = tramite_abierto(app.db, app.cipher, chat.contacto, CREDITO_NUEVO)
        if tramite is None:  # filed or given up from another message
            return [SlotSet(nombre, CONTESTADO) for nombre in (*CAMPOS, CONFIRMACION)]
        try:
            credito_nuevo.exigir_posible(campo, tramite.datos | datos)
        except FueraDeLimites as error:
            _decir_limites(chat, error)
            return [SlotSet(campo, None)]
        tramite = anotar_datos(app.db, app.cipher, chat.contacto, CREDITO_NUEVO, datos, app.now())
        if campo == "pagaduria":
            chat.say("utter_pagaduria_con_convenio" if datos["convenio"] else "utter_pagaduria_por_confirmar",
                     pagaduria=datos["pagaduria"])  # fmt: skip
        if campo in ("monto", "plazo"):
            self._simular(chat, tramite)
        return [SlotSet(campo, CONTESTADO)]

    def _simular(self, chat: Chat, tramite: Tramite) -> None:
        simulado = credito_nuevo.simulacion(tramite.datos, self.app.now().astimezone(BOGOTA).date())
        if simulado is not None:
            chat.say("utter_credito_nuevo_cuota", monto=pesos(simulado.monto), plazo=simulado.plazo,
                     cuota=pesos(simulado.cuota), tasa=_porcentaje(simulado.tasa),
                     ingreso=pesos(simulado.ingreso_minimo))  # fmt: skip

    def _confirmacion(self, chat: Chat) -> list[EventType]:
        valor = chat.entidad("valor")
        if valor == SI or chat.intencion == "afirmar":
            return [SlotSet(CONFIRMACION, SI)]
        if valor == CORREGIR or chat.intencion == "negar":
            chat.say("utter_credito_nuevo_corregir")
            return [SlotSet(CONFIRMACION, None)]
        return []

    def _correccion(self, chat: Chat) -> list[EventType]:
        """Read "no, mi municipio es Cali" at any later question."""
        campo, dicho = credito_nuevo.leer_correccion(chat.escrito)
        if not campo or not chat.slot(campo):
            return []
        datos = credito_nuevo.leer_campo(self.app.nucleo, campo, dicho)
        return [*self._anotar(chat, campo, datos), SlotSet(CONFIRMACION, None)] if datos else []


class ActionAskConfirmacion(ProAltoAction):
    """Show the answers before they are sent."""

    rasa_name = "action_ask_credito_nuevo_form_confirmacion"

    def handle(self, chat: Chat) -> list[EventType]:
        tramite = tramite_abierto(self.app.db, self.app.cipher, chat.contacto, CREDITO_NUEVO)
        if tramite is not None:
            chat.say("utter_ask_credito_nuevo_form_confirmacion", **_resumen(tramite.datos))
        return []


def _es_otra_cosa(chat: Chat, campo: str) -> bool:
    """Tell whether the words are more likely a request than a free answer; names of employers sound like questions."""
    if chat.entidad("valor") or (campo == "pagaduria" and chat.intencion.startswith("faq")):
        return False
    return chat.intencion not in ("", "nlu_fallback", "fuera_de_alcance", "saludar") and chat.confianza >= SEGURO


def _mal_escrito(chat: Chat, campo: str) -> list[EventType]:
    """Say how to answer when this was a try; otherwise let the words be an interruption."""
    intento = any(letra.isdigit() for letra in chat.escrito) and campo in ("documento_identidad", "monto", "plazo")
    if not intento:
        return []
    chat.say(f"utter_credito_nuevo_mal_{campo}")
    return [SlotSet(campo, None)]


def _decir_limites(chat: Chat, error: FueraDeLimites) -> None:
    if error.que == "monto":
        chat.say(
            "utter_credito_nuevo_monto_limites",
            minimo=pesos(Decimal(error.minimo)),
            maximo=pesos(Decimal(error.maximo)),
        )
    else:
        chat.say("utter_credito_nuevo_plazo_limites", minimo=error.minimo, maximo=error.maximo)


def _resumen(datos: Datos) -> dict[str, Any]:
    """What domain.yml's placeholders show."""
    lugar = (datos["municipio"], datos.get("departamento", ""))
    return {
        "nombres": datos["nombres"],
        "documento_identidad": datos["documento_identidad"],
        "municipio": ", ".join(parte for parte in lugar if parte),
        "pagaduria": datos["pagaduria"],
        "monto": pesos(Decimal(datos["monto"])),
        "plazo": datos["plazo"],
        "franja": preferencias()[f"franja_{datos['franja']}"],
        "medio": preferencias()[f"medio_{datos['medio']}"],
    }


def _porcentaje(tasa: Decimal) -> str:
    return f"{tasa.normalize():f}".replace(".", ",")
