"""Mis datos: what a person may know, correct, erase and take back (Ley 1581 art. 8)."""

from __future__ import annotations

from typing import ClassVar

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.base import NEGADAS, ProAltoAction
from actions.chat import Chat, pedido
from actions.menu import dejar_formulario
from proalto.formats.cambio import afirma, es_cambio
from proalto.formats.dias_habiles import dia_con_nombre
from proalto.formats.fecha import fecha_en_palabras
from proalto.services.datos import correcciones, ejercer, mis_datos
from proalto.services.datos.derechos import Conservado
from proalto.services.datos.ejercer import NadaQueCopiar, Pedido
from proalto.services.operacion.textos import partes

SEGURO = 0.99  # words that mean it get more from the model (tests/nlu); what asks for a copy, less
CORRECCION, QUE_CORREGIR = "correccion_form", "que_corregir"
COMO_CAMBIO, FAQ = ("nlu_fallback", "fuera_de_alcance", "actualizar_mis_datos"), "faq"
ANOTADO_MAXIMO = 500  # of what is said back: a message with buttons takes 1,024
CON_UNA_PERSONA = "utter_datos_con_una_persona"  # where proving who they are, which they did, opens nothing
CONFIRMAR = "confirmar"  # what a button carries: "identidad", to prove it now; "borrar", to erase this chat


class ActionConocerMisDatos(ProAltoAction):
    """Hand over everything that is kept about whoever proved who they are, at once."""

    rasa_name = "action_conocer_mis_datos"

    def handle(self, chat: Chat) -> list[EventType]:
        app, textos = self.app, partes("mis_datos")
        try:
            folio = mis_datos.conocer(app.db, app.nucleo, app.cipher, chat.contacto, app.now())
        except tuple(NEGADAS) as error:  # this session may not show them: a person does, and the right is not lost
            radicada = ejercer.conocer_con_una_persona(app.db, app.cipher, chat.contacto, app.now())
            eventos = self._negado(chat, NEGADAS[type(error)])
            chat.say("utter_conocer_en_espera", folio=radicada.folio, vence=dia_con_nombre(radicada.vence_el))
            return eventos
        chat.say("utter_mis_datos_entregados", folio=folio)
        chat.document("mis_datos", folio, textos["archivo"])
        chat.document("mis_datos_json", folio, textos["archivo_json"])
        return []


class ActionPedirCopiaAutorizacion(ProAltoAction):
    """Hand over the proof of what was authorized (art. 8 b)."""

    rasa_name = "action_pedir_copia_autorizacion"

    def handle(self, chat: Chat) -> list[EventType]:
        app = self.app
        try:
            folio = ejercer.copia(app.db, app.cipher, chat.contacto, app.now()).folio
        except NadaQueCopiar:
            chat.say("utter_copia_autorizacion_ninguna")
            return []
        chat.say("utter_copia_autorizacion", folio=folio)
        chat.document("autorizacion", folio, partes("mis_datos")["copia_archivo"])
        return []


class ActionDeDatos(ProAltoAction):
    """A right that a person attends; whoever taps the button to prove who they are does so first."""

    utter: ClassVar[str] = ""

    def handle(self, chat: Chat) -> list[EventType]:
        if chat.entidad(CONFIRMAR) == "identidad":
            ejercer.confirmar(self.app.db, self.app.cipher, chat.contacto, self.app.now())
        pedido = self.pedir(chat)
        _decir(chat, self.utter, pedido)
        sigue = self.ofrecer(chat, pedido)
        return [*_dejar(chat, self.rasa_name), *sigue]

    def ofrecer(self, chat: Chat, pedido: Pedido) -> list[EventType]:
        """Say what the person can do next, and return what comes next; nothing, unless the right says so."""
        return []

    def pedir(self, chat: Chat) -> Pedido:
        """Do what can be done at once, and file the rest."""
        raise NotImplementedError


class ActionActualizarMisDatos(ActionDeDatos):
    """A correction: what it should say is asked once it is known who they are, and every time that they ask."""

    rasa_name, utter = "action_actualizar_mis_datos", "utter_actualizar"

    def pedir(self, chat: Chat) -> Pedido:
        app = self.app
        return ejercer.actualizar(app.db, app.nucleo, app.cipher, chat.contacto, app.now())

    def ofrecer(self, chat: Chat, pedido: Pedido) -> list[EventType]:
        if not pedido.identificado:
            chat.say("utter_actualizar_confirmar_identidad" if pedido.alcanza else CON_UNA_PERSONA)
            return []
        return [SlotSet(QUE_CORREGIR, None), FollowupAction(CORRECCION)]


class ValidateCorreccionForm(ProAltoAction):
    """Take what they write for what must be corrected, unless it asks for something else."""

    rasa_name = "validate_correccion_form"

    def handle(self, chat: Chat) -> list[EventType]:
        if not chat.pedido or not es_cambio(chat.escrito):
            return []
        como_pregunta = chat.intencion == FAQ and afirma(chat.escrito)  # an address reads like "where are the offices"
        return [SlotSet(QUE_CORREGIR, chat.escrito)] if como_pregunta or chat.intencion in COMO_CAMBIO else []


class ActionAnotarCorreccion(ProAltoAction):
    """Keep it in their request, and say what was kept; who wrote it must still be who they proved to be."""

    rasa_name = "action_anotar_correccion"

    def handle(self, chat: Chat) -> list[EventType]:
        app, texto = self.app, chat.slot(QUE_CORREGIR)
        if not texto:  # they proved who they are again, and of who has authorized nothing no words wait meanwhile
            return [FollowupAction(CORRECCION)]
        radicada = correcciones.anotar(app.db, app.nucleo, app.cipher, chat.contacto, texto, app.now())
        anotado = texto if len(texto) <= ANOTADO_MAXIMO else f"{texto[:ANOTADO_MAXIMO].rstrip()}…"
        chat.say("utter_correccion_anotada", folio=radicada.folio, anotado=anotado,
                 vence=dia_con_nombre(radicada.vence_el))  # fmt: skip
        return [SlotSet(QUE_CORREGIR, None)]


class ActionSuprimirMisDatos(ActionDeDatos):
    """An erasure: of a chat in which nobody was ever identified by its own word, otherwise with an advisor."""

    rasa_name, utter = "action_suprimir_mis_datos", "utter_suprimir"

    def handle(self, chat: Chat) -> list[EventType]:
        app = self.app
        if chat.entidad(CONFIRMAR) == "borrar":
            borrada = ejercer.suprimir_este_chat(app.db, app.cipher, chat.contacto, app.now())
            if borrada is not None:
                chat.say("utter_suprimir_este_chat", folio=borrada.folio)
                return _dejar(chat, self.rasa_name)
        return super().handle(chat)

    def pedir(self, chat: Chat) -> Pedido:
        app = self.app
        return ejercer.suprimir(app.db, app.nucleo, app.cipher, chat.contacto, _literal(chat), app.now())

    def ofrecer(self, chat: Chat, pedido: Pedido) -> list[EventType]:
        if pedido.propio:
            chat.say("utter_suprimir_confirmar")
        elif not pedido.identificado:
            chat.say("utter_suprimir_confirmar_identidad" if pedido.alcanza else CON_UNA_PERSONA)
        return []


class ActionRevocarAutorizacion(ActionDeDatos):
    """The consent of this chat is taken back at once, whoever asks; words that may mean something else are asked."""

    rasa_name, utter = "action_revocar_autorizacion", "utter_revocar"

    def handle(self, chat: Chat) -> list[EventType]:
        if chat.escrito and chat.confianza < SEGURO:
            chat.say("utter_revocar_confirmar")
            return _dejar(chat, self.rasa_name)
        return super().handle(chat)

    def pedir(self, chat: Chat) -> Pedido:
        app = self.app
        return ejercer.revocar(app.db, app.nucleo, app.cipher, chat.contacto, _literal(chat), app.now())


class ActionActuarPorTitular(ProAltoAction):
    """An heir, a spouse or a lawyer: their documents, and no word about whom they ask for (Decreto 1377 art. 20)."""

    rasa_name = "action_actuar_por_titular"

    def handle(self, chat: Chat) -> list[EventType]:
        app = self.app
        radicada = ejercer.representar(app.db, app.cipher, chat.contacto, app.now())
        chat.say("utter_actuar_por_titular", folio=radicada.folio, vence=dia_con_nombre(radicada.vence_el))
        return _dejar(chat, self.rasa_name)


def _decir(chat: Chat, utter: str, pedido: Pedido) -> None:
    """Say the folio and the law's date, what stays and by which law, and what the person can do next."""
    radicada = pedido.radicada
    if utter == "utter_revocar":
        utter = utter if pedido.hubo else "utter_revocar_ninguna"
    elif pedido.identificado and utter == "utter_actualizar":
        utter = "utter_actualizar_confirmada"
    elif not radicada.nueva:
        utter = "utter_datos_confirmada" if pedido.identificado else "utter_datos_ya_radicada"
    chat.say(utter, folio=radicada.folio, vence=dia_con_nombre(radicada.vence_el))
    if pedido.conservado:
        chat.say("utter_datos_se_conserva", detalle="\n".join(_linea(uno) for uno in pedido.conservado))


def _linea(uno: Conservado) -> str:
    hasta = f" ({fecha_en_palabras(uno.hasta)})" if uno.hasta else ""
    return f"• *{uno.que}*: {uno.norma}{hasta}"


def _literal(chat: Chat) -> str:
    return chat.escrito or chat.tocado


def _dejar(chat: Chat, accion: str) -> list[EventType]:
    """Leave the form that was open, and remember its errand unless it is this one."""
    otro = chat.formulario and chat.pedido_en_curso != pedido(accion)
    dejado = [SlotSet("interrumpido", chat.pedido_en_curso)] if otro else []
    return [*dejado, *dejar_formulario()]
