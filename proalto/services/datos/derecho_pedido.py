"""A right over personal data as it was asked for: which, under which law, until when, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from proalto.db.database import Row
from proalto.services.datos.plazos_legales import Plazo, Regimen, Tramite, plazo


class Derecho(str, Enum):
    """What is asked for."""

    CONOCER = "conocer"
    COPIA = "copia"  # of the authorization
    ACTUALIZAR = "actualizar"
    SUPRIMIR = "suprimir"
    REVOCAR = "revocar"
    REPRESENTAR = "representar"  # an heir, a spouse or a lawyer asks for somebody else

    @property
    def tramite(self) -> Tramite:
        return Tramite.CONSULTA if self in CONSULTAS else Tramite.RECLAMO


CONSULTAS = (Derecho.CONOCER, Derecho.COPIA, Derecho.REPRESENTAR)


class Estado(str, Enum):
    """How a request is."""

    EN_CURSO = "en_curso"
    INCOMPLETA = "incompleta"
    TRASLADADA = "trasladada"
    DESISTIDA = "desistida"
    POR_BORRAR = "por_borrar"
    FAVORABLE = "favorable"
    NEGADA = "negada"
    SILENCIO = "silencio"


ABIERTOS = (Estado.EN_CURSO, Estado.INCOMPLETA, Estado.SILENCIO)  # somebody must still answer


@dataclass(frozen=True)
class Solicitud:
    """A request as the desk works with it."""

    id: int
    folio: str
    contacto_id: int
    caso_id: int
    cedula_hmac: bytes | None
    derecho: Derecho
    tramite: Tramite
    regimen: Regimen
    estado: Estado
    nivel: int | None
    recibida_en: datetime
    completa_en: datetime
    vence_el: date
    falta_pedida_en: datetime | None
    desiste_el: date | None
    prorroga_id: int | None
    prorroga_motivo: str | None
    prorrogada_en: datetime | None
    marcada_en: datetime | None
    trasladada_en: datetime | None
    fundamento: str | None
    respondida_en: datetime | None
    borrado_folio: str | None

    @property
    def plazo(self) -> Plazo:
        return plazo(self.tramite, self.completa_en, prorrogado=self.prorrogada_en is not None)

    @property
    def abierta(self) -> bool:
        return self.estado in ABIERTOS

    @property
    def silencio_favorece(self) -> bool:
        """Whether it is decided for the person when nobody answers in time: of nobody in particular, nothing is."""
        return self.tramite is Tramite.RECLAMO and self.regimen.de_credito and self.cedula_hmac is not None

    @property
    def por_silencio(self) -> bool:
        """Whether it is "resuelta a favor por silencio" (Ley 1266 art. 16-II num. 8)."""
        return self.estado is Estado.SILENCIO


def de_fila(row: Row) -> Solicitud:
    """Return the request that a row holds."""
    return Solicitud(
        **row
        | {
            "cedula_hmac": None if row["cedula_hmac"] is None else bytes(row["cedula_hmac"]),
            "derecho": Derecho(row["derecho"]),
            "tramite": Tramite(row["tramite"]),
            "regimen": Regimen(row["regimen"]),
            "estado": Estado(row["estado"]),
        }
    )
