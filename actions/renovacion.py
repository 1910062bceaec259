"""Renovación: whether a crédito may be renewed, on what offer, on what other terms, and beginning."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rasa_sdk.events import EventType, SlotSet

from actions.asesor import derivar
from actions.base import ProAltoAction
from actions.chat import Chat
from actions.documentos import continuar, decir_documentos
from actions.menu import salir
from actions.oferta import (
    corto,
    decir_limites,
    decir_motivos,
    decir_oferta,
    decir_plazos,
    decir_terminos,
    decir_tomada,
    filas,
)
from actions.propuesta import (
    ACEPTAR,
    ILEGIBLE,
    LISTA,
    PASO,
    PROBAR,
    RESPUESTA,
    de_terminos,
    poner,
    respondida,
    retirar,
    vigente,
)
from proalto.services.consentimiento.autorizacion import FaltaAutorizacion
from proalto.services.credito.documentos import adoptar
from proalto.services.credito.inicio_renovacion import iniciar_renovacion
from proalto.services.credito.ofertas import Oferta, Terminos, simular
from proalto.services.credito.renovacion import Elegible, Evaluacion, NoElegible, evaluar_renovacion
from proalto.services.credito.saldo import RequiereAsesor, SinCredito, TodoPagado
from proalto.services.credito.simulador import PLAZO, FueraDeLimites
from proalto.services.identificacion.sesiones import FaltaIdentidad


class AccionSobreCreditos(ProAltoAction):
    """What begins by looking at the customer's créditos; says so when none of them is live."""

    def handle(self, chat: Chat) -> list[EventType]:
        app = self.app
        try:
            evaluaciones = evaluar_renovacion(app.db, app.nucleo, app.cipher, chat.contacto, app.now())
        except SinCredito:
            chat.say("utter_saldo_sin_credito")
        except TodoPagado:
            chat.say("utter_renovacion_todo_pagado")
        except RequiereAsesor:
            chat.say("utter_saldo_con_asesor")
        else:
            return self.mirar(chat, evaluaciones)
        return retirar(chat)

    def mirar(self, chat: Chat, evaluaciones: Sequence[Evaluacion]) -> list[EventType]:
        """Answer, knowing what may be renewed."""
        raise NotImplementedError


class ActionPedirRenovacion(AccionSobreCreditos):
    """Say whether the crédito may be renewed, and on what offer; let the customer choose among several."""

    rasa_name = "action_pedir_renovacion"

    def mirar(self, chat: Chat, evaluaciones: Sequence[Evaluacion]) -> list[EventType]:
        return presentar(chat, evaluaciones, chat.entidad("credito"))


class ActionProbarPlazo(AccionSobreCreditos):
    """Say the instalment on other terms, or those of the usual terms when none was said."""

    rasa_name = PROBAR

    def remember(self, chat: Chat) -> list[EventType]:
        return [SlotSet(RESPUESTA, _con_paso(respondida(chat)))]

    def mirar(self, chat: Chat, evaluaciones: Sequence[Evaluacion]) -> list[EventType]:
        pedido = _con_paso(respondida(chat))
        credito = pedido.get("credito", "")
        oferta = _oferta_de(evaluaciones, credito)
        if oferta is None:
            return presentar(chat, evaluaciones, credito)
        try:
            terminos = _simular(oferta, pedido)
        except FueraDeLimites as error:
            decir_limites(chat, error)
            return poner(_la_ultima(chat, credito, oferta))
        if pedido.get(PASO) == LISTA:
            decir_plazos(chat, credito, oferta, terminos.monto)
            return poner(_la_ultima(chat, credito, oferta) | {PASO: LISTA})
        decir_terminos(chat, oferta, terminos)
        return poner(de_terminos(credito, terminos))


class ActionAceptarRenovacion(AccionSobreCreditos):
    """The customer is interested: begin, if what they saw is still what there is."""

    rasa_name = ACEPTAR

    def remember(self, chat: Chat) -> list[EventType]:
        return [SlotSet(RESPUESTA, respondida(chat))]

    def mirar(self, chat: Chat, evaluaciones: Sequence[Evaluacion]) -> list[EventType]:
        pedido = respondida(chat)
        evaluacion = _evaluacion_de(evaluaciones, pedido.get("credito", ""))
        if not isinstance(evaluacion, Elegible):
            return presentar(chat, evaluaciones, pedido.get("credito", ""))
        if not _sigue_igual(evaluacion.oferta, pedido):
            chat.say("utter_renovacion_cambio")
            return presentar(chat, evaluaciones, evaluacion.credito)
        return self._iniciar(chat, evaluacion, _simular(evaluacion.oferta, pedido) if evaluacion.oferta else None)

    def _iniciar(self, chat: Chat, evaluacion: Elegible, terminos: Terminos | None) -> list[EventType]:
        """Begin the application with what the customer wants; without terms, the study of a renewal."""
        app = self.app
        tramite = iniciar_renovacion(app.db, app.nucleo, app.cipher, chat.contacto, evaluacion, terminos, app.now())
        adoptar(app.db, chat.contacto, tramite)
        if terminos:
            decir_tomada(chat, terminos)
        decir_documentos(chat, tramite)
        continuar(self, chat, tramite)
        return [*retirar(chat), *salir()]


class ActionRevisarRenovacion(ProAltoAction):
    """A person looks at a refusal again, with its reasons, whoever asks (Ley 1266 de 2008 art. 10)."""

    rasa_name = "action_revisar_renovacion"

    def handle(self, chat: Chat) -> list[EventType]:
        app = self.app
        try:
            evaluaciones = evaluar_renovacion(app.db, app.nucleo, app.cipher, chat.contacto, app.now())
        except (FaltaAutorizacion, FaltaIdentidad, SinCredito, TodoPagado, RequiereAsesor):
            evaluaciones = []  # the reasons that were told are in the conversation
        negadas = [evaluacion for evaluacion in evaluaciones if isinstance(evaluacion, NoElegible)]
        nota = {negada.credito: " ".join(motivo.codigo for motivo in negada.motivos) for negada in negadas}
        derivar(self, chat, "revision", nota)
        return [*retirar(chat), *salir()]


def presentar(chat: Chat, evaluaciones: Sequence[Evaluacion], credito: str) -> list[EventType]:
    """Say what there is about the crédito: its offer, the next steps, or why not; ask which one among several."""
    evaluacion = _evaluacion_de(evaluaciones, credito) or (evaluaciones[0] if len(evaluaciones) == 1 else None)
    if evaluacion is None:
        chat.say("utter_renovacion_elegir", buttons=filas(evaluaciones), cuantos=len(evaluaciones))
    elif isinstance(evaluacion, NoElegible):
        decir_motivos(chat, evaluacion)
    elif evaluacion.oferta is None:
        chat.say("utter_renovacion_sin_oferta", credito=corto(evaluacion.credito), numero=evaluacion.credito)
    else:
        decir_oferta(chat, evaluacion.credito, evaluacion.oferta)
        return poner(de_terminos(evaluacion.credito, evaluacion.oferta.terminos))
    return retirar(chat)


def _evaluacion_de(evaluaciones: Sequence[Evaluacion], credito: str) -> Evaluacion | None:
    """Return what was found about this crédito, or None when it is not the customer's."""
    return next((evaluacion for evaluacion in evaluaciones if evaluacion.credito == credito), None)


def _oferta_de(evaluaciones: Sequence[Evaluacion], credito: str) -> Oferta | None:
    evaluacion = _evaluacion_de(evaluaciones, credito)
    return evaluacion.oferta if isinstance(evaluacion, Elegible) else None


def _con_paso(pedido: dict[str, str]) -> dict[str, str]:
    """Without a term there is nothing to reckon yet: the list of terms is what is asked for."""
    return pedido if "plazo" in pedido else pedido | {PASO: LISTA}


def _simular(oferta: Oferta, pedido: dict[str, str]) -> Terminos:
    """Return the terms asked for; raise FueraDeLimites, also for a term that could not be read."""
    if pedido.get(PASO) == ILEGIBLE:
        raise FueraDeLimites(oferta.plazo_minimo, oferta.plazo_maximo, PLAZO)
    plazo = int(pedido["plazo"]) if "plazo" in pedido else None
    return simular(oferta, plazo, Decimal(pedido["monto"]) if "monto" in pedido else None)


def _sigue_igual(oferta: Oferta | None, pedido: dict[str, str]) -> bool:
    """Tell whether what the customer accepts is still to be had, at the same instalment."""
    if oferta is None or "plazo" not in pedido:
        return oferta is None and "plazo" not in pedido
    try:
        return str(_simular(oferta, pedido).cuota) == pedido.get("cuota")
    except FueraDeLimites:
        return False


def _la_ultima(chat: Chat, credito: str, oferta: Oferta) -> dict[str, str]:
    """Return the proposal on the table about this crédito, or else its offer."""
    propuesta = vigente(chat)
    return propuesta if propuesta.get("credito") == credito else de_terminos(credito, oferta.terminos)
