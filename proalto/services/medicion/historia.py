"""The event log of a period, put together again: each errand from its beginning to its end, each case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from proalto.db.database import Database, Row
from proalto.formats.dias_habiles import BOGOTA
from proalto.services.medicion.embudo import DEJADA, INICIADA, PASO, RESUELTA, SILENCIO

CANALES = ("whatsapp", "consola")
MARGEN = timedelta(days=7)  # an errand seldom goes on for longer
EN_CURSO, CALLADA = "en_curso", "silencio"


@dataclass(frozen=True)
class Filtros:
    """Which facts to count: Bogotá days, both included; empty or None is all."""

    desde: date
    hasta: date
    canal: str = ""
    gestion: str = ""
    equipo: str = ""
    usuario_id: int | None = None

    @property
    def momentos(self) -> tuple[datetime, datetime]:
        """The first moment, and the first that is out."""
        return _medianoche(self.desde), _medianoche(self.hasta + timedelta(days=1))


@dataclass
class Gestion:
    """One errand. `como` is `resuelta`, `en_curso`, or why it was left; `pasos` are the questions that were asked."""

    contacto_id: int
    gestion: str
    inicio: datetime
    ultimo: datetime
    como: str = EN_CURSO
    fin: datetime | None = None
    pasos: list[str] = field(default_factory=list)
    con_persona: bool = False

    @property
    def resuelta(self) -> bool:
        return self.como == RESUELTA

    @property
    def automatica(self) -> bool:
        """Whether the assistant resolved it, and nobody took over in between."""
        return self.resuelta and not self.con_persona


@dataclass(frozen=True)
class Caso:
    """A case with the moments of its life; `a_tiempo` has its clocks that are decided."""

    id: int
    contacto_id: int
    tipo: str
    equipo: str
    zona: str
    usuario_id: int | None
    abierto: datetime
    pidio: datetime | None  # when the customer began the application that this case is for
    respondido: datetime | None
    cerrado: datetime | None
    transferencias: int
    reaperturas: int
    reincide: bool
    a_tiempo: dict[str, bool]


@dataclass(frozen=True)
class Suelto:
    """A fact that stands alone: `valor` is seconds, a score or a recommendation."""

    cuando: datetime
    gestion: str
    usuario_id: int | None
    caso_id: int | None
    valor: float


@dataclass(frozen=True)
class Historia:
    """What the indicators are counted from."""

    gestiones: list[Gestion]
    casos: list[Caso]
    sueltos: dict[str, list[Suelto]]  # by type of event

    def de(self, tipo: str) -> list[Suelto]:
        return self.sueltos.get(tipo, [])


def leer(db: Database, filtros: Filtros, now: datetime) -> Historia:
    """Return the facts of a period. Errands have no advisor: with one asked for, none is returned."""
    desde, hasta = filtros.momentos
    params = {"desde": desde, "hasta": hasta, "canal": filtros.canal}
    propios = {"gestion": filtros.gestion, "usuario_id": filtros.usuario_id, "equipo": filtros.equipo}
    with db.transaction() as tx:
        de_gestiones = tx.all(
            "asistente.indicadores.gestiones", desde=desde, hasta_el_fin=hasta + MARGEN, canal=filtros.canal
        )
        sueltos = tx.all("asistente.indicadores.sueltos", **params, **propios)
        de_casos = tx.all("asistente.indicadores.casos", **params, **propios)
        relojes = tx.all("asistente.indicadores.relojes", casos=[row["id"] for row in de_casos], now=now)
    de_persona = filtros.usuario_id is not None or bool(filtros.equipo)
    todas = [] if de_persona else reconstruir(de_gestiones, now)
    gestiones = [
        una for una in todas if desde <= una.inicio < hasta and filtros.gestion in ("", una.gestion)
    ]  # fmt: skip
    return Historia(gestiones, _casos(de_casos, relojes), _sueltos(sueltos))


def reconstruir(rows: Sequence[Row], now: datetime) -> list[Gestion]:
    """Return the errands that these facts tell of, which come by contact and in order."""
    todas: list[Gestion] = []
    viva: Gestion | None = None
    for row in rows:
        if viva is not None and (viva.contacto_id != row["contacto_id"] or row["ocurrido_en"] - viva.ultimo > SILENCIO):
            viva = None
        if row["tipo"] == INICIADA:
            viva = Gestion(row["contacto_id"], row["gestion"], row["ocurrido_en"], row["ocurrido_en"])
            todas.append(viva)
        elif viva is not None:
            viva = _seguir(viva, row)
    for una in todas:
        if una.como == EN_CURSO and now - una.ultimo > SILENCIO:
            una.como = CALLADA
    return todas


def _seguir(viva: Gestion, row: Row) -> Gestion | None:
    """Add a fact to the errand in course; return it while it goes on."""
    if row["tipo"] == "persona_toma":
        viva.con_persona = True
        return viva
    viva.ultimo = row["ocurrido_en"]
    if row["tipo"] == PASO:
        viva.pasos.append(row["paso"])
        return viva
    if row["tipo"] in (RESUELTA, DEJADA):
        viva.fin, viva.como = row["ocurrido_en"], RESUELTA if row["tipo"] == RESUELTA else row["motivo"]
    return None


def _casos(rows: Sequence[Row], relojes: Sequence[Row]) -> list[Caso]:
    decididos: dict[int, dict[str, bool]] = {}
    for reloj in relojes:
        if reloj["a_tiempo"] is not None:
            decididos.setdefault(reloj["caso_id"], {})[reloj["reloj"]] = reloj["a_tiempo"]
    return [
        Caso(
            row["id"], row["contacto_id"], row["tipo"], row["equipo"], row["zona"] or "", row["usuario_id"],
            row["abierto"], row["pidio"], row["respondido"], row["cerrado"], row["transferencias"],
            row["reaperturas"], row["reincide"], decididos.get(row["id"], {}),
        )
        for row in rows
    ]  # fmt: skip


def _sueltos(rows: Sequence[Row]) -> dict[str, list[Suelto]]:
    por_tipo: dict[str, list[Suelto]] = {}
    for row in rows:
        valores = (row[columna] for columna in ("segundos", "puntaje", "recomienda"))
        valor = next((float(uno) for uno in valores if uno is not None), 0.0)
        uno = Suelto(row["ocurrido_en"], row["gestion"], row["usuario_id"], row["caso_id"], valor)
        por_tipo.setdefault(row["tipo"], []).append(uno)
    return por_tipo


def _medianoche(dia: date) -> datetime:
    return datetime(dia.year, dia.month, dia.day, tzinfo=BOGOTA)
