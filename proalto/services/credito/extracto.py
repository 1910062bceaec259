"""Extracto: the statement of every crédito that the law lets the customer have at any time (Ley 1527 de 2012 art. 5).

What it says is frozen when it is asked for and travels sealed with the message; the PDF is drawn when it leaves.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from decimal import Decimal

from proalto.db.database import Database, Row
from proalto.errors import ProAltoError
from proalto.gateways import extracto as papel
from proalto.gateways.cipher import Cipher, Undecipherable
from proalto.gateways.extracto import Extracto, Renglon
from proalto.services.consentimiento.autorizacion import exigir_autorizacion
from proalto.services.credito.saldo import CANCELADO, VIVOS, SinCredito
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import Nivel, exigir_identidad
from proalto.services.operacion.textos import partes

CONTEXTO = "extracto"


class SinExtracto(ProAltoError):
    """What the message named cannot be drawn any more: it was altered, or its owner's key was destroyed."""


def consultar_extracto(db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> Extracto:
    """Return what the lender's database says of every crédito, those that are owed first.

    Raises FaltaAutorizacion, FaltaIdentidad or SinCredito.
    """
    exigir_autorizacion(db, contacto)
    titular = exigir_identidad(db, cipher, contacto, Nivel.N2, now)
    with nucleo.transaction() as tx:
        rows = tx.all("nucleo.extracto.por_cedula", cedula=titular.cedula)
    if not rows:
        raise SinCredito
    nombre = " ".join(f"{rows[0]['nombres'] or ''} {rows[0]['apellidos'] or ''}".split())
    return Extracto(nombre, titular.cedula, tuple(_renglon(row) for row in rows), rows[0]["corte_en"])


def pedir_extracto(db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, now: datetime) -> str:
    """Return the reference under which `entregas` finds the statement; raises what `consultar_extracto` does."""
    extracto = consultar_extracto(db, nucleo, cipher, contacto, now)
    sellado = cipher.seal(extracto.como_json(), CONTEXTO, de=contacto.id)
    return urlsafe_b64encode(sellado).decode()


def dibujar(cipher: Cipher, referencia: str) -> bytes:
    """Return the PDF of a reference; raise SinExtracto."""
    try:
        guardado = cipher.unseal(urlsafe_b64decode(referencia), CONTEXTO)
    except (Undecipherable, ValueError) as error:
        raise SinExtracto from error
    return papel.dibujar(Extracto.de_json(guardado), partes("extracto"))


def _renglon(row: Row) -> Renglon:
    vivo = row["estado"] in VIVOS
    return Renglon(
        numero=str(row["numero"]),
        estado=row["estado"],
        saldo=Decimal(0) if row["estado"] == CANCELADO and row["saldo"] is None else row["saldo"],
        monto=row["monto"],
        valor_cuota=row["valor_cuota"],
        tasa_mensual=row["tasa_mensual"],
        cuotas_pagadas=row["cuotas_pagadas"],
        cuotas_totales=row["cuotas_totales"],
        fecha_desembolso=row["fecha_desembolso"],
        proximo_descuento=row["proximo_descuento"] if vivo else None,
        dias_mora=(row["dias_mora"] or 0) if vivo else None,
        pagaduria=row["pagaduria"],
    )
