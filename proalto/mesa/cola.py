"""The queue: what must be attended, the most pressing first, kept up to date while it is looked at."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.mesa.permisos import ATIENDEN, MIRAN_CASOS
from proalto.mesa.sesion import actual, requiere
from proalto.services.atencion import alertas, cola, tipos_de_caso
from proalto.services.atencion.cola import ESTADOS, Filtros, Quien

FOLIO_MAXIMO = 20  # characters of what was typed


def blueprint(app: App) -> Blueprint:
    """Return the pages of the queue."""
    cuarto = Blueprint("cola", __name__)

    @cuarto.get("/casos")
    @requiere(*MIRAN_CASOS)
    def ver() -> str | AnyResponse:
        if buscado := request.args.get("folio", "").strip():
            return redirect(f"/casos/{quote(buscado.upper()[:FOLIO_MAXIMO], safe='')}", 303)
        return render_template("cola.html", tipos=tipos_de_caso.vigentes(), **_contenido(app))

    @cuarto.get("/casos/lista")
    @requiere(*MIRAN_CASOS)
    def lista() -> str | AnyResponse:
        lectura = cola.leer(app.db, actual(), leer_filtros(request.args), app.now())
        if lectura.version == request.args.get("v"):
            return Response(status=204)
        return render_template("cola_lista.html", **_contenido(app, lectura))

    @cuarto.post("/alertas/<int:alerta_id>/vista")
    @requiere(*ATIENDEN)
    def vista(alerta_id: int) -> AnyResponse:
        with app.db.transaction() as tx:
            alertas.marcar_vista(tx, alerta_id, actual(), app.now())
        return redirect("/casos", 303)

    return cuarto


def leer_filtros(args: MultiDict[str, str]) -> Filtros:
    """Return the filters of an address; what makes no sense is left out."""
    quien, prioridad, tipo = args.get("quien", ""), args.get("prioridad", ""), args.get("tipo", "")
    return Filtros(
        quien=Quien(quien) if quien in [q.value for q in Quien] else Quien.TODOS,
        tipo=tipo if tipo in tipos_de_caso.vigentes() else None,
        prioridad=int(prioridad) if prioridad in ("1", "2", "3", "4") else None,
        estado=args["estado"] if args.get("estado") in ESTADOS else None,
        vencidos=args.get("vencidos") == "1",
    )


def _contenido(app: App, lectura: cola.Lectura | None = None) -> dict[str, object]:
    filtros, ahora, usuario = leer_filtros(request.args), app.now(), actual()
    lectura = lectura or cola.leer(app.db, usuario, filtros, ahora)
    filas = cola.filas(app.nucleo, app.cipher, lectura, usuario, ahora)
    puestos = {
        "quien": filtros.quien.value if filtros.quien is not Quien.TODOS else "",
        "tipo": filtros.tipo,
        "prioridad": filtros.prioridad,
        "estado": filtros.estado,
        "vencidos": 1 if filtros.vencidos else None,
    }
    return {
        "filas": filas,
        "alertas": lectura.alertas,
        "hay_mas": lectura.hay_mas,
        "version": lectura.version,
        "filtros": filtros,
        "consulta": urlencode({clave: valor for clave, valor in puestos.items() if valor}),
        "ahora": ahora,
    }
