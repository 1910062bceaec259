"""What an advisor does with a request over personal data: ask for what is missing, extend, hand on, mark, answer.

Whoever acts holds the case, and may act on it; each act leaves its line in the audit, in the same transaction. What is
told to the customer goes out with it: free text within WhatsApp's window, outside it one of Meta's templates.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from proalto.db.database import Transaction
from proalto.errors import ProAltoError
from proalto.formats.fecha import fecha_en_palabras
from proalto.gateways.cipher import Cipher
from proalto.services.atencion import gestion_casos, notas
from proalto.services.atencion.casos import Fila
from proalto.services.atencion.permisos_de_caso import auditar
from proalto.services.contacto import ventana
from proalto.services.datos import plazos_legales, solicitudes_de_datos
from proalto.services.datos.derecho_pedido import Derecho, Estado, Solicitud
from proalto.services.datos.plazos_legales import Tramite
from proalto.services.mensajeria import bandeja_salida, plantillas
from proalto.services.mesa.usuarios import Usuario
from proalto.services.operacion import trabajos
from proalto.services.operacion.textos import partes
from proalto.services.supresion.deberes_de_conservar import deberes
from proalto.whatsapp import payloads

CLASE, FALTA = "aviso", "datos_falta"
SIN_CONFIRMAR = "sin_confirmar"  # the ground of an ending that is no duty to keep
MOTIVO_MAXIMO = plantillas.DATO_MAXIMO
TEXTO_MAXIMO = payloads.MAX_TEXT - 400


class NoEsDeDatos(ProAltoError):
    """The case is about no right over personal data, or it was answered already."""


class TardeParaPedir(ProAltoError):
    """What is missing is asked for within five days of receipt, and of a reclamo only (art. 15 num. 1)."""


class YaSePidio(ProAltoError):
    """What is missing is asked for once: the clock starts anew no more often than that."""


class YaProrrogada(ProAltoError):
    """A request is extended once."""


class PlazoVencido(ProAltoError):
    """Its time is up: it cannot be extended, and a credit claim can only be granted (Ley 1266 art. 16-II num. 8)."""


class FaltaFundamento(ProAltoError):
    """An erasure or a revocation is denied only for a duty that is named (Decreto 1377 art. 9)."""


class FaltaIdentificarse(ProAltoError):
    """Nobody proved within five minutes of the request who they are (N3): data are not changed or erased."""


class YaSeConfirmo(ProAltoError):
    """Whoever asked did prove who they are: the request is answered, for or against."""


class MotivoInvalido(ProAltoError):
    """Reasons and answers have words, and not too many."""


@dataclass(frozen=True)
class Respuesta:
    """An answer; `fundamento` is a code of textos/deberes_de_conservar.csv when something is denied."""

    favorable: bool
    texto: str
    fundamento: str = ""


def pedir_falta(tx: Transaction, cipher: Cipher, folio: str, usuario: Usuario, falta: str, now: datetime) -> Solicitud:
    """Ask the person for what is missing, once, unless it could not be told; until it comes, the clock waits."""
    caso, solicitud = _tomar(tx, folio, usuario)
    falta = _limpio(falta)
    if solicitud.falta_pedida_en is not None:
        raise YaSePidio(folio)
    ultimo = plazos_legales.subsanar_antes_de(solicitud.recibida_en)
    if solicitud.tramite is not Tramite.RECLAMO or plazos_legales.dia(now) > ultimo:
        raise TardeParaPedir(folio)
    desiste = plazos_legales.desiste_el(now, solicitud.regimen)
    _avisar(tx, cipher, caso, usuario, FALTA, [folio, falta, fecha_en_palabras(desiste)], now)
    tx.run("asistente.solicitudes_de_datos.pedir_falta", id=solicitud.id, desiste_el=desiste, now=now)
    auditar(tx, "datos_falta_pedida", caso, usuario, now)
    return _ahora(tx, caso)


def prorrogar(tx: Transaction, cipher: Cipher, folio: str, usuario: Usuario, motivo: str, now: datetime) -> Solicitud:
    """Queue the notice of an extension, with its reasons and its new date; it counts once that was sent in time."""
    caso, solicitud = _tomar(tx, folio, usuario)
    motivo = _limpio(motivo)
    if solicitud.plazo.vencido(now) or solicitud.estado is Estado.SILENCIO:
        raise PlazoVencido(folio)
    if solicitud.estado is not Estado.EN_CURSO or solicitud.prorrogada_en or _aviso_vivo(tx, solicitud):
        raise YaProrrogada(folio)
    hasta = plazos_legales.plazo(solicitud.tramite, solicitud.completa_en, prorrogado=True).vence
    saliente = _avisar(tx, cipher, caso, usuario, "datos_prorroga", [folio, motivo, fecha_en_palabras(hasta)], now)
    tx.run("asistente.solicitudes_de_datos.pedir_prorroga", id=solicitud.id, saliente_id=saliente, motivo=motivo,
           now=now)  # fmt: skip
    auditar(tx, "datos_prorroga_pedida", caso, usuario, now, hasta=hasta.isoformat())
    return _ahora(tx, caso)


def trasladar(tx: Transaction, cipher: Cipher, folio: str, usuario: Usuario, a: str, now: datetime) -> Solicitud:
    """Record that it went to whom it concerns, and tell the person (art. 15 num. 1 par.)."""
    caso, solicitud = _tomar(tx, folio, usuario)
    a = _limpio(a)
    corre = solicitud.estado is not Estado.INCOMPLETA
    if solicitud.por_silencio or (corre and solicitud.plazo.vencido(now)):
        raise PlazoVencido(folio)
    _avisar(tx, cipher, caso, usuario, "datos_traslado", [folio, a], now)
    tx.run("asistente.solicitudes_de_datos.trasladar", id=solicitud.id, now=now)
    a_tiempo = plazos_legales.dia(now) <= plazos_legales.trasladar_antes_de(solicitud.recibida_en)
    auditar(tx, "datos_trasladados", caso, usuario, now, a_tiempo=int(a_tiempo))
    return _ahora(tx, caso)


def marcar(tx: Transaction, folio: str, usuario: Usuario, now: datetime) -> Solicitud:
    """Put "reclamo en trámite" beside the data (art. 15 num. 2); whoever does it tells the bureau too."""
    caso, solicitud = _tomar(tx, folio, usuario)
    if solicitud.tramite is not Tramite.RECLAMO:
        raise NoEsDeDatos(folio)
    tx.run("asistente.solicitudes_de_datos.marcar", id=solicitud.id, now=now)
    auditar(tx, "reclamo_en_tramite", caso, usuario, now)
    return _ahora(tx, caso)


def responder(
    tx: Transaction, cipher: Cipher, folio: str, usuario: Usuario, respuesta: Respuesta, now: datetime
) -> Solicitud:
    """Answer it. Granting an erasure authorizes it: it is done in the next minutes, once the answer has left."""
    caso, solicitud = _tomar(tx, folio, usuario)
    texto = respuesta.texto.strip()
    if not 0 < len(texto) <= TEXTO_MAXIMO:
        raise MotivoInvalido(folio)
    _exigir(tx, solicitud, respuesta, now)
    sentido = "favorable" if respuesta.favorable else "negada"
    dicho = [folio, partes("derechos")[sentido], texto]
    if not respuesta.favorable and respuesta.fundamento:
        dicho[2] = f"{texto}\n\n{deberes()[respuesta.fundamento].norma}"
    _avisar(tx, cipher, caso, usuario, "datos_respuesta", dicho, now)
    borra = respuesta.favorable and solicitud.derecho is Derecho.SUPRIMIR
    estado = Estado.POR_BORRAR if borra else Estado(sentido)
    solicitudes_de_datos.terminar(
        tx, folio, estado, now, fundamento=respuesta.fundamento or None, autorizada_por=usuario.id if borra else None
    )
    gestion_casos.registrar_respuesta(tx, caso.id, usuario.id, now)
    if not ventana.abierta(tx, caso.contacto_id, now):  # the whole answer is here for when they write
        notas.poner(tx, cipher, caso.id, caso.contacto_id, usuario.id, texto, now)
    auditar(tx, f"datos_respuesta_{sentido}", caso, usuario, now, fundamento=respuesta.fundamento)
    return _ahora(tx, caso)


def sin_confirmar(tx: Transaction, cipher: Cipher, folio: str, usuario: Usuario, now: datetime) -> Solicitud:
    """End what nobody proved to be theirs (Decreto 1377 art. 20), also past its time, and say how to ask anew."""
    caso, solicitud = _tomar(tx, folio, usuario)
    if solicitud.cedula_hmac is not None:
        raise YaSeConfirmo(folio)
    dichas = partes("derechos")
    _avisar(tx, cipher, caso, usuario, "datos_respuesta", [folio, dichas["negada"], dichas["sin_confirmar"]], now)
    solicitudes_de_datos.terminar(tx, folio, Estado.NEGADA, now, fundamento=SIN_CONFIRMAR)
    gestion_casos.registrar_respuesta(tx, caso.id, usuario.id, now)
    auditar(tx, "datos_sin_confirmar", caso, usuario, now)
    return _ahora(tx, caso)


def _exigir(tx: Transaction, solicitud: Solicitud, respuesta: Respuesta, now: datetime) -> None:
    """Raise what stands in the way of this answer."""
    if not respuesta.favorable:
        if solicitud.por_silencio or (solicitud.silencio_favorece and solicitud.plazo.vencido(now)):
            raise PlazoVencido(solicitud.folio)
        por_deber = solicitud.derecho in (Derecho.SUPRIMIR, Derecho.REVOCAR)
        if (por_deber or respuesta.fundamento) and respuesta.fundamento not in deberes():
            raise FaltaFundamento(solicitud.folio)
    elif solicitud.derecho in (Derecho.SUPRIMIR, Derecho.ACTUALIZAR) and (solicitud.nivel or 0) < 2:
        raise FaltaIdentificarse(solicitud.folio)


def _tomar(tx: Transaction, folio: str, usuario: Usuario) -> tuple[Fila, Solicitud]:
    caso = gestion_casos.para_responder(tx, folio, usuario)
    solicitud = solicitudes_de_datos.bloquear(tx, caso.id)
    if solicitud is None or not solicitud.abierta:
        raise NoEsDeDatos(folio)
    return caso, solicitud


def _ahora(tx: Transaction, caso: Fila) -> Solicitud:
    solicitud = solicitudes_de_datos.de_caso(tx, caso.id)
    assert solicitud is not None
    return solicitud


def falta_sin_decir(tx: Transaction, solicitud: Solicitud) -> bool:
    """Tell whether the message that asked for what is missing failed, and nothing took its place."""
    pedido = tx.first("asistente.solicitudes_de_datos.pedido_de_falta", contacto_id=solicitud.contacto_id,
                      origen=_origen(solicitud.caso_id, FALTA))  # fmt: skip
    return pedido is not None and _fallo(tx, int(pedido["id"]))


def _aviso_vivo(tx: Transaction, solicitud: Solicitud) -> bool:
    """Tell whether the notice of an extension is on its way, or left; one that failed may be queued again."""
    if solicitud.prorroga_id is None:
        return False
    return not _fallo(tx, solicitud.prorroga_id)


def _fallo(tx: Transaction, saliente_id: int) -> bool:
    return bool(tx.one("asistente.solicitudes_de_datos.salida", id=saliente_id)["estado"] == "fallido")


def _origen(caso_id: int, nombre: str) -> str:
    return f"datos:{caso_id}:{nombre}:"


def _avisar(
    tx: Transaction, cipher: Cipher, caso: Fila, usuario: Usuario, nombre: str, valores: list[str], now: datetime
) -> int:
    """Queue what the person must be told, and return the id of its message."""
    if ventana.abierta(tx, caso.contacto_id, now):
        cuerpo = payloads.text(partes("derechos")[nombre].format(*valores))
    else:
        cuerpo = plantillas.rellenar(plantillas.registradas()[nombre], [acortar(valor) for valor in valores])
    origen = f"{_origen(caso.id, nombre)}{secrets.token_hex(8)}"
    bandeja_salida.encolar(tx, cipher, caso.contacto_id, origen, cuerpo, clase=CLASE, usuario_id=usuario.id)
    trabajos.despertar_envio(tx, caso.contacto_id)
    return int(tx.one("asistente.solicitudes_de_datos.aviso", wamid_origen=origen, clase=CLASE)["id"])


def acortar(texto: str) -> str:
    """Return the beginning of a text in one line, as long as a template takes."""
    linea = " ".join(texto.split())
    return linea if len(linea) <= MOTIVO_MAXIMO else linea[: MOTIVO_MAXIMO - 1].rsplit(" ", 1)[0] + "…"


def _limpio(texto: str) -> str:
    limpio = " ".join(texto.split())
    if not 0 < len(limpio) <= MOTIVO_MAXIMO:
        raise MotivoInvalido
    return limpio
