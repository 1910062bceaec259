"""Renovación: which of a customer's live créditos may be renewed, on what offer, or every reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from proalto.db.database import Database, Row
from proalto.errors import ProAltoError
from proalto.formats.dias_habiles import BOGOTA
from proalto.gateways.cipher import Cipher
from proalto.services.consentimiento.autorizacion import exigir_autorizacion
from proalto.services.credito.elegibilidad import ANO, Hechos, Motivo, juzgar
from proalto.services.credito.ofertas import Oferta, Terminos, armar, leer_oferta
from proalto.services.credito.saldo import VIVOS, RequiereAsesor, SinCredito, TodoPagado
from proalto.services.credito.simulador import Ingreso
from proalto.services.datos.solicitudes_de_datos import reclamo_en_tramite
from proalto.services.identificacion.contactos import Contacto
from proalto.services.identificacion.sesiones import Capacidad, Nivel, exigir_identidad
from proalto.services.operacion.parametros import RENOVACION, Parametros, avisar, vigentes

CASTIGADO, CANCELADO, EN_MORA = "castigado", "cancelado", "en_mora"
ESTADOS = (*VIVOS, CANCELADO, CASTIGADO)
EN_CURSO = ("recepcion", "estudio", "aprobacion")
TERMINADAS = ("desembolso", "negada", "desistida")
NADIE: Row = {"segmento": None, "fecha_nacimiento": None}


@dataclass(frozen=True)
class Expediente:
    """What is known of one customer today: the rows that renovacion.sql gives, and the income if anyone told it."""

    cliente: Row
    creditos: Sequence[Row]
    etapas: Sequence[str | None]
    hoy: date
    ingreso: Ingreso | None = None


@dataclass(frozen=True)
class Elegible:
    """The rules are complied with, but for the codes that remain to be verified; there may be no offer."""

    credito: str
    saldo: Decimal | None
    oferta: Oferta | None
    por_verificar: tuple[str, ...]


@dataclass(frozen=True)
class NoElegible:
    """Every reason against renewing this crédito now, in the lender's order (Ley 1266 de 2008 art. 10)."""

    credito: str
    saldo: Decimal | None
    motivos: tuple[Motivo, ...]


Evaluacion = Elegible | NoElegible


def evaluar_renovacion(
    db: Database, nucleo: Database, cipher: Cipher, contacto: Contacto, now: datetime, ingreso: Ingreso | None = None
) -> list[Evaluacion]:
    """Return one evaluation for each live crédito, the oldest first.

    Raises FaltaAutorizacion, FaltaIdentidad, SinCredito, TodoPagado or RequiereAsesor.
    """
    exigir_autorizacion(db, contacto)
    titular = exigir_identidad(db, cipher, contacto, Nivel.N2, now, Capacidad.OFERTA)
    _sin_reclamo(db, cipher.keyed_hash("cedula", titular.cedula))
    hoy = now.astimezone(BOGOTA).date()
    avisar(hoy)
    with nucleo.transaction() as tx:
        expediente = Expediente(
            cliente=tx.first("nucleo.renovacion.cliente", cedula=titular.cedula) or NADIE,
            creditos=tx.all("nucleo.renovacion.creditos", cedula=titular.cedula),
            etapas=[row["etapa"] for row in tx.all("nucleo.renovacion.etapas", cedula=titular.cedula)],
            hoy=hoy,
            ingreso=ingreso,
        )
    return evaluar(vigentes(), expediente)


def evaluar(parametros: Parametros, expediente: Expediente) -> list[Evaluacion]:
    """Do what `evaluar_renovacion` does, for this customer and with these parameters."""
    vivos = [row for row in expediente.creditos if row["estado"] in VIVOS]
    if not vivos:
        raise _sin_vivos(expediente.creditos)
    return [_evaluar(parametros, expediente, row) for row in vivos]


def meses_cumplidos(desde: date | None, hasta: date) -> int | None:
    """Return the whole months from one day to another: one is complete on the same day of the next month."""
    if desde is None:
        return None
    return (hasta.year - desde.year) * ANO + hasta.month - desde.month - (hasta.day < desde.day)


def _sin_reclamo(db: Database, huella: bytes) -> None:
    """Raise RequiereAsesor while a claim is marked beside the data: no program decides with them (Ley 1266 art. 16)."""
    with db.transaction() as tx:
        if reclamo_en_tramite(tx, huella) is not None:
            raise RequiereAsesor


def _sin_vivos(creditos: Sequence[Row]) -> ProAltoError:
    if not creditos:
        return SinCredito()
    return TodoPagado() if all(row["estado"] == CANCELADO for row in creditos) else RequiereAsesor()


def _evaluar(parametros: Parametros, expediente: Expediente, row: Row) -> Evaluacion:
    segmento, hoy = expediente.cliente["segmento"], expediente.hoy
    limites = parametros.limites.get((RENOVACION, segmento))
    leida = leer_oferta(row, hoy, parametros.tasa_maxima(hoy))
    terminos = leida[0] if leida else None
    plazo = terminos.plazo if terminos else limites.plazo_minimo if limites else 0
    juicio = juzgar(parametros, _hechos(expediente, row, plazo, terminos))
    if juicio.motivos or limites is None:
        return NoElegible(str(row["numero"]), row["saldo"], juicio.motivos)
    edad = meses_cumplidos(expediente.cliente["fecha_nacimiento"], hoy)
    plazo_por_edad = None if edad is None else parametros.renovacion[segmento].edad * ANO - edad
    oferta = armar(*leida, limites, plazo_por_edad) if leida else None
    return Elegible(str(row["numero"]), row["saldo"], oferta, juicio.por_verificar)


def _hechos(expediente: Expediente, row: Row, plazo: int, terminos: Terminos | None) -> Hechos:
    estados = [credito["estado"] for credito in expediente.creditos]
    return Hechos(
        segmento=expediente.cliente["segmento"],
        castigado=_alguno(estados, (CASTIGADO,), ESTADOS),
        mora=max(map(_dias_de_mora, expediente.creditos)),
        pagadas=row["cuotas_pagadas"],
        totales=row["cuotas_totales"],
        meses_desde_desembolso=meses_cumplidos(row["fecha_desembolso"], expediente.hoy),
        solicitud_en_curso=_alguno(expediente.etapas, EN_CURSO, (*EN_CURSO, *TERMINADAS)),
        meses_de_edad=meses_cumplidos(expediente.cliente["fecha_nacimiento"], expediente.hoy),
        plazo=plazo,
        descuentos=_descuentos(expediente, row, terminos),
        neto=expediente.ingreso.neto if expediente.ingreso else None,
    )


def _alguno(dichos: Sequence[str | None], buscados: Sequence[str], conocidos: Sequence[str]) -> bool | None:
    """Tell whether one is among those looked for; None when none is, but one is not known."""
    if any(dicho in buscados for dicho in dichos):
        return True
    return False if all(dicho in conocidos for dicho in dichos) else None


def _dias_de_mora(row: Row) -> int:
    """Return the days of arrears of a live crédito; one `en_mora` without a count has at least one."""
    if row["estado"] not in VIVOS:
        return 0
    return max(row["dias_mora"] or 0, int(row["estado"] == EN_MORA))


def _descuentos(expediente: Expediente, row: Row, terminos: Terminos | None) -> Decimal | None:
    """Return what would be deducted each month: the new instalment, the other live créditos, and the rest."""
    otros = [c["valor_cuota"] for c in expediente.creditos if c["estado"] in VIVOS and c["numero"] != row["numero"]]
    if terminos is None or expediente.ingreso is None or None in otros:
        return None
    return sum(otros, terminos.cuota + expediente.ingreso.descuentos)
