"""What dead letters are called at the desk: the kind of message, and why it died."""

from __future__ import annotations

from proalto.mesa.palabras import CLASES, claro, fallo
from proalto.services.mensajeria import cuarentena
from proalto.services.mensajeria.fallidos import Fallido, Sentido
from proalto.services.mensajeria.salientes import Motivo

DE_LO_RECIBIDO = "el asistente no pudo contestarlo, y se abrió un caso"
EN_CUARENTENA = {
    cuarentena.VIEJO: "dice ser de hace más de una semana: puede ser un mensaje repetido por otro, y no se contestó",
    cuarentena.DEL_FUTURO: "dice ser de más tarde que ahora: puede ser falso, y no se contestó",
}
MOTIVOS = {
    Motivo.VENTANA.value: "pasaron más de 24 horas desde su último mensaje: WhatsApp solo acepta una plantilla",
    Motivo.INCIERTO.value: "se envió dos veces y WhatsApp no dijo qué pasó: puede que sí le haya llegado",
    Motivo.BLOQUEADO.value: "la persona no recibe mensajes de cobro ni de publicidad",
    Motivo.CADUCADO.value: "se intentó durante un día y no salió",
    Motivo.RECHAZADO.value: "WhatsApp no lo aceptó",
    Motivo.SIN_DIRECCION.value: "no se sabe a qué número escribirle",
    Motivo.SIN_DOCUMENTO.value: "el archivo ya no está, o se revocó",
    Motivo.INVALIDO.value: "el mensaje quedó mal armado: avisa a sistemas",
    Motivo.ILEGIBLE.value: "ya no se puede leer: la llave con que se guardó no está",
    Motivo.SIN_CLASE.value: "nadie dijo para qué es (plantillas.csv): sin clase no sale. Avisa a sistemas",
    Motivo.SIN_CANAL.value: "la persona no ha autorizado que se le escriba de esto por este medio",
    Motivo.SIN_PERMISO.value: "la persona no ha aceptado recibir publicidad",
    Motivo.EXCLUIDO.value: "el número está en el Registro de Números Excluidos, o no se pudo consultar",
    Motivo.PASADO.value: "esperó tres días un momento en que la ley deja escribir, y ya pasó su hora",
}
TITULOS = {  # as a filter says it
    Motivo.VENTANA.value: "Pasaron 24 horas",
    Motivo.RECHAZADO.value: "WhatsApp no lo aceptó",
    Motivo.INCIERTO.value: "No se supo si llegó",
    Motivo.CADUCADO.value: "Se intentó mucho tiempo",
    Motivo.BLOQUEADO.value: "No recibe cobros ni publicidad",
    Motivo.SIN_DIRECCION.value: "Sin número",
    Motivo.SIN_DOCUMENTO.value: "Sin el archivo",
    Motivo.INVALIDO.value: "Mal armado",
    Motivo.ILEGIBLE.value: "Ya no se lee",
    Motivo.SIN_CLASE.value: "Sin clase",
    Motivo.SIN_CANAL.value: "Medio sin autorizar",
    Motivo.SIN_PERMISO.value: "Publicidad sin permiso",
    Motivo.EXCLUIDO.value: "Números excluidos",
    Motivo.PASADO.value: "Se pasó su hora",
}
CODIGO_VIEJO = "el código venció antes de salir"
ENVIADOS = {
    "respuesta": "Respuesta del asistente", "codigo": "Código de verificación", "demora": "Aviso de demora",
    "menu_fijo": "Menú sin el asistente", "limite": "Aviso de límite", "aviso": "Aviso del asistente",
    "novedad": "Cambio de una solicitud", "asesor": "Mensaje de un asesor", "plantilla": "Plantilla",
    "alerta": "Alerta a quien supervisa",
}  # fmt: skip
RECIBIDOS = {"text": "Texto", "interactive": "Opción elegida", "button": "Opción elegida", "interno": "Turno interno"}
REINTENTOS = {
    "pendiente": "va de nuevo", "enviando": "va de nuevo", "incierto": "va de nuevo", "aceptado": "salió",
    "entregado": "le llegó", "leido": "lo leyó", "fallido": "volvió a fallar", "atendido": "ya se contestó",
    "a_persona": "lo lee una persona", "ignorado": "no pedía respuesta", "limitado": "pasó el límite de mensajes",
}  # fmt: skip


def clase(uno: Fallido) -> str:
    """Return what kind of message it is."""
    if uno.sentido is Sentido.ENTRANTE:
        return RECIBIDOS.get(uno.clase) or CLASES.get(uno.clase) or claro(uno.clase)
    return ENVIADOS.get(uno.clase) or claro(uno.clase)


def por_que(uno: Fallido) -> str:
    """Return why it died, in one line."""
    dicho = _por_que(uno)
    return dicho[:1].upper() + dicho[1:]


def que_fue(uno: Fallido) -> str:
    """Return what became of it: tried again and how that went, put away, or nothing."""
    if uno.reintento is not None:
        return REINTENTOS.get(uno.reintento, claro(uno.reintento))
    return "descartado" if uno.descartado else ""


def _por_que(uno: Fallido) -> str:
    if uno.sentido is Sentido.ENTRANTE:
        return EN_CUARENTENA.get(uno.motivo, DE_LO_RECIBIDO)
    if uno.motivo == Motivo.CADUCADO.value and uno.clase == "codigo":
        return CODIGO_VIEJO
    if uno.motivo in ("", Motivo.RECHAZADO.value) and uno.codigo is not None:
        return f"{fallo(uno.codigo)} (código {uno.codigo})"
    return MOTIVOS.get(uno.motivo, MOTIVOS[Motivo.RECHAZADO.value])
