"""What was done at the desk, and whether nobody has touched the ledger since."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import Blueprint, render_template, request

from proalto.bootstrap import App
from proalto.formats.dias_habiles import BOGOTA
from proalto.mesa.permisos import MIRAN_AUDITORIA
from proalto.mesa.sesion import requiere
from proalto.services.mesa import auditoria, usuarios
from proalto.services.mesa.auditoria import PAGINA, Filtro


def blueprint(app: App) -> Blueprint:
    """Return the pages of the audit."""
    routes = Blueprint("auditoria", __name__, url_prefix="/auditoria")

    @routes.get("")
    @requiere(*MIRAN_AUDITORIA)
    def ver() -> str:
        lineas = auditoria.buscar(app.db, _filtro())
        return render_template(
            "auditoria.html",
            lineas=lineas,
            personas=usuarios.todos(app.db),
            acciones=auditoria.acciones(app.db),
            nombres={f"usuario:{uno.id}": uno.nombre for uno in usuarios.todos(app.db)},
            siguiente=lineas[-1].id if len(lineas) == PAGINA else None,
        )

    @routes.get("/cadena")
    @requiere(*MIRAN_AUDITORIA)
    def cadena() -> str:
        return render_template("cadena.html", cadena=auditoria.verificar(app.db))

    return routes


def _filtro() -> Filtro:
    """Return what the address asks for; what cannot be read asks for nothing."""
    dia = _dia(request.args.get("dia", ""))
    return Filtro(
        usuario_id=request.args.get("persona", type=_id),
        accion=request.args.get("accion") or None,
        objeto=request.args.get("objeto", "").strip() or None,
        desde=dia,
        hasta=dia + timedelta(days=1) if dia else None,
        antes_de=request.args.get("antes_de", type=_id),
    )


def _id(dicho: str) -> int:
    if not dicho.isdecimal() or len(dicho) > 18:
        raise ValueError(dicho)
    return int(dicho)


def _dia(dicho: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(dicho), time(), BOGOTA)
    except (ValueError, OverflowError):
        return None
