"""Security incidents with personal data: what is written down of one, and until when the SIC must be told.

Circular Única de la SIC, Título V, cap. 2, num. 2.1 f): fifteen business days from when it was detected *and* put
before whoever is responsible, by everybody, registered in the RNBD or not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from proalto.errors import ProAltoError
from proalto.formats.dias_habiles import BOGOTA, es_habil, momento_exacto, sumar_dias_habiles
from proalto.formats.fecha import fecha_en_palabras

PLAZO, AVISO = 15, 5  # business days
CAMPOS = ("que_paso", "tipo", "causa", "ocurrio", "datos", "titulares", "consecuencias", "medidas", "comunicacion")
LARGO_MAXIMO = 2000
# A cédula or a telephone, also with points, and an e-mail: none belongs in a report that others will read.
_DE_ALGUIEN = re.compile(r"\d{5,}|\b\d{1,3}(?:\.\d{3}){2,}\b|[\w.+-]+@[\w-]+\.\w+")
_CODIGO = re.compile(r"I-\d{4}-\d{2,}")


class DatoDeAlguien(ProAltoError):
    """What was to be written down names a person: an incident is described without adding to it."""


class CampoDesconocido(ProAltoError):
    """There is no such field, or what it would say is empty or too long."""


class FueraDeOrden(ProAltoError):
    """Detected, escalated, reported: in that order, and never in the future."""


class Estado(Enum):
    """How an incident stands with its term."""

    SIN_ESCALAR = "sin escalar"
    EN_PLAZO = "en plazo"
    POR_VENCER = "por vencer"
    VENCIDO = "vencido"
    REPORTADO = "reportado"


@dataclass(frozen=True)
class Incidente:
    """One incident. `responsable` is whom it was put before; `radicado`, what the SIC answered to the report."""

    codigo: str
    detectado_en: datetime
    escalado_en: datetime | None = None
    responsable: str = ""
    reportado_en: datetime | None = None
    radicado: str = ""
    dichos: Mapping[str, str] = field(default_factory=dict)

    @property
    def vence_en(self) -> date | None:
        """The last day to report; None while nobody responsible has it, and the term does not run."""
        if self.escalado_en is None:
            return None
        return sumar_dias_habiles(_dia(max(self.detectado_en, self.escalado_en)), PLAZO)

    def estado(self, now: datetime) -> Estado:
        """Tell how it stands at this moment."""
        if self.reportado_en is not None:
            return Estado.REPORTADO
        if self.vence_en is None:
            return Estado.SIN_ESCALAR
        faltan = _habiles_hasta(_dia(now), self.vence_en)
        if faltan is None:
            return Estado.VENCIDO
        return Estado.POR_VENCER if faltan <= AVISO else Estado.EN_PLAZO

    @property
    def faltan(self) -> tuple[str, ...]:
        """The fields of the report that nobody has filled."""
        return tuple(campo for campo in CAMPOS if not self.dichos.get(campo))


def abrir(codigo: str, que_paso: str, detectado_en: datetime, now: datetime) -> Incidente:
    """Return a new incident; raise DatoDeAlguien, CampoDesconocido or FueraDeOrden."""
    if not _CODIGO.fullmatch(codigo):
        raise CampoDesconocido("codigo")
    _en_orden(detectado_en, now)
    return anotar(Incidente(codigo, detectado_en), "que_paso", que_paso)


def siguiente_codigo(usados: tuple[str, ...], now: datetime) -> str:
    """Return the next code of this year: I-2026-03."""
    ano = _dia(now).year
    numeros = [int(usado.rsplit("-", 1)[1]) for usado in usados if usado.startswith(f"I-{ano}-")]
    return f"I-{ano}-{max(numeros, default=0) + 1:02d}"


def escalar(incidente: Incidente, responsable: str, cuando: datetime, now: datetime) -> Incidente:
    """Put it before somebody responsible: from then on the term runs; what was escalated stays so."""
    if incidente.escalado_en is not None:
        raise FueraDeOrden("it was escalated already, and its term does not begin again")
    _en_orden(incidente.detectado_en, cuando, now)
    return replace(incidente, escalado_en=cuando, responsable=_limpio(responsable))


def anotar(incidente: Incidente, campo: str, dicho: str) -> Incidente:
    """Fill a field of the report; raise CampoDesconocido or DatoDeAlguien."""
    if campo not in CAMPOS:
        raise CampoDesconocido(campo)
    return replace(incidente, dichos={**incidente.dichos, campo: _limpio(dicho)})


def reportar(incidente: Incidente, radicado: str, now: datetime) -> Incidente:
    """Write down that the SIC was told, and its radicado, which may have digits."""
    if incidente.escalado_en is None:
        raise FueraDeOrden("nobody responsible has it yet")
    if not radicado.strip() or len(radicado) > LARGO_MAXIMO:
        raise CampoDesconocido("radicado")
    return replace(incidente, reportado_en=now, radicado=" ".join(radicado.split()))


def informe(incidente: Incidente, textos: Mapping[str, str], responsable_de_datos: str, now: datetime) -> str:
    """Return the report, filled. `textos` are the parts of `textos/incidente.txt`; what is missing says so."""
    vence = incidente.vence_en
    datos = {campo: incidente.dichos.get(campo) or textos["falta"] for campo in CAMPOS}
    datos |= {
        "codigo": incidente.codigo,
        "entidad": responsable_de_datos,
        "detectado": momento_exacto(incidente.detectado_en),
        "escalado": textos["falta"] if incidente.escalado_en is None else momento_exacto(incidente.escalado_en),
        "responsable": incidente.responsable or textos["falta"],
        "vence": textos["falta"] if vence is None else fecha_en_palabras(vence),
        "hoy": momento_exacto(now),
        "radicado": incidente.radicado or textos["sin_radicado"],
    }
    return textos["informe"].format_map(datos) + "\n"


def _habiles_hasta(hoy: date, ultimo: date) -> int | None:
    """Return how many business days are left, today's not counted; None when the last one has passed."""
    if hoy > ultimo:
        return None
    return sum(es_habil(date.fromordinal(dia)) for dia in range(hoy.toordinal() + 1, ultimo.toordinal() + 1))


def _dia(momento: datetime) -> date:
    return momento.astimezone(BOGOTA).date()


def _en_orden(*momentos: datetime) -> None:
    if list(momentos) != sorted(momentos):
        raise FueraDeOrden("moments run backwards, or lie in the future")


def _limpio(dicho: str) -> str:
    limpio = " ".join(dicho.split())
    if not limpio or len(limpio) > LARGO_MAXIMO:
        raise CampoDesconocido("dicho")
    if _DE_ALGUIEN.search(limpio):
        raise DatoDeAlguien
    return limpio
