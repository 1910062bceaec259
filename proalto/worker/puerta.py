"""The last look at a message, just before it is handed over: what might leave a moment ago may not any more."""

from __future__ import annotations

import logging

from proalto.bootstrap import App
from proalto.db.database import Transaction
from proalto.services.contacto import reglas_de_contacto
from proalto.services.contacto.reglas_de_contacto import REGULADAS, Retenido, clase_de
from proalto.services.mensajeria import bandeja_salida
from proalto.services.mensajeria.salientes import Motivo, Saliente
from proalto.whatsapp.address import Address

logger = logging.getLogger(__name__)


class NoSale(Exception):
    """The law of contact keeps the message here, and that is written down."""


def pasar(app: App, contacto_id: int, saliente: Saliente, address: Address) -> None:
    """Let the message go, its try counted, or raise NoSale. The rest was looked at already."""
    if clase_de(saliente) not in REGULADAS:
        return
    with app.db.transaction() as tx:
        veredicto = reglas_de_contacto.salir(tx, contacto_id, saliente, address.phone, app.rne, app.now())
        if veredicto is not None:
            anotar(tx, saliente, veredicto)
    if veredicto is not None:
        raise NoSale


def anotar(tx: Transaction, saliente: Saliente, veredicto: Motivo | Retenido, *, probado: bool = True) -> None:
    """Write down that a message does not leave, or not yet; `probado`: it was taken already."""
    if isinstance(veredicto, Retenido):
        bandeja_salida.retener(tx, saliente, veredicto.segundos)
        logger.info("message %s waits %.0f s by the law of contact", saliente.id, veredicto.segundos)
    else:
        bandeja_salida.fallar(tx, saliente, veredicto, probado=probado)
        logger.warning("message %s not sent: %s", saliente.id, veredicto.value)
