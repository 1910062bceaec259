"""An application that is complete: filed under a radicado, with a case for whoever calls."""

from __future__ import annotations

from actions.base import ProAltoAction
from actions.chat import Chat
from proalto.formats.dias_habiles import momento_en_palabras
from proalto.services.atencion.casos import abrir_caso
from proalto.services.credito.documentos import progreso
from proalto.services.credito.tramites import Tramite, radicar


def radicar_tramite(action: ProAltoAction, chat: Chat, tramite: Tramite) -> None:
    """File the application and say its number, who calls and until when."""
    app = action.app
    now = app.now()
    pendientes = [linea.requisito.titulo for linea in progreso(app.db, tramite) if not linea.paginas]
    radicado = radicar(app.db, app.cipher, chat.contacto, tramite.producto, now)
    abrir_caso(
        app.db, app.cipher, chat.contacto, tramite.producto, now,
        gestion=f"pedir_{tramite.producto}", radicado=radicado.numero,
    )  # fmt: skip
    chat.say(
        "utter_tramite_radicado_sin_todo" if pendientes else "utter_tramite_radicado",
        radicado=radicado.numero,
        asesor=radicado.asesor,
        cuando=momento_en_palabras(radicado.prometido_para, now),
        pendientes=", ".join(pendientes),
    )
