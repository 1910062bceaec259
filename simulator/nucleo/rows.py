"""One frozen dataclass per table of schema `nucleo`; fields are the columns, in the order of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Pagaduria:
    id: int
    nombre: str
    nit: str
    sector: str


@dataclass(frozen=True)
class Cliente:
    cedula: str
    nombres: str
    apellidos: str
    celular: str | None  # E.164 digits without +; None: no mobile on file
    correo: str | None
    municipio: str
    departamento: str
    segmento: str
    pagaduria_id: int
    fecha_nacimiento: date
    fecha_expedicion: date
    celular_confirmado_en: date | None


@dataclass(frozen=True)
class Credito:
    """Money in pesos; `tasa_mensual` in percent (1.62 is 1,62 % a month)."""

    numero: str
    cedula: str
    estado: str
    monto: Decimal
    saldo: Decimal
    cuotas_totales: int
    cuotas_pagadas: int
    valor_cuota: Decimal
    tasa_mensual: Decimal
    fecha_desembolso: date
    proximo_descuento: date | None  # None once no more deductions are due
    fecha_cancelacion: date | None
    dias_mora: int
    pagaduria_id: int


@dataclass(frozen=True)
class Solicitud:
    radicado: str
    cedula: str
    producto: str
    monto: Decimal
    plazo: int
    etapa: str
    radicada_en: datetime
    actualizada_en: datetime
    observacion: str | None


@dataclass(frozen=True)
class OfertaRenovacion:
    credito: str
    monto: Decimal
    plazo: int
    tasa_mensual: Decimal
    valor_cuota: Decimal
    vence_en: date


@dataclass(frozen=True)
class Dataset:
    """All rows of the demo; each field is named as its table."""

    pagadurias: tuple[Pagaduria, ...]
    clientes: tuple[Cliente, ...]
    creditos: tuple[Credito, ...]
    solicitudes: tuple[Solicitud, ...]
    ofertas_renovacion: tuple[OfertaRenovacion, ...]
