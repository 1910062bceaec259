"""Whether a message may leave, asked at the moment when it does: what was queued in time may leave too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from proalto.db.database import Transaction
from proalto.gateways.rne import Rne
from proalto.services.contacto import reglas_de_contacto, ventana
from proalto.services.contacto.reglas_de_contacto import Veredicto
from proalto.services.mensajeria import interruptores, ritmos
from proalto.services.mensajeria.salientes import Motivo, Saliente
from proalto.whatsapp.address import Address

CODIGO_CADUCA_TRAS = timedelta(minutes=5)


@dataclass(frozen=True)
class Permiso:
    """A message may leave in `segundos`. `sondeo`: it is the one that tries whether Meta takes messages again."""

    segundos: float = 0
    sondeo: bool = False


@dataclass(frozen=True)
class Aplazado:
    """It must wait: so many seconds, or, with None, until Meta takes messages again."""

    segundos: float | None


def impedimento(
    tx: Transaction, contacto_id: int, saliente: Saliente, suya: Address, rne: Rne | None, now: datetime
) -> Veredicto:
    """Return why a message may never leave, or not yet; None when it may. `suya` is the contact's own address."""
    if saliente.cuerpo is None:
        return Motivo.ILEGIBLE
    if saliente.dudoso and saliente.reenviado:
        return Motivo.INCIERTO
    if saliente.clase == "codigo" and now - saliente.creado_en > CODIGO_CADUCA_TRAS:
        return Motivo.CADUCADO
    telefono = saliente.destino or suya.phone
    veredicto = reglas_de_contacto.mirar(tx, contacto_id, saliente, telefono, rne, now)
    if veredicto is not None:
        return veredicto
    if saliente.canal == "whatsapp" and not ventana.puede_salir(tx, contacto_id, saliente.cuerpo, now):
        return Motivo.VENTANA
    return None


def pedir_paso(tx: Transaction, contacto_id: int, saliente: Saliente, suya: Address) -> Permiso | Aplazado:
    """Ask for a message's turn, which is spent if it is given: whether sending stands still, and then the pace.

    `suya` is the contact's own address: a code may go to another one, whose pace is not theirs. An SMS asks nobody.
    """
    if saliente.canal != "whatsapp":
        return Permiso()
    sondeo = interruptores.envios_detenidos(tx) is not None
    if sondeo and not interruptores.tomar_sondeo(tx):
        return Aplazado(None)
    if saliente.destino in (None, suya.phone):
        paso = ritmos.pedir(tx, ritmos.del_contacto(contacto_id, codigo=saliente.clase == "codigo"))
        if not paso.dado:
            return Aplazado(paso.segundos)
    paso = ritmos.pedir(tx, ritmos.del_numero())
    return Permiso(paso.segundos, sondeo) if paso.dado else Aplazado(paso.segundos)
