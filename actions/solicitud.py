"""Estado de la solicitud: its stage, since when, and until when what comes next is promised."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType

from actions.base import ProAltoAction
from actions.chat import Chat
from proalto.formats.dias_habiles import BOGOTA, momento_en_palabras
from proalto.formats.fecha import fecha_en_palabras
from proalto.services.contacto.suscripciones import esta_suscrito
from proalto.services.credito import etapas
from proalto.services.credito.etapas import Etapa
from proalto.services.credito.solicitud import RequiereAsesor, SinSolicitud, Solicitud, consultar_solicitudes
from proalto.services.credito.tramites import radicada_aqui

MAXIMO_DE_FILAS = 10
LARGO_DE_FILA, LARGO_DE_DESCRIPCION = 24, 72


class ActionConsultarEstadoSolicitud(ProAltoAction):
    """Say where the application is, or let the customer choose among several."""

    rasa_name = "action_consultar_estado_solicitud"

    def handle(self, chat: Chat) -> list[EventType]:
        app = self.app
        try:
            solicitudes = consultar_solicitudes(app.db, app.nucleo, app.cipher, chat.contacto, app.now())
        except SinSolicitud:
            self._decir_ninguna(chat)
        except RequiereAsesor:
            chat.say("utter_solicitud_con_asesor")
        else:
            self._decir(chat, solicitudes)
        return []

    def _decir_ninguna(self, chat: Chat) -> None:
        app, now = self.app, self.app.now()
        radicado = radicada_aqui(app.db, app.cipher, chat.contacto, now)
        if radicado is None:
            chat.say("utter_solicitud_ninguna")
        else:
            cuando = momento_en_palabras(radicado.prometido_para, now)
            chat.say("utter_solicitud_recien_radicada", radicado=radicado.numero, asesor=radicado.asesor, cuando=cuando)

    def _decir(self, chat: Chat, solicitudes: list[Solicitud]) -> None:
        elegida = next((s for s in solicitudes if s.radicado == chat.entidad("radicado")), None)
        if elegida is None and len(solicitudes) > 1:
            chat.say("utter_solicitud_elegir", buttons=_filas(solicitudes), cuantas=len(solicitudes))
            return
        solicitud = elegida or solicitudes[0]
        if solicitud.etapa is None:
            chat.say("utter_solicitud_con_asesor")
            return
        _decir_etapa(chat, solicitud, solicitud.etapa)
        if solicitud.terminada:
            _decir_final(chat, solicitud, solicitud.etapa)
        else:
            _decir_promesa(chat, solicitud)
            suscrito = esta_suscrito(self.app.db, chat.contacto, solicitud.radicado)
            _ofrecer(chat, solicitud, suscrito)


def _decir_etapa(chat: Chat, solicitud: Solicitud, etapa: Etapa) -> None:
    chat.say(
        "utter_solicitud" if etapa.orden else "utter_solicitud_fuera_de_camino",
        radicado=solicitud.radicado,
        producto=solicitud.producto or "—",
        etapa=etapa.titulo,
        significado=etapa.significado,
        paso=etapa.orden,
        pasos=max(otra.orden or 0 for otra in etapas.vigentes().values()),
        desde=fecha_en_palabras(solicitud.desde.astimezone(BOGOTA).date()) if solicitud.desde else "—",
    )


def _decir_promesa(chat: Chat, solicitud: Solicitud) -> None:
    if solicitud.prometida_para is not None:
        cuando = fecha_en_palabras(solicitud.prometida_para)
        chat.say("utter_solicitud_vencida" if solicitud.vencida else "utter_solicitud_promesa", prometida_para=cuando)


def _ofrecer(chat: Chat, solicitud: Solicitud, suscrito: bool) -> None:
    if solicitud.vencida:
        chat.say("utter_solicitud_ofrecer_asesor", radicado=solicitud.radicado)
    elif suscrito:
        chat.say("utter_solicitud_con_avisos")
    else:
        chat.say("utter_solicitud_ofrecer_avisos", radicado=solicitud.radicado)


def _decir_final(chat: Chat, solicitud: Solicitud, etapa: Etapa) -> None:
    if solicitud.prometida_para is not None and not solicitud.vencida:
        chat.say("utter_solicitud_giro", prometida_para=fecha_en_palabras(solicitud.prometida_para))
    chat.say(f"utter_solicitud_final_{etapa.nombre}")


def _filas(solicitudes: list[Solicitud]) -> list[dict[str, Any]]:
    return [
        {
            "title": solicitud.radicado[-LARGO_DE_FILA:],
            "payload": f'/consultar_estado_solicitud{{"radicado": "{solicitud.radicado}"}}',
            "description": _descripcion(solicitud),
        }
        for solicitud in solicitudes[:MAXIMO_DE_FILAS]
    ]


def _descripcion(solicitud: Solicitud) -> str:
    """What a row says of an application, cut to what fits."""
    titulo = solicitud.etapa.titulo if solicitud.etapa else "—"
    return " · ".join(filter(None, (titulo, solicitud.producto)))[:LARGO_DE_DESCRIPCION]
