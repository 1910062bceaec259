"""What a contact has tried and what has been tried on a cédula, counted; and when it is too much (`limites.py`)."""

from __future__ import annotations

from datetime import datetime

from proalto.db.database import Row, Transaction
from proalto.errors import ProAltoError
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.limites import LIMITES


class DemasiadosIntentos(ProAltoError):
    """This contact has tried too much; only time or a person helps. Says nothing about any cédula."""


def anotar(tx: Transaction, contacto: Contacto, huella: bytes, paso: str, bien: bool, now: datetime) -> None:
    """Count one step of this message; a repeated message counts once."""
    tx.run(
        "asistente.identidad.anotar",
        contacto_id=contacto.id,
        cedula_hmac=huella,
        paso=paso,
        bien=bien,
        senuelo=False,
        wamid=contacto.wamid,
        now=now,
    )


def cuentas_contacto(tx: Transaction, contacto: Contacto, huella: bytes, now: datetime) -> Row:
    """Return what this contact has tried, with this cédula and with others."""
    return tx.one(
        "asistente.identidad.cuentas_contacto",
        contacto_id=contacto.id,
        cedula_hmac=huella,
        now=now,
        pausa=LIMITES.datos_pausa,
    )


def exigir_paciencia(tx: Transaction, contacto: Contacto, huella: bytes, now: datetime) -> None:
    """Raise DemasiadosIntentos when the contact must wait, whatever the cédula."""
    cuentas = cuentas_contacto(tx, contacto, huella, now)
    if (
        cuentas["datos_malos_pausa"] >= LIMITES.datos_malos_por_contacto
        or cuentas["datos_malos_24h"] >= LIMITES.datos_malos_por_contacto_24h
        or cuentas["envios_24h"] >= LIMITES.codigos_por_contacto_24h
    ):
        raise DemasiadosIntentos("datos")


def libre(tx: Transaction, contacto: Contacto, huella: bytes, celular: str | None, now: datetime) -> bool:
    """Tell whether a code may leave for this customer; a locked one looks like an unknown one.

    Strangers who present a cédula must not shut its owner out: the registered number itself is never one too many.
    """
    propio = celular is not None and celular == contacto.address.phone
    cuentas = _cuentas_cedula(tx, contacto, huella, now)
    return bool(
        cuentas["envios_30min"] < LIMITES.codigos_por_cliente_30min
        and cuentas["envios_24h"] < LIMITES.codigos_por_cliente_24h
        and (propio or cuentas["otros_contactos_24h"] < LIMITES.contactos_por_cedula_24h)
        and cuentas["codigos_malos_seguidos"] < LIMITES.codigos_malos_seguidos_bloquean
        and not cuentas["bloqueada"]
    )


def malos_seguidos(tx: Transaction, contacto: Contacto, huella: bytes, now: datetime) -> int:
    """Return how many codes of this customer were wrong since the last right one, or since a person confirmed them."""
    return int(_cuentas_cedula(tx, contacto, huella, now)["codigos_malos_seguidos"])


def _cuentas_cedula(tx: Transaction, contacto: Contacto, huella: bytes, now: datetime) -> Row:
    return tx.one("asistente.identidad.cuentas_cedula", contacto_id=contacto.id, cedula_hmac=huella, now=now)
