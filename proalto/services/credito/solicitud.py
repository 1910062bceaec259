"""Solicitud: the stage of each application, and until when what comes next is promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from proalto.db.database import Database, Row
from proalto.errors import ProAltoError
from proalto.formats.dias_habiles import BOGOTA
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento.autorizacion import exigir_autorizacion
from proalto.services.credito import etapas
from proalto.services.credito.etapas import Etapa
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import Nivel, exigir_identidad


class SinSolicitud(ProAltoError):
    """The customer has asked for no crédito, as far as the lender's database tells."""


class RequiereAsesor(ProAltoError):
    """The stage is none that we know: only a person can tell."""


@dataclass(frozen=True)
class Solicitud:
    """One application; no amounts, which level N1 does not open. What the lender's database does not tell is None.

    `etapa` is None when it is none that we know. `vencida`: the promised day is over and the stage is the same.
    """

    radicado: str
    producto: str | None
    etapa: Etapa | None
    desde: datetime | None
    prometida_para: date | None
    vencida: bool

    @property
    def terminada(self) -> bool:
        return self.etapa is not None and self.etapa.final


def consultar_solicitudes(
    db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, now: datetime
) -> list[Solicitud]:
    """Return every application of the customer, the newest first.

    Raises FaltaAutorizacion, FaltaIdentidad, SinSolicitud, or RequiereAsesor when no stage at all is known.
    """
    exigir_autorizacion(db, contacto)
    titular = exigir_identidad(db, cipher, contacto, Nivel.N1, now)
    with nucleo.transaction() as tx:
        rows = tx.all("nucleo.solicitud.por_cedula", cedula=titular.cedula)
    if not rows:
        raise SinSolicitud
    solicitudes = [_solicitud(row, now) for row in rows]
    if all(solicitud.etapa is None for solicitud in solicitudes):
        raise RequiereAsesor
    return solicitudes


def _solicitud(row: Row, now: datetime) -> Solicitud:
    etapa = etapas.vigentes().get(row["etapa"])
    prometida = None if etapa is None else etapa.promesa(row["actualizada_en"])
    return Solicitud(
        radicado=str(row["radicado"]),
        producto=row["producto"],
        etapa=etapa,
        desde=row["actualizada_en"],
        prometida_para=prometida,
        vencida=prometida is not None and now.astimezone(BOGOTA).date() > prometida,
    )
