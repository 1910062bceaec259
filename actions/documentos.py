"""Files that customers send, and the checklist of the application that they are for."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType

from actions.base import ProAltoAction
from actions.chat import Chat
from actions.radicado import radicar_tramite
from proalto.services.consentimiento.autorizacion import Evento, decision, exigir_autorizacion
from proalto.services.credito import documentos
from proalto.services.credito.documentos import Avance, Recepcion, Revisado
from proalto.services.credito.requisitos import requisitos
from proalto.services.credito.tramites import Tramite, esta_confirmado, tramite_abierto, tramite_del_grupo
from proalto.whatsapp.payloads import MAX_ROW_DESCRIPTION

RAZON_ASI = "asi"
GUARDADO, PENDIENTE = "✓ ", "Pendiente: "


class DocumentosAction(ProAltoAction):
    """What works on the open application; without one it says so."""

    def handle(self, chat: Chat) -> list[EventType]:
        tramite = tramite_abierto(self.app.db, self.app.cipher, chat.contacto)
        if tramite is None:
            chat.say("utter_documento_sin_tramite")
        else:
            self.en_tramite(chat, tramite)
        return []

    def en_tramite(self, chat: Chat, tramite: Tramite) -> None:
        """Answer, knowing the application."""
        raise NotImplementedError


class ActionRecibirDocumento(ProAltoAction):
    """Say at once that the files arrived; without an application or such a case, ask what they are for."""

    rasa_name = "action_recibir_documento"

    def handle(self, chat: Chat) -> list[EventType]:
        recepcion = documentos.recibir_documentos(self.app.db, self.app.cipher, chat.contacto)
        if recepcion.caso:  # sent to exercise a right: it takes no authorization (Ley 1581 art. 15, Ley 2573 art. 5)
            dicho = "utter_documento_demasiados" if recepcion.demasiados else "utter_documento_para_caso"
            chat.say(dicho, folio=recepcion.caso)
            return []
        if recepcion.cuantos and decision(self.app.db, chat.contacto) is not Evento.ACEPTADA:
            chat.say("utter_documento_sin_autorizar")
            if chat.formulario == "autorizacion_form":
                return []  # it asks again, and goes on with the errand that waits for it
        exigir_autorizacion(self.app.db, chat.contacto)
        if recepcion.cuantos and recepcion.tramite and not recepcion.demasiados:
            chat.say("utter_documento_recibido" if recepcion.cuantos == 1 else "utter_documentos_recibidos",
                     cuantos=recepcion.cuantos)  # fmt: skip
        else:
            self._sin_revision(chat, recepcion)
        return []

    def _sin_revision(self, chat: Chat, recepcion: Recepcion) -> None:
        if recepcion.demasiados:
            chat.say("utter_documento_demasiados")
        elif recepcion.tramite:
            _decir_avance(chat, documentos.progreso(self.app.db, recepcion.tramite))
        else:
            chat.say("utter_documento_para_que" if recepcion.en_espera else "utter_documento_sin_tramite")


class ActionDecirRevision(DocumentosAction):
    """Tell the verdicts of the files that came together, and what is still missing."""

    rasa_name = "action_decir_revision"

    def handle(self, chat: Chat) -> list[EventType]:
        grupo = chat.entidad("grupo")
        tramite = tramite_del_grupo(self.app.db, self.app.cipher, chat.contacto, grupo)
        if tramite is None:
            chat.say("utter_documento_sin_tramite")
            return []
        revisados = documentos.por_decir(self.app.db, tramite, grupo)
        for revisado in revisados:
            chat.say(f"utter_archivo_{revisado.motivo or revisado.estado}", documento=revisado.titulo)
        if tramite.abierto:
            sin_elegir = [r for r in revisados if r.estado == "aceptado" and not r.elegido]
            continuar(self, chat, tramite, sin_elegir[-1] if sin_elegir else None)
        return []


class ActionVerDocumentos(DocumentosAction):
    """Show the checklist; a row replaces what is there."""

    rasa_name = "action_ver_documentos"

    def en_tramite(self, chat: Chat, tramite: Tramite) -> None:
        lineas = documentos.progreso(self.app.db, tramite)
        chat.say("utter_documentos_lista", buttons=[_fila(linea, "reemplazar_documento") for linea in lineas])


class ActionReemplazarDocumento(DocumentosAction):
    """Set aside what was accepted, and ask for it again."""

    rasa_name = "action_reemplazar_documento"

    def en_tramite(self, chat: Chat, tramite: Tramite) -> None:
        linea = _linea(documentos.progreso(self.app.db, tramite), chat.entidad("requisito"))
        if linea is None:
            continuar(self, chat, tramite)
            return
        documentos.reemplazar(self.app.db, tramite, linea.requisito.codigo)
        chat.say("utter_documento_enviar", documento=linea.requisito.titulo, detalle=linea.requisito.detalle)


class ActionCorregirDocumento(DocumentosAction):
    """The file is another document: ask which one, or take note of it."""

    rasa_name = "action_corregir_documento"

    def en_tramite(self, chat: Chat, tramite: Tramite) -> None:
        documento, requisito = chat.entidad("documento"), chat.entidad("requisito")
        lineas = documentos.progreso(self.app.db, tramite)
        linea = _linea(lineas, requisito)
        if linea is None:
            filas = [_fila(linea, "corregir_documento", documento) for linea in lineas]
            chat.say("utter_documento_cual", buttons=filas)
        elif documentos.reclasificar(self.app.db, tramite, int(documento), requisito):
            chat.say("utter_archivo_aceptado", documento=linea.requisito.titulo)
            continuar(self, chat, tramite)
        else:
            continuar(self, chat, tramite)


class ActionOmitirDocumento(DocumentosAction):
    """The customer has not got it: ask why, then go on without it."""

    rasa_name = "action_omitir_documento"

    def en_tramite(self, chat: Chat, tramite: Tramite) -> None:
        requisito, razon = chat.entidad("requisito"), chat.entidad("razon")
        lineas = documentos.progreso(self.app.db, tramite)
        linea = _linea(lineas, requisito) or next((linea for linea in lineas if not linea.listo), None)
        if linea is None:
            continuar(self, chat, tramite)
        elif razon:
            app = self.app
            documentos.omitir(app.db, app.cipher, chat.contacto, tramite, linea.requisito.codigo, razon, app.now())
            continuar(self, chat, tramite)
        else:
            chat.say("utter_documento_por_que", requisito=linea.requisito.codigo, documento=linea.requisito.titulo)


class ActionTerminarDocumentos(DocumentosAction):
    """File with what there is, after the customer has seen what is missing."""

    rasa_name = "action_terminar_documentos"

    def en_tramite(self, chat: Chat, tramite: Tramite) -> None:
        faltan = [linea for linea in documentos.progreso(self.app.db, tramite) if not linea.listo]
        if not esta_confirmado(tramite):
            chat.say("utter_documentos_faltan_datos")
        elif faltan and chat.entidad("razon") != RAZON_ASI:
            chat.say("utter_documentos_terminar_asi", faltan=_titulos(faltan))
        else:
            radicar_tramite(self, chat, tramite)


def continuar(action: ProAltoAction, chat: Chat, tramite: Tramite, sin_elegir: Revisado | None = None) -> None:
    """File the application when nothing is missing; else say how far it is."""
    lineas = documentos.progreso(action.app.db, tramite)
    if not all(linea.listo for linea in lineas):
        _decir_avance(chat, lineas, sin_elegir)
    elif esta_confirmado(tramite):
        radicar_tramite(action, chat, tramite)
    else:
        chat.say("utter_documentos_completos")


def decir_documentos(chat: Chat, tramite: Tramite) -> None:
    """Say which documents the application takes, a line each."""
    lista = [f"•\u00a0{r.titulo}, {r.detalle}" for r in requisitos(tramite.producto, tramite.segmento)]
    chat.say("utter_documentos_requeridos", documentos="\n".join(lista))


def _decir_avance(chat: Chat, lineas: list[Avance], sin_elegir: Revisado | None = None) -> None:
    faltan = [linea for linea in lineas if not linea.listo]
    chat.say(
        "utter_documentos_avance_sin_elegir" if sin_elegir else "utter_documentos_avance",
        hechos=len(lineas) - len(faltan),
        total=len(lineas),
        faltan=_titulos(faltan),
        archivo=sin_elegir.id if sin_elegir else 0,
    )


def _titulos(lineas: list[Avance]) -> str:
    return ", ".join(linea.requisito.titulo.lower() for linea in lineas)


def _linea(lineas: list[Avance], requisito: str) -> Avance | None:
    return next((linea for linea in lineas if linea.requisito.codigo == requisito), None)


def _fila(linea: Avance, intent: str, documento: str = "") -> dict[str, Any]:
    requisito = linea.requisito
    datos = f'"documento": "{documento}", ' if documento else ""
    return {
        "title": requisito.titulo,
        "payload": f'/{intent}{{{datos}"requisito": "{requisito.codigo}"}}',
        "description": (_marca(linea) + requisito.detalle)[:MAX_ROW_DESCRIPTION],
    }


def _marca(linea: Avance) -> str:
    """Return the mark of what is kept; what was excused was never sent, unless it was sent in the end."""
    if linea.paginas >= linea.requisito.minimo:
        return GUARDADO
    return PENDIENTE if linea.omitido else ""
