"""Sending a contact's outbox, in order. What may have reached Meta waits for its status before it is sent again."""

from __future__ import annotations

import logging
import random
import time
from dataclasses import dataclass

from proalto.bootstrap import App
from proalto.db.database import DatabaseAway
from proalto.errors import OutsideError, ProAltoError
from proalto.gateways.cipher import Undecipherable
from proalto.puntos import punto
from proalto.services.atencion.casos import abrir_caso
from proalto.services.contacto.reglas_de_contacto import Veredicto
from proalto.services.identificacion.contactos import Contacto, direccion
from proalto.services.mensajeria import bandeja_salida, entregas, interruptores, salidas
from proalto.services.mensajeria.entregas import SinDocumento
from proalto.services.mensajeria.reglas_de_envio import vigentes
from proalto.services.mensajeria.salidas import Aplazado
from proalto.services.mensajeria.salientes import Espera, Motivo, Saliente, motivo_de
from proalto.services.operacion.textos import texto
from proalto.whatsapp import payloads
from proalto.whatsapp.address import Address
from proalto.whatsapp.errors import GraphError, GraphTimeout, RetryPolicy, delay_seconds
from proalto.whatsapp.payloads import InvalidPayload, PayloadTooLong
from proalto.worker import archivos, puerta
from proalto.worker.despertador import Despertador
from proalto.worker.puerta import NoSale

logger = logging.getLogger(__name__)
# A worker that was frozen since it took a message leaves it: 15 s, and the 13 of the slowest answer, end before the
# 30 s after which others take it for uncertain.
START_SECONDS = 15.0
RECORD_RETRY_SECONDS = (0.1, 0.3, 0.6, 1, 2, 4)
PRUEBAN_QUE_ACEPTA = (RetryPolicy.NEVER, RetryPolicy.WINDOW_CLOSED, RetryPolicy.PAIR)  # refused, but not for the token
SIN_REMEDIO: dict[type[ProAltoError], Motivo] = {
    InvalidPayload: Motivo.INVALIDO,
    PayloadTooLong: Motivo.INVALIDO,
    SinDocumento: Motivo.SIN_DOCUMENTO,
    Undecipherable: Motivo.ILEGIBLE,
}
_despertador = Despertador()


@dataclass(frozen=True)
class Envio:
    """One try: what, where to, and whether it probes."""

    contacto_id: int
    saliente: Saliente
    address: Address
    sondeo: bool
    empieza: float  # by the monotonic clock

    @property
    def a_tiempo(self) -> bool:
        return time.monotonic() - self.empieza < START_SECONDS


def enviar(app: App, contacto_id: int) -> None:
    """Send the contact's messages until none is left; if one must wait, wake up when it need not any more."""
    segundos = vaciar(app, contacto_id)
    if segundos is not None:
        _despertador.en(app.db, contacto_id, segundos)


def vaciar(app: App, contacto_id: int) -> float | None:
    """Send what is due; return the seconds until more is, or None when nothing is left, or sending stands still."""
    while True:
        tomado = _tomar(app, contacto_id)
        if isinstance(tomado, Envio):
            espera = _enviar(app, tomado)
            if espera:
                return espera
        elif tomado is None or isinstance(tomado, Aplazado):
            return None if tomado is None else tomado.segundos


def _tomar(app: App, contacto_id: int) -> Envio | Aplazado | Veredicto:
    """Take the contact's next message, or learn why it does not leave now (Aplazado, Retenido) or ever (Motivo)."""
    with app.db.transaction() as tx:
        saliente = bandeja_salida.siguiente(tx, app.cipher, contacto_id)
        if saliente is None or isinstance(saliente, Espera):
            return None if saliente is None else Aplazado(saliente.segundos)
        suya = direccion(tx, contacto_id)
        veredicto = salidas.impedimento(tx, contacto_id, saliente, suya, app.rne, app.now())
        if veredicto is not None:
            puerta.anotar(tx, saliente, veredicto, probado=False)
            return veredicto
        paso = salidas.pedir_paso(tx, contacto_id, saliente, suya)
        if isinstance(paso, Aplazado):
            if paso.segundos is not None:
                bandeja_salida.aplazar(tx, saliente, paso.segundos)
            return paso
        bandeja_salida.tomar(tx, saliente)
    empieza = time.monotonic()
    time.sleep(paso.segundos)
    address = Address(phone=saliente.destino) if saliente.destino else suya
    return Envio(contacto_id, saliente, address, paso.sondeo, empieza)


def _enviar(app: App, envio: Envio) -> float | None:
    """Send one message and record how it went; return the seconds that the contact's queue must wait, if it must."""
    punto("enviar.tomado")
    try:
        wamid = _entregar(app, envio)
    except GraphTimeout:
        return _esperar(app, envio, "incierto", vigentes().incierto_segundos)
    except (TomadoPorOtro, NoSale):
        return None
    except OutsideError as error:
        return _fallo(app, envio, error)
    except tuple(SIN_REMEDIO) as error:
        logger.error("message %s cannot be sent: %s", envio.saliente.id, type(error).__name__)
        return _dar_por_fallido(app, envio, SIN_REMEDIO[type(error)])
    punto("enviar.tras_enviar")
    _anotar_aceptado(app, envio, wamid)
    punto("enviar.tras_anotar")
    return None


class TomadoPorOtro(Exception):
    """This try took so long to begin that another worker may have taken the message."""


def _entregar(app: App, envio: Envio) -> str:
    saliente, address = envio.saliente, envio.address
    assert saliente.cuerpo is not None  # salidas.impedimento
    if not envio.a_tiempo:
        raise TomadoPorOtro
    puerta.pasar(app, envio.contacto_id, saliente, address)
    if saliente.canal == "sms":
        if app.sms is None or address.phone is None:
            raise OutsideError("no SMS door", permanent=True)
        return app.sms.send(address.phone, str(saliente.cuerpo["texto"]))
    if not address.phone and not address.bsuid:
        raise SinDireccion
    documento = entregas.de_cuerpo(saliente.cuerpo)
    if documento is None:
        return app.whatsapp.send(payloads.addressed(saliente.cuerpo, address, str(saliente.id))).wamid

    def dirigir(payload: payloads.Payload) -> payloads.Payload:
        with app.db.transaction() as tx:  # the upload may have taken as long as others wait
            if not bandeja_salida.sigue(tx, saliente):
                raise TomadoPorOtro
        return payloads.addressed(payload, address, str(saliente.id))

    return archivos.entregar(app, documento, str(saliente.cuerpo["leyenda"]), dirigir)


class SinDireccion(OutsideError):
    """Nobody knows where the contact can be written to."""

    def __init__(self) -> None:
        super().__init__("no address", permanent=True)


def _anotar_aceptado(app: App, envio: Envio, wamid: str) -> None:
    """Record that it was taken, even if PostgreSQL is just restarting: not to know would mean to send it twice."""
    for segundos in (*RECORD_RETRY_SECONDS, None):
        try:
            with app.db.transaction() as tx:
                bandeja_salida.aceptar(tx, envio.saliente.id, wamid)
                reanudado = envio.sondeo and interruptores.reanudar_envios(tx)
            break
        except DatabaseAway:
            if segundos is None:
                raise
            time.sleep(segundos)
    if reanudado:
        logger.warning("Meta takes our messages again: sending goes on")


def _fallo(app: App, envio: Envio, error: OutsideError) -> float | None:
    policy = error.policy if isinstance(error, GraphError) else RetryPolicy.SOON
    code = error.code if isinstance(error, GraphError) else None
    saliente = envio.saliente
    logger.warning("message %s not sent: %s Meta#%s", saliente.id, type(error).__name__, code)
    if policy is RetryPolicy.STOP:
        return _detener(app, envio, code)
    if envio.sondeo and code is not None and policy in PRUEBAN_QUE_ACEPTA:
        with app.db.transaction() as tx:
            interruptores.reanudar_envios(tx)
    if error.permanent:
        motivo = Motivo.SIN_DIRECCION if isinstance(error, SinDireccion) else motivo_de(code)
        return _dar_por_fallido(app, envio, motivo, code)
    if app.now() - saliente.creado_en > vigentes().caduca:
        return _dar_por_fallido(app, envio, Motivo.CADUCADO, code)
    pedido = error.retry_after if isinstance(error, GraphError) else None
    espera = max(delay_seconds(policy, saliente.intentos - 1, random.random), pedido or 0)
    return _esperar(app, envio, "pendiente", espera, code)


def _detener(app: App, envio: Envio, code: int | None) -> float | None:
    """Stop sending for everybody. The message stays; only one that is refused again and again, a day long, while others
    pass, is given up: it would stop everybody each time."""
    if not envio.sondeo and app.now() - envio.saliente.creado_en > vigentes().caduca:
        return _dar_por_fallido(app, envio, Motivo.RECHAZADO, code)
    with app.db.transaction() as tx:
        primero = interruptores.detener_envios(tx, code)
        segundos = vigentes().sondeo_segundos
        bandeja_salida.marcar(tx, envio.saliente, "pendiente", segundos=segundos, error_codigo=code)
    if primero:
        logger.error("Meta refuses our messages, Meta#%s: sending stands still for everybody", code)
    return segundos


def _dar_por_fallido(app: App, envio: Envio, motivo: Motivo, code: int | None = None) -> float | None:
    if entregas.de_cuerpo(envio.saliente.cuerpo or {}) is not None:
        _disculparse(app, envio.contacto_id, envio.saliente)
    with app.db.transaction() as tx:
        bandeja_salida.fallar(tx, envio.saliente, motivo, code)
    return None


def _disculparse(app: App, contacto_id: int, saliente: Saliente) -> None:
    """A file that cannot be sent took its words with it: say so, and give the case to a person."""
    contacto = Contacto(contacto_id, Address(), saliente.wamid_origen)
    abrir_caso(app.db, app.cipher, contacto, "falla", app.now())
    with app.db.transaction() as tx:
        aviso = payloads.text(texto("documento_no_enviado"))
        bandeja_salida.encolar(
            tx, app.cipher, contacto_id, saliente.wamid_origen, aviso, clase="aviso", ordinal=saliente.ordinal
        )


def _esperar(app: App, envio: Envio, estado: str, segundos: float, code: int | None = None) -> float | None:
    with app.db.transaction() as tx:
        suya = bandeja_salida.marcar(tx, envio.saliente, estado, segundos=segundos, error_codigo=code)
    return segundos if suya else None  # a status has told meanwhile what became of it
