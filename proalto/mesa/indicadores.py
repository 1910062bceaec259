"""Indicators: figures of a period, each with its chart, its table and its CSV."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request

from proalto.bootstrap import App
from proalto.formats.dias_habiles import BOGOTA
from proalto.mesa import graficos
from proalto.mesa.csv_seguro import archivo
from proalto.mesa.permisos import MIRAN_CASOS, MIRAN_INDICADORES
from proalto.mesa.rotulos import Rotulos
from proalto.mesa.sesion import actual, requiere
from proalto.services.medicion import historia, indicadores, opiniones
from proalto.services.medicion.cuadro import Cuadro
from proalto.services.medicion.gestiones import GESTIONES
from proalto.services.medicion.historia import CANALES, Filtros
from proalto.services.medicion.indicadores import Indicador
from proalto.services.medicion.medidas import DIA, SEMANA
from proalto.services.mesa import auditoria
from proalto.services.mesa.usuarios import EQUIPOS, Rol, todos

DIAS_POR_DEFECTO, DIAS_MAXIMO, DIAS_SEGUIDOS = 30, 400, 62
EMBUDO, CASO = "embudo-", "/casos/<folio>"
PERIODOS = (("Últimos 7 días", 7), ("Últimos 30 días", 30), ("Últimos 90 días", 90))


@dataclass(frozen=True)
class Consulta:
    """What somebody asked to see; `queja` says what of it could not be taken."""

    filtros: Filtros
    por: str
    queja: str

    def con(self, desde: date, hasta: date) -> dict[str, Any]:
        """Return the address's parameters for another period."""
        otros = replace(self.filtros, desde=desde, hasta=hasta)
        partes = {nombre: valor for nombre, valor in vars(otros).items() if valor not in ("", None)}
        return partes | {"asesor": partes.pop("usuario_id", ""), "por": self.por}


def blueprint(app: App) -> Blueprint:
    """Return the pages of the indicators."""
    cuarto = Blueprint("indicadores", __name__)

    @cuarto.get("/indicadores")
    @requiere(*MIRAN_INDICADORES)
    def panel() -> str:
        consulta = _consulta(app)
        todo = historia.leer(app.db, consulta.filtros, app.now())
        unos = indicadores.calcular(todo, consulta.filtros, consulta.por)
        return render_template(
            "indicadores.html", consulta=consulta, indicadores=unos,
            embudos=indicadores.embudos(todo), rotulos=_rotulos(app), graficos=graficos,
            periodos=_periodos(app, consulta), opciones=_opciones(app), parametros=_parametros(consulta),
            malas=opiniones.malas(app.db, consulta.filtros),
        )  # fmt: skip

    @cuarto.get("/indicadores/<clave>.csv")
    @requiere(*MIRAN_INDICADORES)
    def descargar(clave: str) -> Response:
        filas = _filas(app, clave, _consulta(app))
        return archivo(f"{clave}.csv", filas)

    @cuarto.get("/indicadores/comentarios")
    @requiere(*MIRAN_CASOS)
    def comentarios() -> str:
        consulta = _consulta(app)
        unas = opiniones.leer(app.db, app.cipher, consulta.filtros)
        with app.db.transaction() as tx:  # what customers wrote was looked at
            periodo = {"desde": str(consulta.filtros.desde), "hasta": str(consulta.filtros.hasta)}
            auditoria.anotar(tx, actual().id, "comentarios_vistos", "encuestas", app.now(), periodo)
        return render_template("comentarios.html", consulta=consulta, opiniones=unas, rotulos=_rotulos(app),
                               parametros=_parametros(consulta), enlaza=_hay(CASO))  # fmt: skip

    return cuarto


def _filas(app: App, clave: str, consulta: Consulta) -> list[list[Any]]:
    """Return the rows of a CSV: a series by day or week, `CLAVE-desglose` what it is made of, or a funnel."""
    rotulos, todo = _rotulos(app), historia.leer(app.db, consulta.filtros, app.now())
    if clave.startswith(EMBUDO):
        embudos = dict(indicadores.embudos(todo))
        return _desglose(embudos.get(clave.removeprefix(EMBUDO)) or abort(404), rotulos)
    nombre, _, parte = clave.partition("-")
    unos = {uno.clave: uno for uno in indicadores.calcular(todo, consulta.filtros, consulta.por)}
    if nombre not in unos or parte not in ("", "desglose"):
        abort(404)
    return _desglose(unos[nombre].total, rotulos) if parte else _serie(unos[nombre], consulta)


def _serie(uno: Indicador, consulta: Consulta) -> list[list[Any]]:
    titulo = f"{uno.palabras.titulo} ({uno.palabras.unidad})"
    filas = [[casilla, cuadro.valor, cuadro.de] for casilla, cuadro in uno.serie]
    filtros = consulta.filtros
    total = [f"{filtros.desde} a {filtros.hasta}", uno.total.valor, uno.total.de]
    return [["periodo", titulo, "hechos contados"], *filas, total]


def _desglose(cuadro: Cuadro, rotulos: Rotulos) -> list[list[Any]]:
    celdas = [[rotulos.celda(c, celda) for c, celda in zip(cuadro.columnas, fila)] for fila in cuadro.filas]
    return [[rotulos.columna(columna) for columna in cuadro.columnas], *celdas]


def _consulta(app: App) -> Consulta:
    hoy, pedido = app.now().astimezone(BOGOTA).date(), request.args
    desde, hasta = _dia(pedido.get("desde", "")), _dia(pedido.get("hasta", ""))
    mal = [clave for clave, dia in (("desde", desde), ("hasta", hasta)) if pedido.get(clave) and dia is None]
    hasta = hasta or hoy
    desde = desde or hasta - timedelta(days=DIAS_POR_DEFECTO - 1)
    if desde > hasta or (hasta - desde).days >= DIAS_MAXIMO:
        mal, desde = ["periodo"], hasta - timedelta(days=DIAS_POR_DEFECTO - 1)
    filtros = Filtros(
        desde, hasta, _una_de("canal", CANALES), _una_de("gestion", tuple(GESTIONES)), _una_de("equipo", EQUIPOS),
        _asesor(),
    )  # fmt: skip
    por = _una_de("por", (DIA, SEMANA)) or (DIA if (hasta - desde).days < DIAS_SEGUIDOS else SEMANA)
    return Consulta(filtros, por, mal[0] if mal else "")


def _asesor() -> int | None:
    """Return whose figures are asked for; an advisor sees only their own."""
    if actual().rol is Rol.ASESOR:
        return actual().id
    pedido = request.args.get("asesor", "")
    return int(pedido) if pedido.isascii() and pedido.isdecimal() and len(pedido) < 10 else None


def _una_de(nombre: str, opciones: tuple[str, ...]) -> str:
    valor = request.args.get(nombre, "")
    return valor if valor in opciones else ""


def _dia(escrito: str) -> date | None:
    try:
        dia = date.fromisoformat(escrito)
    except ValueError:
        return None
    return dia if 2020 <= dia.year <= 2100 else None


def _parametros(consulta: Consulta) -> dict[str, Any]:
    return consulta.con(consulta.filtros.desde, consulta.filtros.hasta)


def _periodos(app: App, consulta: Consulta) -> list[tuple[str, dict[str, Any], bool]]:
    hoy = app.now().astimezone(BOGOTA).date()
    pares = [(titulo, hoy - timedelta(days=dias - 1)) for titulo, dias in PERIODOS]
    pares.append(("Este mes", hoy.replace(day=1)))
    este = consulta.filtros
    return [
        (titulo, consulta.con(desde, hoy), (este.desde, este.hasta) == (desde, hoy)) for titulo, desde in pares
    ]  # fmt: skip


def _opciones(app: App) -> dict[str, Any]:
    personas = [uno for uno in todos(app.db) if uno.rol in (Rol.ASESOR, Rol.SUPERVISOR)]
    return {"canales": CANALES, "gestiones": tuple(GESTIONES), "equipos": EQUIPOS, "personas": personas}


def _hay(ruta: str) -> bool:
    return any(regla.rule == ruta for regla in current_app.url_map.iter_rules())


def _rotulos(app: App) -> Rotulos:
    return Rotulos({uno.id: uno.nombre for uno in todos(app.db)})
