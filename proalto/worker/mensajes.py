"""What a turn says, as the fewest WhatsApp messages that read well: Meta charges for each, and limits the pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from proalto.services.conversacion.opciones import Opcion
from proalto.services.mensajeria import entregas
from proalto.services.mensajeria.entregas import Documento
from proalto.services.operacion.textos import texto
from proalto.whatsapp import payloads
from proalto.whatsapp.payloads import (
    MAX_BUTTON_TITLE,
    MAX_BUTTONS,
    MAX_CAPTION,
    MAX_INTERACTIVE_BODY,
    MAX_ROWS,
    MAX_TEXT,
)

PARRAFO = "\n\n"


@dataclass(frozen=True)
class Mensaje:
    """One message to send: words, and the choices below them; or a file of ours, and the words are its caption."""

    texto: str
    opciones: list[Opcion] = field(default_factory=list)
    documento: Documento | None = None


def juntar(respuestas: Sequence[dict[str, Any]]) -> list[Mensaje]:
    """Merge the replies of a turn: texts into one, each set of choices or file with the words before it."""
    mensajes: list[Mensaje] = []
    pendientes: list[str] = []
    for respuesta in respuestas:
        if respuesta.get("text"):
            pendientes.append(str(respuesta["text"]).strip())
        if respuesta.get("buttons"):
            mensajes += _con_opciones(pendientes, _opciones(respuesta["buttons"]))
            pendientes = []
        if documento := entregas.de_respuesta(respuesta):
            mensajes += _con_documento(pendientes, documento)
            pendientes = []
    if pendientes:
        mensajes += [Mensaje(trozo) for trozo in partir(PARRAFO.join(pendientes), MAX_TEXT)]
    return mensajes


def cuerpo(mensaje: Mensaje, ids: Sequence[str]) -> dict[str, Any]:
    """Return the Graph payload: plain text, up to 3 reply buttons, or a list; a file is only named."""
    if mensaje.documento:
        return entregas.cuerpo(mensaje.documento, mensaje.texto)
    if not mensaje.opciones:
        return payloads.text(mensaje.texto)
    opciones = [
        payloads.Option(id, opcion.titulo, opcion.descripcion or None) for id, opcion in zip(ids, mensaje.opciones)
    ]
    if _caben_en_botones(mensaje.opciones):
        return payloads.buttons(mensaje.texto, opciones)
    return payloads.listing(mensaje.texto, texto("boton_de_lista"), opciones)


def partir(largo: str, limite: int) -> list[str]:
    """Cut a text between paragraphs, then lines, then words, so that each part is within the limit."""
    if len(largo) <= limite:
        return [largo]
    for separador in (PARRAFO, "\n", " "):
        corte = largo.rfind(separador, 1, limite + 1)
        if corte > 0:
            return [largo[:corte].rstrip(), *partir(largo[corte:].lstrip(), limite)]
    return [largo[:limite], *partir(largo[limite:], limite)]


def _con_opciones(textos: list[str], opciones: list[Opcion]) -> list[Mensaje]:
    """Put choices under their words; what does not fit an interactive body goes before, as plain text."""
    junto = PARRAFO.join(textos) or texto("boton_de_lista")
    if len(junto) <= MAX_INTERACTIVE_BODY:
        return [Mensaje(junto, opciones)]
    antes, ultimo = PARRAFO.join(textos[:-1]), textos[-1]
    trozos = partir(ultimo, MAX_INTERACTIVE_BODY)
    previos = partir(PARRAFO.join([antes, *trozos[:-1]]).strip(), MAX_TEXT)
    return [*(Mensaje(previo) for previo in previos if previo), Mensaje(trozos[-1], opciones)]


def _con_documento(textos: list[str], documento: Documento) -> list[Mensaje]:
    """Make the words the file's caption; if they are too many, they go before."""
    junto = PARRAFO.join(textos)
    if len(junto) <= MAX_CAPTION:
        return [Mensaje(junto, documento=documento)]
    return [*(Mensaje(trozo) for trozo in partir(junto, MAX_TEXT)), Mensaje("", documento=documento)]


def _opciones(botones: Sequence[dict[str, Any]]) -> list[Opcion]:
    return [
        Opcion(
            titulo=str(boton["title"]),
            payload=str(boton["payload"]),
            descripcion=str(boton.get("description") or ""),
            sinonimos=tuple(str(sinonimo) for sinonimo in boton.get("sinonimos") or ()),
        )
        for boton in botones[:MAX_ROWS]
    ]


def _caben_en_botones(opciones: Sequence[Opcion]) -> bool:
    return len(opciones) <= MAX_BUTTONS and all(
        len(opcion.titulo) <= MAX_BUTTON_TITLE and not opcion.descripcion for opcion in opciones
    )
