"""Who may renew: the rules of `parametros/renovacion.csv`, one by one, over the facts of one crédito.

A rule is broken (a reason, which the customer is told), complied with, or cannot be judged because a fact is missing:
then it is left to be verified, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from proalto.services.operacion.parametros import Parametros, ReglasRenovacion

ANO = 12


@dataclass(frozen=True)
class Motivo:
    """A reason of refusal: what the rule asks for (`limite`) and what there is (`dato`), in the rule's own unit."""

    codigo: str
    limite: int = 0
    dato: int = 0


@dataclass(frozen=True)
class Hechos:
    """What is known of one crédito and its customer; None where the lender's database, or nobody, says it.

    `mora` counts all the customer's créditos, and so does `castigado`. `plazo` is the term that is judged, in months.
    `descuentos` are what would be deducted each month from the net income `neto`, the new instalment included.
    """

    segmento: str | None
    castigado: bool | None
    mora: int
    pagadas: int | None
    totales: int | None
    meses_desde_desembolso: int | None
    solicitud_en_curso: bool | None
    meses_de_edad: int | None
    plazo: int
    descuentos: Decimal | None
    neto: Decimal | None


@dataclass(frozen=True)
class Juicio:
    """Every reason against, in the lender's order, and the codes of what remains to be verified."""

    motivos: tuple[Motivo, ...]
    por_verificar: tuple[str, ...]


def juzgar(parametros: Parametros, hechos: Hechos) -> Juicio:
    """Apply every rule of the customer's segment; to a segment that nobody knows none applies, and that is a reason."""
    reglas = parametros.renovacion.get(hechos.segmento or "")
    if reglas is None:
        return Juicio((Motivo("segmento"),), ())
    fallos = [(codigo, _REGLAS[codigo](reglas, hechos)) for codigo in parametros.motivos]
    return Juicio(
        motivos=tuple(fallo for _, fallo in fallos if isinstance(fallo, Motivo)),
        por_verificar=tuple(codigo for codigo, fallo in fallos if fallo is None),
    )


Fallo = Motivo | bool | None  # the reason, False when complied with, None when it cannot be judged


def _segmento(reglas: ReglasRenovacion, hechos: Hechos) -> Fallo:
    return False if reglas.segmento else Motivo("segmento")


def _castigo(reglas: ReglasRenovacion, hechos: Hechos) -> Fallo:
    if not reglas.castigo or hechos.castigado is False:
        return False
    return Motivo("castigo") if hechos.castigado else None


def _mora(reglas: ReglasRenovacion, hechos: Hechos) -> Fallo:
    return Motivo("mora", reglas.mora, hechos.mora) if hechos.mora > reglas.mora else False


def _pagado(reglas: ReglasRenovacion, hechos: Hechos) -> Fallo:
    if hechos.pagadas is None or not hechos.totales:
        return None
    if hechos.pagadas * 100 >= reglas.pagado * hechos.totales:
        return False
    return Motivo("pagado", reglas.pagado, hechos.pagadas * 100 // hechos.totales)


def _antiguedad(reglas: ReglasRenovacion, hechos: Hechos) -> Fallo:
    meses = hechos.meses_desde_desembolso
    if meses is None:
        return None
    return Motivo("antiguedad", reglas.antiguedad, max(meses, 0)) if meses < reglas.antiguedad else False


def _solicitud(reglas: ReglasRenovacion, hechos: Hechos) -> Fallo:
    if not reglas.solicitud or hechos.solicitud_en_curso is False:
        return False
    return Motivo("solicitud") if hechos.solicitud_en_curso else None


def _edad(reglas: ReglasRenovacion, hechos: Hechos) -> Fallo:
    if hechos.meses_de_edad is None:
        return None
    al_terminar = hechos.meses_de_edad + hechos.plazo
    return Motivo("edad", reglas.edad, al_terminar // ANO) if al_terminar > reglas.edad * ANO else False


def _capacidad(reglas: ReglasRenovacion, hechos: Hechos) -> Fallo:
    if hechos.descuentos is None or hechos.neto is None:
        return None
    cabe = hechos.descuentos * 100 <= hechos.neto * reglas.capacidad
    return False if cabe else Motivo("capacidad", reglas.capacidad)


_REGLAS: dict[str, Callable[[ReglasRenovacion, Hechos], Fallo]] = {
    "segmento": _segmento,
    "castigo": _castigo,
    "mora": _mora,
    "pagado": _pagado,
    "antiguedad": _antiguedad,
    "solicitud": _solicitud,
    "edad": _edad,
    "capacidad": _capacidad,
}
