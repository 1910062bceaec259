"""What the lender tunes, from `parametros/`: who may renew, how far each product goes, and the legal maximum rate.

Read once, when a process starts; a value that is wrong stops the start with TablaInvalida, which names file and line.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from proalto.formats.tabla import Fila, exigir_filas, leer_tabla
from proalto.settings import ROOT

logger = logging.getLogger(__name__)
CARPETA = ROOT / "parametros"
SEGMENTOS = ("empleado", "pensionado", "preferente")
CREDITO_NUEVO, RENOVACION = "credito_nuevo", "renovacion"
PRODUCTOS = (CREDITO_NUEVO, RENOVACION)
MITAD = 50  # percent of the net income that must be left (Ley 1527 de 2012 art. 3 num. 5)
PESOS = 10**12
MESES = 360
CENTESIMA = Decimal("0.01")
TASA_MENSUAL = (Decimal("0.2"), Decimal(5))  # a rate below was written as a fraction: 0.0162 for 1.62
EFECTIVA_ANUAL = (Decimal(5), Decimal(100))


@dataclass(frozen=True)
class ReglasRenovacion:
    """What a segment must comply with to renew, by the code of the reason that is given when it does not."""

    segmento: bool  # whether the segment may renew
    castigo: bool  # whether a written-off crédito is a reason
    mora: int  # days of arrears at most
    pagado: int  # percent of the instalments at least
    antiguedad: int  # months since the disbursement at least
    solicitud: bool  # whether another application in course is a reason
    edad: int  # years at most when the term ends
    capacidad: int  # percent of the net income that deductions may take


@dataclass(frozen=True)
class Limites:
    """How far a product goes for a segment; the rate, monthly and in percent, is for simulations only."""

    monto_minimo: Decimal
    monto_maximo: Decimal
    plazo_minimo: int
    plazo_maximo: int
    tasa_mensual: Decimal


@dataclass(frozen=True)
class TasaMaxima:
    """What the Superintendencia Financiera certified from `desde` to `hasta`, both included."""

    desde: date
    hasta: date
    efectiva_anual: Decimal
    fuente: str

    @property
    def mensual(self) -> Decimal:
        """The equivalent monthly rate, in percent, cut to two decimals."""
        return (((1 + self.efectiva_anual / 100) ** (Decimal(1) / 12) - 1) * 100).quantize(CENTESIMA, ROUND_FLOOR)

    def permite(self, tasa_mensual: Decimal) -> bool:
        """Tell whether a monthly rate in percent is legal, compared as it is certified: a year's, with two decimals."""
        anual = ((1 + tasa_mensual / 100) ** 12 - 1) * 100
        return anual.quantize(CENTESIMA, ROUND_HALF_UP) <= self.efectiva_anual


@dataclass(frozen=True)
class Parametros:
    """All of `parametros/`; `motivos` are the codes of renovacion.csv, in the order in which reasons are given."""

    motivos: tuple[str, ...]
    renovacion: Mapping[str, ReglasRenovacion]
    limites: Mapping[tuple[str, str], Limites]
    tasas_maximas: tuple[TasaMaxima, ...]

    def tasa_maxima(self, hoy: date) -> TasaMaxima | None:
        """Return what is certified for `hoy`; None when nobody has added it, and then nothing may be compared."""
        return next((tasa for tasa in self.tasas_maximas if tasa.desde <= hoy <= tasa.hasta), None)


@cache
def vigentes() -> Parametros:
    """Return the lender's parameters, read once."""
    return leer(CARPETA)


def leer(carpeta: Path) -> Parametros:
    """Read and check every table; raise TablaInvalida at the first thing that is wrong."""
    motivos, renovacion = _renovacion(carpeta / "renovacion.csv")
    return Parametros(
        motivos, renovacion, _limites(carpeta / "plazos_montos.csv"), _maximas(carpeta / "tasa_maxima.csv")
    )


def avisos(parametros: Parametros, hoy: date) -> tuple[str, ...]:
    """Return what the lender should mend soon, for the operator: nothing that stops the assistant."""
    maxima = parametros.tasa_maxima(hoy)
    if maxima is None:
        return (f"parametros/tasa_maxima.csv: ninguna fila rige hoy, {hoy}; agrega la tasa que certificó la SFC.",)
    return tuple(
        f"parametros/plazos_montos.csv: la tasa de {producto}, {segmento} ({limites.tasa_mensual} % mensual) pasa la"
        f" máxima legal ({maxima.efectiva_anual} % efectivo anual); se simula con la máxima."
        for (producto, segmento), limites in parametros.limites.items()
        if not maxima.permite(limites.tasa_mensual)
    )


@cache
def avisar(hoy: date) -> None:
    """Log what the lender should mend, once a day in each process."""
    for aviso in avisos(vigentes(), hoy):
        logger.warning("%s", aviso)


def _renovacion(archivo: Path) -> tuple[tuple[str, ...], dict[str, ReglasRenovacion]]:
    codigos = tuple(campo.name for campo in fields(ReglasRenovacion))
    filas = leer_tabla(archivo, ("codigo", "regla", *SEGMENTOS), ("codigo",))
    por_codigo = {fila.una_de("codigo", codigos): fila for fila in filas}
    for fila in filas:
        fila.texto("regla")
    exigir_filas(archivo, codigos, por_codigo)
    return tuple(por_codigo), {segmento: _reglas(por_codigo, segmento) for segmento in SEGMENTOS}


def _reglas(filas: Mapping[str, Fila], segmento: str) -> ReglasRenovacion:
    return ReglasRenovacion(
        segmento=filas["segmento"].si_o_no(segmento),
        castigo=filas["castigo"].si_o_no(segmento),
        mora=filas["mora"].entero(segmento, 0, 3650),
        pagado=filas["pagado"].entero(segmento, 0, 100),
        antiguedad=filas["antiguedad"].entero(segmento, 0, MESES),
        solicitud=filas["solicitud"].si_o_no(segmento),
        edad=filas["edad"].entero(segmento, 18, 120),
        capacidad=filas["capacidad"].entero(segmento, 1, MITAD),
    )


def _limites(archivo: Path) -> dict[tuple[str, str], Limites]:
    columnas = ("monto_minimo", "monto_maximo", "plazo_minimo", "plazo_maximo", "tasa_mensual")
    filas = leer_tabla(archivo, ("producto", "segmento", *columnas), ("producto", "segmento"))
    limites = {(f.una_de("producto", PRODUCTOS), f.una_de("segmento", SEGMENTOS)): _limite(f) for f in filas}
    exigir_filas(archivo, [(producto, segmento) for producto in PRODUCTOS for segmento in SEGMENTOS], limites)
    return limites


def _limite(fila: Fila) -> Limites:
    monto, plazo = fila.entero("monto_minimo", 1, PESOS), fila.entero("plazo_minimo", 1, MESES)
    return Limites(
        monto_minimo=Decimal(monto),
        monto_maximo=Decimal(fila.entero("monto_maximo", monto, PESOS)),
        plazo_minimo=plazo,
        plazo_maximo=fila.entero("plazo_maximo", plazo, MESES),
        tasa_mensual=fila.decimal("tasa_mensual", *TASA_MENSUAL),
    )


def _maximas(archivo: Path) -> tuple[TasaMaxima, ...]:
    tasas: list[TasaMaxima] = []
    for fila in leer_tabla(archivo, ("desde", "hasta", "efectiva_anual", "fuente"), ("desde",)):
        desde, hasta = fila.fecha("desde"), fila.fecha("hasta")
        if hasta < desde:
            raise fila.mal("hasta", f"no puede ser antes de {desde}")
        if tasas and desde <= tasas[-1].hasta:
            raise fila.mal("desde", f"debe ser después de {tasas[-1].hasta}, cuando termina la fila anterior")
        tasas.append(TasaMaxima(desde, hasta, fila.decimal("efectiva_anual", *EFECTIVA_ANUAL), fila.texto("fuente")))
    return tuple(tasas)
