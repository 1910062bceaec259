"""What needs a person: a case with the transcript, and when somebody will write."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any, ClassVar

from rasa_sdk.events import EventType, SlotSet

from actions.base import ProAltoAction
from actions.caso import decir
from actions.chat import Chat
from actions.menu import dejar_formulario
from proalto.formats.dias_habiles import momento_en_palabras
from proalto.formats.fecha import fecha_en_palabras
from proalto.services.atencion import gestion_casos, suplantaciones
from proalto.services.atencion.casos import Caso, abrir_caso
from proalto.services.atencion.enrutamiento import puesto
from proalto.services.atencion.estado_de_casos import consultar_caso
from proalto.services.atencion.suplantaciones import Suplantacion

REDONDEO = 5  # minutes: an estimate that looks exact is not believed
CRISIS = "crisis"
SIN_FILA = (CRISIS,)  # nobody who speaks of dying is told to queue


class ActionDerivar(ProAltoAction):
    """Open a case of `tipo` and tell the customer what happens next, and when; remember what this interrupts."""

    tipo: ClassVar[str] = ""

    def handle(self, chat: Chat) -> list[EventType]:
        derivar(self, chat, self.tipo)
        dejado = [SlotSet("interrumpido", chat.pedido_en_curso)] if chat.formulario else []
        return [*dejado, *dejar_formulario()]


class ActionHablarConAsesor(ActionDerivar):
    """The customer asks for a person."""

    rasa_name, tipo = "action_hablar_con_asesor", "asesor"


class ActionPonerQueja(ActionDerivar):
    """A complaint is read by a person (brief 2.2)."""

    rasa_name, tipo = "action_poner_queja", "queja"


class ActionExpresarEnojo(ActionDerivar):
    """Anger goes to a person at once; a machine only makes it worse."""

    rasa_name, tipo = "action_expresar_enojo", "enojo"


class ActionCrisis(ActionDerivar):
    """Whoever speaks of taking their life gets the lines that help (Ley 1616 de 2013), and a person of ours."""

    rasa_name, tipo = "action_crisis", CRISIS


class ActionReportarFraude(ActionDerivar):
    """ "No fui yo", from anyone at any level (Ley 2573 de 2026 art. 5)."""

    rasa_name, tipo = "action_reportar_fraude", "fraude"


def derivar(action: ProAltoAction, chat: Chat, tipo: str, nota: Mapping[str, str] | None = None) -> None:
    """Open the case, with a note for the advisor, and say its folio, the promised time and the place in the queue."""
    app = action.app
    now = app.now()
    caso = abrir_caso(app.db, app.cipher, chat.contacto, tipo, now, nota, gestion=chat.pedido_en_curso)
    if not caso.nuevo:
        with app.db.transaction() as tx:  # a case that waited for the customer goes on
            gestion_casos.registrar_mensaje_cliente(tx, caso.id, now)
    if not caso.nuevo and tipo == CRISIS:  # the lines that help, every time, and no hour that may have passed
        chat.say("utter_caso_crisis_otra_vez", folio=caso.folio)
        return
    if not caso.nuevo and caso.prometido_para <= now:  # a promise of the past is no answer: say how it is doing
        de_antes = [estado for estado in consultar_caso(app.db, chat.contacto, now) if estado.folio == caso.folio]
        for estado in de_antes:
            decir(action, chat, estado)
        _decir_plazos(action, chat, caso)
        return
    cuando = momento_en_palabras(caso.prometido_para, now)
    plazos = _plazos(_reporte(action, caso))
    ya_abierto = "utter_caso_fraude_ya_abierto" if plazos else "utter_caso_ya_abierto"
    chat.say(f"utter_caso_{tipo}" if caso.nuevo else ya_abierto, folio=caso.folio, cuando=cuando, **plazos)
    if tipo not in SIN_FILA:
        _decir_puesto(action, chat, caso)


def _decir_plazos(action: ProAltoAction, chat: Chat, caso: Caso) -> None:
    """Say the dates of the law that stand, of a report whose promised hour is past; nothing of another case."""
    reporte = _reporte(action, caso)
    if reporte is not None:
        chat.say(f"utter_plazos_fraude_{reporte.terminos(action.app.now()).value}", **_plazos(reporte))


def _reporte(action: ProAltoAction, caso: Caso) -> Suplantacion | None:
    with action.app.db.transaction() as tx:
        return suplantaciones.de_caso(tx, caso.id)


def _plazos(reporte: Suplantacion | None) -> dict[str, Any]:
    """Return the days that the law gives whoever was impersonated, and us; nothing in a case of another type."""
    if reporte is None:
        return {}
    return {
        "soportes_hasta": fecha_en_palabras(reporte.soportes_hasta),
        "responder_hasta": fecha_en_palabras(reporte.responder_hasta),
    }


def _decir_puesto(action: ProAltoAction, chat: Chat, caso: Caso) -> None:
    """Say how many come first and the wait; nothing out of hours, when the promised time is all that is true."""
    with action.app.db.transaction() as tx:
        fila = puesto(tx, caso.id, action.app.now())
    if fila is None:
        return
    delante = fila.posicion - 1
    response = ("utter_fila_nadie", "utter_fila_una")[delante] if delante < 2 else "utter_fila_varias"
    minutos = max(ceil(fila.minutos / REDONDEO) * REDONDEO, REDONDEO)
    chat.say(response, cuantas=str(delante), minutos=str(minutos))
