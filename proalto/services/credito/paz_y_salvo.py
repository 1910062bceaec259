"""Paz y salvo: the certificate of whoever has paid everything (docs/decisiones/0008-paz-y-salvo.md)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from proalto.db.database import Database, Row, Transaction
from proalto.errors import ProAltoError
from proalto.formats.dias_habiles import BOGOTA
from proalto.gateways.cipher import Cipher
from proalto.gateways.imprenta import Certificado, Imprenta, Obligacion
from proalto.services.consentimiento.autorizacion import exigir_autorizacion
from proalto.services.credito import certificados
from proalto.services.credito.folios import nuevo_folio
from proalto.services.credito.saldo import CANCELADO, VIVOS, SinCredito
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import Capacidad, Nivel, Titular, exigir_identidad

INTENTOS = 3  # the customer's crédito changed each time between the look and the issue: something is going on


@dataclass(frozen=True)
class Deuda:
    """A crédito on which something is owed."""

    numero: str
    saldo: Decimal


class AunDebe(ProAltoError):
    """The customer owes on some crédito, which is the reason for no certificate."""

    def __init__(self, deudas: Sequence[Deuda]) -> None:
        super().__init__(f"{len(deudas)} créditos")
        self.deudas = tuple(deudas)


class RequiereAsesor(ProAltoError):
    """No program may certify this: written off, sold, a figure that is missing or contradicts another."""


@dataclass(frozen=True)
class Emision:
    """A certificate that can be sent; `nuevo` is False when it had been issued for another message."""

    folio: str
    nuevo: bool


@dataclass(frozen=True)
class _Vista:
    """What the lender's database says of a customer at one moment."""

    nombre: str
    obligaciones: tuple[Obligacion, ...]
    corte_en: datetime


def emitir_paz_y_salvo(
    db: Database,
    nucleo: Database,
    cipher: Cipher,
    imprenta: Imprenta,
    contacto: Contacto,
    now: datetime,
) -> Emision:
    """Issue the certificate, or return the one of today that says the same.

    It is printed from one look at the lender's database and stored only if a second one, the last thing before the
    insert, sees the same. Raises FaltaAutorizacion, FaltaIdentidad, SinCredito, AunDebe or RequiereAsesor.
    """
    exigir_autorizacion(db, contacto)
    titular = exigir_identidad(db, cipher, contacto, Nivel.N2, now, Capacidad.DOCUMENTO)
    for _ in range(INTENTOS):
        vista = _mirar(nucleo, titular)
        estado = _huella(cipher, titular, vista)
        with db.transaction() as tx:
            anterior = _de_hoy(tx, cipher, titular, estado, contacto, now)
        if anterior is not None:
            return anterior
        certificado = Certificado(
            nuevo_folio(cipher), vista.nombre, titular.cedula, vista.obligaciones, now, vista.corte_en
        )
        pdf = imprenta.imprimir(certificado)
        with db.transaction() as tx:
            certificados.uno_a_la_vez(tx, cipher, titular.cedula)
            anterior = _de_hoy(tx, cipher, titular, estado, contacto, now)
            if anterior is not None:
                return anterior
            if _huella(cipher, titular, _mirar(nucleo, titular)) == estado:
                certificados.guardar(tx, cipher, contacto, certificado, estado, pdf)
                return Emision(certificado.folio, nuevo=True)
    raise RequiereAsesor("the créditos keep changing")


def _de_hoy(
    tx: Transaction, cipher: Cipher, titular: Titular, estado: bytes, contacto: Contacto, now: datetime
) -> Emision | None:
    row = certificados.del_dia(tx, cipher, titular.cedula, estado, now.astimezone(BOGOTA).date())
    return None if row is None else Emision(row["folio"], row["wamid_origen"] == contacto.wamid)


def _mirar(nucleo: Database, titular: Titular) -> _Vista:
    """Return what would be certified; raise SinCredito, AunDebe or RequiereAsesor when nothing can be."""
    with nucleo.transaction() as tx:
        rows = tx.all("nucleo.paz_y_salvo.por_cedula", cedula=titular.cedula)
    creditos = [row for row in rows if row["tiene_credito"]]
    if not creditos:
        raise SinCredito
    vivos = [row for row in creditos if row["estado"] in VIVOS]
    if any(not row["saldo"] or row["saldo"] < 0 for row in vivos):  # live, and no figure of what is owed
        raise RequiereAsesor("a live crédito without a figure")
    if vivos:
        raise AunDebe([Deuda(str(row["numero"]), row["saldo"]) for row in vivos])
    corte_en = creditos[0]["corte_en"]
    nombre = " ".join(f"{creditos[0]['nombres'] or ''} {creditos[0]['apellidos'] or ''}".split())
    if not nombre or not all(_saldado(row, corte_en) for row in creditos):
        raise RequiereAsesor("not every crédito is settled beyond doubt")
    obligaciones = tuple(Obligacion(str(row["numero"]), row["fecha_cancelacion"]) for row in creditos)
    return _Vista(nombre, obligaciones, corte_en)


def _saldado(row: Row, corte_en: datetime) -> bool:
    """Tell whether a crédito is paid beyond doubt: any state but `cancelado` (sold, written off...) is not.

    A deduction whose day has come, and that nobody has applied yet, is in transit: it may be owed back, or it may be
    what the figures lack. One that is only scheduled is no obstacle: the certificate is what stops it.
    """
    hoy = corte_en.astimezone(BOGOTA).date()
    cuando, descuento = row["fecha_cancelacion"], row["proximo_descuento"]
    return bool(
        row["estado"] == CANCELADO
        and not row["saldo"]
        and row["numero"]
        and (cuando is None or cuando <= hoy)
        and (descuento is None or descuento > hoy)
    )


def _huella(cipher: Cipher, titular: Titular, vista: _Vista) -> bytes:
    """Return a keyed hash of what would be certified, whenever it is looked at."""
    obligaciones = [[uno.numero, str(uno.cancelada_en)] for uno in vista.obligaciones]
    dicho = json.dumps([titular.cedula, vista.nombre, obligaciones], ensure_ascii=False)
    return cipher.keyed_hash("certificado", hashlib.sha256(dicho.encode()).hexdigest())
