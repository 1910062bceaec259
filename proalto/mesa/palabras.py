"""How the desk says things: codes, moments and clocks, in the words of who works there. Filters of its templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import Flask
from markupsafe import Markup, escape

from proalto.formats.dias_habiles import BOGOTA
from proalto.formats.fecha import MESES
from proalto.formats.ocultos import con_ocultos
from proalto.formats.pesos import pesos
from proalto.mesa import palabras_de_datos
from proalto.services.atencion import causas, tipos_de_caso
from proalto.services.atencion.plazos import EstadoDePlazo, Plazo
from proalto.services.credito import requisitos
from proalto.services.mesa import equipos
from proalto.services.operacion.textos import titulos
from proalto.whatsapp.errors import RetryPolicy, policy_for

_NEGRILLA = re.compile(r"(?<!\w)\*(?=\S)([^*<>\n]+)(?<=\S)\*(?!\w)")
_CURSIVA = re.compile(r"(?<!\w)_(?=\S)([^_<>\n]+)(?<=\S)_(?!\w)")
UN_MINUTO, UN_DIA = timedelta(minutes=1), timedelta(days=1)
ESTADOS = {"abierto": "sin responder", "en_atencion": "en atención", "en_pausa": "en pausa", "cerrado": "cerrado"}
PRIORIDADES = {1: "Urgente", 2: "Alta", 3: "Normal", 4: "Baja"}
NIVELES = {1: "N1 · dato y número registrado", 2: "N2 · dato y código", 3: "N3"}
ENTREGAS = {
    "pendiente": ("○", "en cola"), "enviando": ("○", "saliendo"), "incierto": ("○", "por confirmar"),
    "aceptado": ("✓", "enviado"), "entregado": ("✓✓", "entregado"), "leido": ("✓✓", "leído"),
    "fallido": ("⚠", "no llegó"),
}  # fmt: skip
FALLOS = {
    131026: "este número no puede recibir el mensaje: no tiene WhatsApp o no lo ha actualizado",
    131047: "pasaron más de 24 horas desde su último mensaje: solo se puede una plantilla",
    131050: "la persona pidió no recibir mensajes de empresas",
    131049: "WhatsApp no lo entregó para no saturar a la persona; se puede más tarde",
    130472: "WhatsApp lo retuvo por un experimento suyo con este número",
}
FALLOS_POR_CLASE = {
    RetryPolicy.NEVER: "WhatsApp no lo aceptó: no sirve repetirlo igual",
    RetryPolicy.SOON: "WhatsApp tuvo una falla momentánea",
    RetryPolicy.LATER: "se llegó a un tope de WhatsApp; se puede más tarde",
    RetryPolicy.PAIR: "van demasiados mensajes seguidos a esta persona",
    RetryPolicy.STOP: "la cuenta de WhatsApp de ProAlto tiene un bloqueo: avisa a sistemas",
    RetryPolicy.WINDOW_CLOSED: FALLOS[131047],
}
CLASES = {
    "image": "Foto", "document": "Documento", "audio": "Nota de voz", "voice": "Nota de voz", "video": "Video",
    "sticker": "Sticker", "location": "Ubicación", "contacts": "Contacto", "reaction": "Reacción", "order": "Pedido",
    "system": "Cambió de número", "unsupported": "Algo que WhatsApp no deja ver",
    "unknown": "Algo que WhatsApp no deja ver", "revoke": "Borró un mensaje", "edit": "Editó un mensaje",
}  # fmt: skip
SUCESOS = {
    "caso_abierto": "Se abrió el caso {folio}",
    "caso_asignado": "El caso {folio} quedó asignado",
    "caso_transferido": "{autor} transfirió el caso {folio}",
    "caso_en_pausa": "{autor} puso en pausa el caso {folio}",
    "caso_reanudado": "Siguió el caso {folio}",
    "caso_cerrado": "{autor} cerró el caso {folio}",
    "caso_reabierto": "{autor} reabrió el caso {folio}",
    "persona_toma": "{autor} tomó la conversación",
    "persona_devuelve": "La conversación volvió al asistente{motivo}",
}
MOTIVOS = {
    "cierre": "se cerró el caso", "menu": "el cliente pidió el menú", "silencio_cliente": "el cliente no siguió",
    "silencio_asesor": "nadie le respondió a tiempo", "fuera_de_horario": "terminó el horario",
    "asesor": "la devolvió quien atendía",
}  # fmt: skip
FALLAS = {
    "nlu_fallback": "No entendió", "sin_respuesta": "Un mensaje suyo quedó sin respuesta",
    "sin_entregar": "Un mensaje no le llegó", "falla": "Una falla del asistente", "no_entendido": "No se entendieron",
}  # fmt: skip
DOCUMENTOS = {
    "en_espera": "sin solicitud", "por_revisar": "en revisión", "aceptado": "aceptado", "rechazado": "rechazado",
    "repetido": "repetido", "reemplazado": "reemplazado",
}  # fmt: skip
CAMPOS = {
    "nombres": "Nombre", "documento_identidad": "Cédula", "municipio": "Municipio", "departamento": "Departamento",
    "pagaduria": "Pagaduría", "segmento": "Segmento", "monto": "Monto", "plazo": "Plazo (meses)",
    "franja": "Mejor hora", "medio": "Prefiere", "credito": "Crédito",
}  # fmt: skip
FORMULARIOS = {
    "autorizacion_form": "Autorización de datos", "identidad_form": "Validar su identidad",
    "credito_nuevo_form": "Solicitar nuevo crédito", "renovacion_form": "Solicitar renovación",
    "correccion_form": "Corregir sus datos",
}  # fmt: skip
ALERTAS = {
    "sin_tomar": "no le respondieron a tiempo", "nadie": "nadie lo puede tomar",
    "sin_responder": "el cliente escribió y nadie le contestó: volvió al asistente",
    "ley_pronto": "en dos días hábiles o menos vence el plazo de la ley para responder una suplantación",
    "ley_hoy": "hoy vence el plazo de la ley para responder una suplantación",
    "ley_paso": "se pasó el plazo de la ley para responder una suplantación",
}  # fmt: skip
DANOS = {
    "ninguno": "Ninguno", "molestia": "Molestia", "economico": "Económico", "derechos": "Sus derechos",
    "suplantacion": "Suplantación", "vida": "Su vida o su salud",
}  # fmt: skip
PRODUCTOS = {"credito_nuevo": "Crédito nuevo", "renovacion": "Renovación"}


def preparar(flask: Flask) -> None:
    """Teach the templates to speak."""
    filtros = {
        "visible": con_ocultos, "hora": hora, "cuando": cuando_fue, "duracion": duracion, "plazo": plazo,
        "suceso": suceso, "fallo": fallo, "gestion": gestion, "pesos": pesos, "claro": claro, "alerta": alerta,
        "tipo": tipo, "equipo": equipo, "causa": causa, "dano": dano, "hasta": hasta, "requisito": requisito,
        "marcado": marcado,
    }  # fmt: skip
    flask.jinja_env.filters.update(filtros)
    flask.jinja_env.globals["dato"] = dato
    flask.jinja_env.globals["palabras"] = {
        "estados": ESTADOS, "prioridades": PRIORIDADES, "niveles": NIVELES, "entregas": ENTREGAS, "clases": CLASES,
        "fallas": FALLAS, "documentos": DOCUMENTOS, "campos": CAMPOS, "productos": PRODUCTOS,
        "derechos": palabras_de_datos.DERECHOS, "regimenes": palabras_de_datos.REGIMENES,
        "estados_de_datos": palabras_de_datos.ESTADOS,
    }  # fmt: skip


def hora(cuando: datetime) -> str:
    """Return "4:10 p. m.", as it is in Bogotá."""
    local = cuando.astimezone(BOGOTA)
    return f"{local.hour % 12 or 12}:{local.minute:02d} {'a. m.' if local.hour < 12 else 'p. m.'}"


def cuando_fue(cuando: datetime, ahora: datetime) -> str:
    """Return the hour alone for today, or with its day: "18 nov, 4:10 p. m."."""
    local, hoy = cuando.astimezone(BOGOTA).date(), ahora.astimezone(BOGOTA).date()
    if local == hoy:
        return hora(cuando)
    dia = "ayer" if local == hoy - UN_DIA else f"{local.day} {MESES[local.month - 1][:3]}"
    ano = "" if local.year == hoy.year else f" {local.year}"
    return f"{dia}{ano}, {hora(cuando)}"


def hasta(cuando: datetime, ahora: datetime) -> str:
    """Return "las 4:10 p. m." for today, "mañana a las 4:10 p. m.", or the day and the hour."""
    dias = (cuando.astimezone(BOGOTA).date() - ahora.astimezone(BOGOTA).date()).days
    articulo = "la" if cuando.astimezone(BOGOTA).hour % 12 == 1 else "las"
    if dias not in (-1, 0, 1):
        return f"el {cuando_fue(cuando, ahora)}"
    return {-1: "ayer a ", 0: "", 1: "mañana a "}[dias] + f"{articulo} {hora(cuando)}"


def dato(campo: str, valor: str) -> str:
    """Return an answer of an application as it is read: amounts with their points."""
    return pesos(Decimal(valor)) if campo == "monto" and valor.isdecimal() else con_ocultos(valor)


def duracion(tiempo: timedelta) -> str:
    """Return "3 h 12 min"; whatever its sign."""
    minutos = int(abs(tiempo.total_seconds()) // 60)
    horas, minutos = divmod(minutos, 60)
    if not horas:
        return f"{minutos} min"
    return f"{horas} h {minutos} min" if minutos else f"{horas} h"


def plazo(de_caso: Plazo) -> str:
    """Return a clock in words, so that nobody needs its colour."""
    if de_caso.estado is EstadoDePlazo.VENCIDO:
        return f"venció hace {duracion(de_caso.quedan)}" if de_caso.quedan <= -UN_MINUTO else "se venció"
    fijos = {EstadoDePlazo.CUMPLIDO: "a tiempo", EstadoDePlazo.TARDE: "fue tarde", EstadoDePlazo.PAUSADO: "en pausa"}
    return fijos.get(de_caso.estado) or f"quedan {duracion(de_caso.quedan)}"


def fallo(codigo: int | None) -> str:
    """Return why a message did not arrive."""
    return FALLOS.get(codigo or 0) or FALLOS_POR_CLASE[policy_for(codigo, 400)]


def gestion(codigo: str) -> str:
    """Return what an errand is called: an intent, a form or an action."""
    limpio = codigo.removeprefix("action_")
    return FORMULARIOS.get(limpio) or titulos().get(limpio) or claro(limpio)


def dano(codigo: str) -> str:
    """Return what a kind of harm is called; a lender may have added some."""
    return DANOS.get(codigo) or claro(codigo)


def tipo(codigo: str) -> str:
    """Return the title of a type of case."""
    return tipos_de_caso.titulo(codigo) if codigo in tipos_de_caso.vigentes() else claro(codigo)


def equipo(codigo: str) -> str:
    """Return the name of a team."""
    conocido = equipos.vigentes().get(codigo)
    return conocido.nombre if conocido else claro(codigo)


def causa(codigo: str | None) -> str:
    """Return the title of a cause."""
    conocida = causas.vigentes().get(codigo or "")
    return conocida.titulo if conocida else claro(codigo)


def requisito(codigo: str | None) -> str:
    """Return the title of the document that a file is taken for."""
    titulos_de = {uno.codigo: uno.titulo for _, _, uno in requisitos.tabla()}
    return titulos_de.get(codigo or "") or claro(codigo) or "Archivo"


def claro(codigo: str | None) -> str:
    """Return a code as words, for what has no title of its own."""
    return (codigo or "").replace("_", " ").strip().capitalize()


def suceso(tipo: str, autor: str, folio: str, datos: Mapping[str, Any]) -> Markup:
    """Return what happened, in one line."""
    motivo = MOTIVOS.get(str(datos.get("motivo", "")), "")
    return escape(SUCESOS[tipo]).format(
        autor=con_ocultos(autor or "El sistema"), folio=folio, motivo=f": {motivo}" if motivo else ""
    )


def marcado(texto: str) -> Markup:
    """Return words of ours with WhatsApp's *bold* and _italics_ as the customer sees them; never a customer's words."""
    negrilla = _NEGRILLA.sub(r"<b>\1</b>", str(escape(texto)))
    return Markup(_CURSIVA.sub(r"<i>\1</i>", negrilla))  # noqa: S704 - escaped above, and the patterns take no tags


def alerta(clase: str) -> str:
    """Return what an alert asks to look at: "ans_80:respuesta", "sin_tomar:2"."""
    que, _, detalle = clase.partition(":")
    if que in palabras_de_datos.ALERTAS:
        return palabras_de_datos.ALERTAS[que]
    if que in ALERTAS:
        return ALERTAS[que]
    de_que = {"respuesta": "responderle", "solucion": "resolverlo"}.get(detalle, detalle)
    porcentaje = que.removeprefix("ans_")
    return (
        f"se venció el tiempo para {de_que}"
        if porcentaje == "100"
        else f"va en {porcentaje} % del tiempo para {de_que}"
    )
