"""A text that was corrected without changing what data are used for: told once, and nothing is asked."""

from __future__ import annotations

from actions.base import ProAltoAction
from actions.chat import Chat
from proalto.services.consentimiento.autorizacion import avisar_correccion


def decir_correccion(action: ProAltoAction, chat: Chat) -> None:
    """Show the text in force to who accepted an earlier one that it corrects (Decreto 1377 art. 5 and 13)."""
    app = action.app
    documento = avisar_correccion(app.db, app.cipher, chat.contacto, app.now())
    if documento is not None:
        chat.say("utter_texto_corregido", autorizacion=documento.texto)
