"""The law's clocks for a right over personal data: pure functions of days (Ley 1581 arts. 14-15, Ley 1266 art. 16).

A day is a date in Bogotá. Where both laws apply, what is stricter for ProAlto is what counts. A consulta is counted
"from the date of receipt" (art. 14), so a business day of receipt is the first; a reclamo "from the day after".
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from math import ceil

from proalto.formats.dias_habiles import BOGOTA, es_habil, sumar_dias_habiles

DIAS_PARA_SUBSANAR = 5  # the law does not say "hábiles": calendar days, which is the shorter reading
DIAS_PARA_MARCAR = DIAS_PARA_TRASLADAR = 2
_UN_DIA = timedelta(days=1)


class Tramite(str, Enum):
    """What the law calls a request."""

    CONSULTA = "consulta"
    RECLAMO = "reclamo"


class Regimen(str, Enum):
    """Which habeas data law it falls under."""

    LEY_1581 = "1581"
    LEY_1266 = "1266"
    AMBOS = "ambos"

    @property
    def de_credito(self) -> bool:
        """Whether silence favours the person (Ley 1266 art. 16-II num. 8)."""
        return self is not Regimen.LEY_1581


class Marca(str, Enum):
    """When somebody is told of the clock."""

    MITAD = "50"
    CUATRO_QUINTOS = "80"
    ULTIMO_DIA = "uno"  # one business day left


TERMINOS = {Tramite.CONSULTA: 10, Tramite.RECLAMO: 15}
PRORROGAS = {Tramite.CONSULTA: 5, Tramite.RECLAMO: 8}
MESES_PARA_DESISTIR = {Regimen.LEY_1266: 1, Regimen.LEY_1581: 2, Regimen.AMBOS: 2}  # the claim that lives longer


@dataclass(frozen=True)
class Plazo:
    """A legal clock: its last day, and the days at whose beginning each mark is reached."""

    vence: date
    marcas: dict[Marca, date]

    @property
    def fin(self) -> datetime:
        """The first moment that is late, in UTC."""
        return comienzo(self.vence + _UN_DIA)

    def vencido(self, now: datetime) -> bool:
        """Tell whether the last day has passed."""
        return now >= self.fin

    def alcanzadas(self, now: datetime) -> tuple[Marca, ...]:
        """Return every mark that was reached, in order; none is skipped when nobody looked for days."""
        return tuple(marca for marca, dia in self.marcas.items() if now >= comienzo(dia))


def plazo(tramite: Tramite, recibida: datetime, *, prorrogado: bool = False) -> Plazo:
    """Return the clock of a request that was complete at `recibida`; both laws give the same terms."""
    dias = TERMINOS[tramite] + (PRORROGAS[tramite] if prorrogado else 0)
    contados = _contados(tramite, dia(recibida), dias)
    return Plazo(
        contados[-1],
        {
            Marca.MITAD: contados[ceil(dias * 0.5) - 1],
            Marca.CUATRO_QUINTOS: contados[ceil(dias * 0.8) - 1],
            Marca.ULTIMO_DIA: contados[-2],
        },
    )


def subsanar_antes_de(recibida: datetime) -> date:
    """Return the last day on which what is missing may be asked for: 5 calendar days (art. 15 num. 1)."""
    return dia(recibida) + timedelta(days=DIAS_PARA_SUBSANAR)


def desiste_el(pedido: datetime, regimen: Regimen) -> date:
    """Return from which day a claim that was never completed counts as withdrawn (1581: 2 months; 1266: 1)."""
    return sumar_meses(dia(pedido), MESES_PARA_DESISTIR[regimen]) + _UN_DIA


def trasladar_antes_de(recibida: datetime) -> date:
    """Return the last day to hand it to whom it concerns, and to tell the person (2 business days)."""
    return sumar_dias_habiles(dia(recibida), DIAS_PARA_TRASLADAR)


def marcar_antes_de(completa: datetime) -> date:
    """Return the last day to put "reclamo en trámite" beside the data (2 business days)."""
    return sumar_dias_habiles(dia(completa), DIAS_PARA_MARCAR)


def regimen_de(*, con_creditos: bool | None) -> Regimen:
    """Return the regime of a request of somebody with créditos, without, or of whom that is not known."""
    return Regimen.LEY_1581 if con_creditos is False else Regimen.AMBOS


def sumar_meses(desde: date, meses: int) -> date:
    """Return the same day some months later, or the last of that month if it has none such (Ley 4 de 1913 art. 59)."""
    ano, mes = divmod(desde.year * 12 + desde.month - 1 + meses, 12)
    return date(ano, mes + 1, min(desde.day, monthrange(ano, mes + 1)[1]))


def dia(momento: datetime) -> date:
    """Return the day of a moment, as it is in Bogotá; aware in."""
    if momento.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return momento.astimezone(BOGOTA).date()


def comienzo(cual: date) -> datetime:
    """Return the first moment of a day in Bogotá, in UTC."""
    return datetime.combine(cual, time(), BOGOTA).astimezone(timezone.utc)


def fin_de(cual: date) -> datetime:
    """Return the first moment after a day in Bogotá, in UTC."""
    return comienzo(cual + _UN_DIA)


def _contados(tramite: Tramite, recibo: date, dias: int) -> list[date]:
    """Return the business days that are counted, the first one first."""
    hoy = recibo if tramite is Tramite.CONSULTA and es_habil(recibo) else sumar_dias_habiles(recibo, 1)
    contados = [hoy]
    while len(contados) < dias:
        contados.append(sumar_dias_habiles(contados[-1], 1))
    return contados
