"""Sending a contact's outbox, in order. What may have reached Meta waits for its status before it is sent again."""

from __future__ import annotations

import logging
import random
from datetime import timedelta

from proalto.bootstrap import App
from proalto.errors import OutsideError
from proalto.gateways.cipher import Undecipherable
from proalto.puntos import punto
from proalto.services import bandeja_salida, bloqueos, entregas
from proalto.services.bandeja_salida import Saliente
from proalto.services.casos import abrir_caso
from proalto.services.contactos import Contacto, direccion
from proalto.services.entregas import SinDocumento
from proalto.services.textos import texto
from proalto.whatsapp import payloads
from proalto.whatsapp.address import Address
from proalto.whatsapp.errors import GraphError, GraphTimeout, RetryPolicy, delay_seconds
from proalto.whatsapp.payloads import InvalidPayload
from proalto.worker import archivos

logger = logging.getLogger(__name__)
CADUCA_TRAS = timedelta(hours=24)  # the service window: an answer cannot be sent later
CODIGO_CADUCA_TRAS = timedelta(minutes=5)
ENVIOS_DUDOSOS = 2  # what may have arrived is sent once more, never twice


def enviar(app: App, contacto_id: int) -> None:
    """Send the contact's messages until none is left or one must wait."""
    while True:
        with app.db.transaction() as tx:
            saliente = bandeja_salida.tomar(tx, app.cipher, contacto_id)
            if saliente is None:
                return
            address = Address(phone=saliente.destino) if saliente.destino else direccion(tx, contacto_id)
            if not bloqueos.puede_salir(tx, contacto_id, saliente.cuerpo):
                bandeja_salida.marcar(tx, saliente.id, "fallido")
                continue
        if not _enviar(app, contacto_id, saliente, address):
            return


def _enviar(app: App, contacto_id: int, saliente: Saliente, address: Address) -> bool:
    """Send one message and record how it went; False when the contact's queue must wait."""
    limite = CODIGO_CADUCA_TRAS if saliente.clase == "codigo" else CADUCA_TRAS
    agotado = saliente.repetido and saliente.intentos > ENVIOS_DUDOSOS
    if agotado or app.now() - saliente.creado_en > limite:
        return _marcar(app, saliente, "fallido")
    punto("enviar.tomado")
    try:
        wamid = _entregar(app, saliente, address)
    except GraphTimeout:
        return _marcar(app, saliente, "incierto", segundos=bandeja_salida.ESPERA_INCIERTO_SEGUNDOS)
    except OutsideError as error:
        if error.permanent:
            _disculparse(app, contacto_id, saliente)
        return _fallo(app, saliente, error)
    except (InvalidPayload, SinDocumento, Undecipherable) as error:
        logger.error("message %s cannot be sent: %s", saliente.id, type(error).__name__)
        _disculparse(app, contacto_id, saliente)
        return _marcar(app, saliente, "fallido")
    punto("enviar.tras_enviar")
    with app.db.transaction() as tx:
        bandeja_salida.aceptar(tx, saliente.id, wamid)
    punto("enviar.tras_anotar")
    return True


def _entregar(app: App, saliente: Saliente, address: Address) -> str:
    if saliente.canal == "sms":
        if app.sms is None or address.phone is None:
            raise OutsideError("no SMS door", permanent=True)
        return app.sms.send(address.phone, str(saliente.cuerpo["texto"]))
    if not address.phone and not address.bsuid:
        raise OutsideError("no address", permanent=True)
    documento = entregas.de_cuerpo(saliente.cuerpo)
    if documento is not None:
        leyenda = str(saliente.cuerpo["leyenda"])
        return archivos.entregar(
            app, documento, leyenda, lambda payload: payloads.addressed(payload, address, str(saliente.id))
        )
    return app.whatsapp.send(payloads.addressed(saliente.cuerpo, address, str(saliente.id))).wamid


def _disculparse(app: App, contacto_id: int, saliente: Saliente) -> None:
    """A file that cannot be sent took its words with it: say so, and give the case to a person."""
    if entregas.de_cuerpo(saliente.cuerpo) is None:
        return
    contacto = Contacto(contacto_id, Address(), saliente.wamid_origen)
    abrir_caso(app.db, app.cipher, contacto, "falla", app.now())
    with app.db.transaction() as tx:
        aviso = payloads.text(texto("documento_no_enviado"))
        bandeja_salida.encolar(
            tx, app.cipher, contacto_id, saliente.wamid_origen, aviso, clase="aviso", ordinal=saliente.ordinal
        )


def _fallo(app: App, saliente: Saliente, error: OutsideError) -> bool:
    policy = error.policy if isinstance(error, GraphError) else RetryPolicy.SOON
    code = error.code if isinstance(error, GraphError) else None
    logger.log(
        logging.ERROR if policy is RetryPolicy.STOP else logging.WARNING,
        "message %s not sent: %s code %s", saliente.id, type(error).__name__, code,
    )  # fmt: skip
    if error.permanent:  # STOP is not: once the token is mended, the message leaves
        return _marcar(app, saliente, "fallido", error_codigo=code)
    espera = delay_seconds(policy, saliente.intentos - 1, random.random)
    return _marcar(app, saliente, "pendiente", segundos=espera, error_codigo=code)


def _marcar(app: App, saliente: Saliente, estado: str, *, segundos: float = 0, error_codigo: int | None = None) -> bool:
    with app.db.transaction() as tx:
        bandeja_salida.marcar(tx, saliente.id, estado, segundos=segundos, error_codigo=error_codigo)
    return estado == "fallido"
