"""From what a customer was granted to the rows that the lender's database would hold today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from simulator.nucleo import amortizacion
from simulator.nucleo.rows import Credito, OfertaRenovacion, Solicitud

BOGOTA = ZoneInfo("America/Bogota")


@dataclass(frozen=True)
class PlanCredito:
    """A credit without dates: `atrasadas` instalments fell due and were not deducted."""

    numero: str
    monto: int
    plazo: int
    tasa_mensual: Decimal
    pagadas: int
    estado: str = "vigente"
    atrasadas: int = 0
    meses_desde_cancelacion: int = 0
    dia_desembolso: int = 12


@dataclass(frozen=True)
class PlanSolicitud:
    """An application filed `dias` ago that last moved `dias_sin_cambio` ago (from 1 to `dias`)."""

    radicado: str
    etapa: str
    monto: int
    plazo: int
    dias: int
    dias_sin_cambio: int
    producto: str = "Crédito de libranza"
    observacion: str | None = None


@dataclass(frozen=True)
class PlanOferta:
    """A preapproved renewal of the credit `credito`, good for `vigencia` more days."""

    credito: str
    monto: int
    plazo: int
    tasa_mensual: Decimal
    vigencia: int


def credito(plan: PlanCredito, cedula: str, pagaduria_id: int, dia: int, today: date) -> Credito:
    """Return the row of `plan` as of `today`; `dia` is the pagaduría's day of deduction (30 or 31)."""
    monto = Decimal(plan.monto)
    terms = (monto, plan.tasa_mensual, plan.plazo)
    cancelado = plan.estado == "cancelado"
    en_cobro = plan.estado in ("vigente", "en_mora")
    # The first deduction falls in the month after the disbursement.
    meses = plan.meses_desde_cancelacion + plan.plazo if cancelado else plan.pagadas + plan.atrasadas + 1
    return Credito(
        numero=plan.numero,
        cedula=cedula,
        estado=plan.estado,
        monto=monto,
        saldo=amortizacion.saldo(*terms, plan.pagadas),
        cuotas_totales=plan.plazo,
        cuotas_pagadas=plan.pagadas,
        valor_cuota=amortizacion.valor_cuota(*terms),
        tasa_mensual=plan.tasa_mensual,
        fecha_desembolso=amortizacion.fecha_descuento(today, -meses, dia).replace(day=plan.dia_desembolso),
        proximo_descuento=amortizacion.fecha_descuento(today, 0, dia) if en_cobro else None,
        fecha_cancelacion=(
            amortizacion.fecha_descuento(today, -plan.meses_desde_cancelacion, dia) if cancelado else None
        ),
        dias_mora=_dias_mora(plan, dia, today),
        pagaduria_id=pagaduria_id,
    )


def _dias_mora(plan: PlanCredito, dia: int, today: date) -> int:
    if not plan.atrasadas:
        return 0
    return (today - amortizacion.fecha_descuento(today, -plan.atrasadas, dia)).days


def solicitud(plan: PlanSolicitud, cedula: str, today: date) -> Solicitud:
    """Return the row of `plan` as of `today`; its moments are office hours in Bogotá."""
    return Solicitud(
        radicado=plan.radicado,
        cedula=cedula,
        producto=plan.producto,
        monto=Decimal(plan.monto),
        plazo=plan.plazo,
        etapa=plan.etapa,
        radicada_en=_moment(today, plan.dias, time(9, 15)),
        actualizada_en=_moment(today, plan.dias_sin_cambio, time(15, 40)),
        observacion=plan.observacion,
    )


def oferta(plan: PlanOferta, today: date) -> OfertaRenovacion:
    """Return the row of `plan` as of `today`."""
    monto = Decimal(plan.monto)
    return OfertaRenovacion(
        credito=plan.credito,
        monto=monto,
        plazo=plan.plazo,
        tasa_mensual=plan.tasa_mensual,
        valor_cuota=amortizacion.valor_cuota(monto, plan.tasa_mensual, plan.plazo),
        vence_en=today + timedelta(days=plan.vigencia),
    )


def _moment(today: date, dias: int, at: time) -> datetime:
    return datetime.combine(today - timedelta(days=dias), at, BOGOTA)
