"""Paz y salvo: the certificate in the chat, or why there is none."""

from __future__ import annotations

import logging

from rasa_sdk.events import EventType

from actions.asesor import ActionDerivar, derivar
from actions.base import ProAltoAction
from actions.chat import Chat
from proalto.bootstrap import App
from proalto.formats.pesos import pesos
from proalto.gateways.imprenta import FirmaImposible, NombreIlegible
from proalto.services.credito.paz_y_salvo import AunDebe, Deuda, Emision, RequiereAsesor, emitir_paz_y_salvo
from proalto.services.credito.saldo import SinCredito
from proalto.services.operacion.textos import partes

logger = logging.getLogger(__name__)
PAZ_Y_SALVO = "paz_y_salvo"


class ActionPedirPazYSalvo(ProAltoAction):
    """Issue the certificate and send it; or say what is owed, or open a case."""

    rasa_name = "action_pedir_paz_y_salvo"

    def __init__(self, app: App | None = None) -> None:
        super().__init__(app)
        if app is None:  # the action server makes each action once, when it starts: better now than to a customer
            self.app.imprenta.preparar()

    def handle(self, chat: Chat) -> list[EventType]:
        app = self.app
        try:
            emision = emitir_paz_y_salvo(app.db, app.nucleo, app.cipher, app.imprenta, chat.contacto, app.now())
        except SinCredito:
            chat.say("utter_paz_y_salvo_sin_credito")
        except AunDebe as error:
            _decir_deudas(chat, error.deudas)
        except RequiereAsesor:
            derivar(self, chat, PAZ_Y_SALVO)
        except (FirmaImposible, NombreIlegible) as error:
            logger.error("no certificate was made: %s %s", type(error).__name__, error)
            derivar(self, chat, PAZ_Y_SALVO)
        else:
            self._entregar(chat, emision)
        return []

    def _entregar(self, chat: Chat, emision: Emision) -> None:
        pagina = f"{self.app.settings.public_url}/v/"
        chat.say("utter_paz_y_salvo" if emision.nuevo else "utter_paz_y_salvo_otra_vez", pagina=pagina)
        chat.document("certificado", emision.folio, partes(PAZ_Y_SALVO)["archivo"])


class ActionReclamarPago(ActionDerivar):
    """The customer says that what we call owed is paid: a person looks at it."""

    rasa_name, tipo = "action_reclamar_pago", PAZ_Y_SALVO


def _decir_deudas(chat: Chat, deudas: tuple[Deuda, ...]) -> None:
    detalle = "\n".join(f"• …{deuda.numero[-6:]}: *{pesos(deuda.saldo)}*" for deuda in deudas)
    chat.say("utter_paz_y_salvo_aun_debe", detalle=detalle)
