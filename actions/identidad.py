"""Identity: cédula, date of issue, code. The form guides; PostgreSQL decides."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasa_sdk.events import ActiveLoop, EventType, Restarted, SlotSet

from actions.base import IDENTIDAD_SLOTS, ProAltoAction
from actions.chat import Chat
from proalto.formats.cedula import leer_cedula
from proalto.formats.codigo import leer_codigo
from proalto.formats.correccion import CEDULA, FECHA, NO_DICE, dato_equivocado, nombra
from proalto.formats.dias_habiles import BOGOTA, desde_en_palabras, dia_con_nombre
from proalto.formats.fecha import leer_fecha
from proalto.services.datos import ejercer
from proalto.services.identificacion import desafios, identidad, otra_persona
from proalto.services.identificacion.intentos import DemasiadosIntentos
from proalto.services.identificacion.senales import EnEnfriamiento
from proalto.services.identificacion.sesiones import Nivel

CONOCER = "action_conocer_mis_datos"
RECIBIDA, VERIFICADO = "recibida", "verificado"  # what the slots hold instead of the datum itself
DIGITOS_DE_UN_INTENTO = 4  # fewer digits are no try at a datum, but something else that the customer wants to say


class ValidateIdentidadForm(ProAltoAction):
    """Read what was asked for, whatever intent the words may look like."""

    rasa_name = "validate_identidad_form"

    def handle(self, chat: Chat) -> list[EventType]:
        try:
            return self._leer(chat)
        except DemasiadosIntentos:
            chat.say("utter_identidad_pausa")
            return salir_de_identidad()
        except EnEnfriamiento as error:
            chat.say("utter_identidad_en_espera", cuando=desde_en_palabras(error.hasta, self.app.now()))
            self._radicar_consulta(chat)
            return salir_de_identidad()

    def _leer(self, chat: Chat) -> list[EventType]:
        if chat.formulario != "identidad_form":
            return self._empezar(chat)
        if not chat.pedido:
            return self._resumir(chat)
        if chat.pedido == "cedula":
            return self._cedula(chat)
        correccion = self._correccion(chat)
        if correccion is not None:
            return correccion
        return self._fecha(chat) if chat.pedido == "fecha_expedicion" else self._codigo(chat)

    def _radicar_consulta(self, chat: Chat) -> None:
        """What the law gives ten business days for is not refused because a chat may not show it yet."""
        if chat.slot("tramite") == CONOCER:
            radicada = ejercer.conocer_con_una_persona(self.app.db, self.app.cipher, chat.contacto, self.app.now())
            chat.say("utter_conocer_en_espera", folio=radicada.folio, vence=dia_con_nombre(radicada.vence_el))

    def _resumir(self, chat: Chat) -> list[EventType]:
        """The form asks again after an interruption; a code that can no longer be sent again is not asked for."""
        if chat.slot("requested_slot") != "codigo" or desafios.se_puede_reenviar(
            self.app.db, chat.contacto, self.app.now()
        ):
            return []
        return _de_nuevo(chat, "utter_identidad_de_nuevo")

    def _empezar(self, chat: Chat) -> list[EventType]:
        """Ask only for the code of whoever has proved the rest in an N1 session."""
        app = self.app
        if chat.slot("nivel") == Nivel.N1.name or not identidad.pedir_codigo(
            app.db, app.nucleo, app.cipher, app.envio, chat.contacto, app.now()
        ):
            return []
        chat.say(f"utter_codigo_enviado_{app.envio.canal}")
        return [SlotSet("cedula", RECIBIDA), SlotSet("fecha_expedicion", RECIBIDA)]

    def _correccion(self, chat: Chat) -> list[EventType] | None:
        """Read an earlier answer given anew, or said to be wrong; None when this is neither."""
        escrito, con_fecha = chat.escrito, chat.pedido == "codigo"
        if nombra(CEDULA, escrito) and leer_cedula(escrito) is not None:
            return self._cedula(chat)
        if con_fecha and nombra(FECHA, escrito) and leer_fecha(escrito, self._hoy()) is not None:
            return self._fecha(chat)
        equivocado = dato_equivocado(escrito)
        if con_fecha and equivocado == FECHA:
            return _de_nuevo(chat, "utter_corregir_dato", desde="fecha_expedicion")
        if equivocado in (CEDULA, NO_DICE):
            return _de_nuevo(chat, "utter_corregir_dato")
        return None

    def _cedula(self, chat: Chat) -> list[EventType]:
        cedula = leer_cedula(chat.escrito)
        if cedula is None:
            return _mal_escrito(chat, "cedula", "utter_cedula_invalida")
        identidad.presentar_cedula(self.app.db, self.app.cipher, chat.contacto, cedula, self.app.now())
        return [SlotSet("cedula", cedula), SlotSet("fecha_expedicion", None), SlotSet("codigo", None)]

    def _fecha(self, chat: Chat) -> list[EventType]:
        now, hoy = self.app.now(), self._hoy()
        fecha = leer_fecha(chat.escrito, hoy)
        if fecha is None or fecha > hoy:
            return _mal_escrito(chat, "fecha_expedicion", "utter_fecha_invalida")
        app, cedula = self.app, chat.slot("cedula")
        if chat.slot("nivel") == Nivel.N1.name and identidad.entrar_con_numero(
            app.db, app.nucleo, app.cipher, chat.contacto, cedula, fecha, now
        ):
            chat.say("utter_identidad_validada")
            return [SlotSet("fecha_expedicion", RECIBIDA), SlotSet("codigo", VERIFICADO)]
        identidad.verificar_dato(app.db, app.nucleo, app.cipher, app.envio, chat.contacto, cedula, fecha, now)
        chat.say(f"utter_codigo_enviado_{app.envio.canal}")
        return [SlotSet("fecha_expedicion", RECIBIDA)]

    def _hoy(self) -> date:
        return self.app.now().astimezone(BOGOTA).date()

    def _codigo(self, chat: Chat) -> list[EventType]:
        app = self.app
        digitos = desafios.digitos(app.db, chat.contacto, app.now())
        codigo = leer_codigo(chat.escrito, digitos)
        if codigo is None:
            return _mal_escrito(chat, "codigo", "utter_codigo_invalido", digitos=digitos)
        try:
            desafios.verificar_codigo(app.db, app.cipher, chat.contacto, codigo, app.now())
        except desafios.CodigoErrado as error:
            if error.quedan:
                chat.say("utter_codigo_errado", quedan=error.quedan)
            else:
                chat.say("utter_codigo_agotado")
            return [SlotSet("codigo", None)]
        except desafios.SinDesafio:
            if not desafios.se_puede_reenviar(app.db, chat.contacto, app.now()):
                return _de_nuevo(chat, "utter_identidad_de_nuevo")
            chat.say("utter_codigo_vencido")
            return [SlotSet("codigo", None)]
        except EnEnfriamiento:
            if chat.slot("nivel") != Nivel.N1.name:  # for N1 the code was enough
                raise
        chat.say("utter_identidad_validada")
        return [SlotSet("codigo", VERIFICADO)]


class ActionReenviarCodigo(ProAltoAction):
    """Send another code, if the last one is old enough."""

    rasa_name = "action_reenviar_codigo"

    def handle(self, chat: Chat) -> list[EventType]:
        app = self.app
        try:
            identidad.reenviar_codigo(app.db, app.nucleo, app.cipher, app.envio, chat.contacto, app.now())
        except desafios.EsperaReenvio as error:
            chat.say("utter_codigo_espera", segundos=error.segundos)
        except desafios.SinDesafio:
            if chat.slot("requested_slot") != "codigo":  # there the form says it, and begins again
                chat.say("utter_codigo_no_pedido")
        except DemasiadosIntentos:
            chat.say("utter_identidad_pausa")
            return salir_de_identidad()
        else:
            chat.say(f"utter_codigo_enviado_{app.envio.canal}")
        return []


class ActionCorregirDatos(ProAltoAction):
    """Begin the identity form again from the cédula; a button of an old message begins nothing."""

    rasa_name = "action_corregir_datos"

    def handle(self, chat: Chat) -> list[EventType]:
        if chat.formulario != "identidad_form":
            chat.say("utter_menu")
            return []
        return _de_nuevo(chat, "utter_corregir_datos")


class ActionOtraPersona(ProAltoAction):
    """Somebody else writes: end the session and forget the conversation."""

    rasa_name = "action_otra_persona"

    def handle(self, chat: Chat) -> list[EventType]:
        otra_persona.empezar_de_nuevo(self.app.db, chat.contacto, self.app.now())
        chat.say("utter_otra_persona")
        return [Restarted()]


def salir_de_identidad() -> list[EventType]:
    """Leave the form without an identity and without the errand that needed it."""
    vacios = [SlotSet(slot, None) for slot in (*IDENTIDAD_SLOTS, "nivel", "tramite", "requested_slot")]
    return [*vacios, ActiveLoop(None)]


def _de_nuevo(chat: Chat, response: str, desde: str = "cedula") -> list[EventType]:
    """Ask again from this datum on, and say why."""
    chat.say(response)
    return [SlotSet(slot, None) for slot in IDENTIDAD_SLOTS[IDENTIDAD_SLOTS.index(desde) :]]


def _mal_escrito(chat: Chat, slot: str, response: str, **datos: Any) -> list[EventType]:
    """Say how to write the datum, if this was a try; otherwise let the words be an interruption."""
    if sum(caracter.isdigit() for caracter in chat.escrito) < DIGITOS_DE_UN_INTENTO:
        return []
    chat.say(response, **datos)
    return [SlotSet(slot, None)]
