"""Taking up an application that was left, whichever it is."""

from __future__ import annotations

from rasa_sdk.events import EventType, FollowupAction

from actions.base import ProAltoAction
from actions.chat import Chat
from actions.credito_nuevo import ActionEmpezarCreditoNuevo
from actions.documentos import ActionVerDocumentos
from proalto.services.credito.tramites import tramite_abierto
from proalto.services.operacion.parametros import CREDITO_NUEVO


class ActionSeguirTramite(ProAltoAction):
    """Go on where the newest unfinished application stopped; without one, show the menu."""

    rasa_name = "action_seguir_tramite"

    def handle(self, chat: Chat) -> list[EventType]:
        tramite = tramite_abierto(self.app.db, self.app.cipher, chat.contacto)
        if tramite is None:
            return [FollowupAction("action_menu")]
        if tramite.producto == CREDITO_NUEVO:
            return [FollowupAction(ActionEmpezarCreditoNuevo.rasa_name)]
        return [FollowupAction(ActionVerDocumentos.rasa_name)]
