"""The conversations that the assistant is having: to be read as they go on, and stepped into."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.db.database import Transaction
from proalto.mesa.permisos import ATIENDEN, MIRAN_CASOS
from proalto.mesa.sesion import actual, requiere
from proalto.services.atencion import casos, gestion_casos
from proalto.services.atencion.permisos_de_caso import puede
from proalto.services.conversacion import dialogo, en_curso
from proalto.services.mesa import ficha, quien_es


def blueprint(app: App) -> Blueprint:
    """Return the pages of what the assistant is talking about."""
    cuarto = Blueprint("conversaciones", __name__)
    _lista(cuarto, app)
    _charla(cuarto, app)
    return cuarto


def _lista(cuarto: Blueprint, app: App) -> None:
    @cuarto.get("/conversaciones")
    @requiere(*MIRAN_CASOS)
    def todas() -> str:
        return render_template("conversaciones.html", **_todas(app))

    @cuarto.get("/conversaciones/lista")
    @requiere(*MIRAN_CASOS)
    def lista() -> str | AnyResponse:
        return _si_cambia("conversaciones_lista.html", _todas(app))


def _charla(cuarto: Blueprint, app: App) -> None:
    @cuarto.get("/conversaciones/<int:contacto_id>")
    @requiere(*MIRAN_CASOS)
    def una(contacto_id: int) -> str:
        return render_template("charla.html", **_una(app, contacto_id))

    @cuarto.get("/conversaciones/<int:contacto_id>/vivo")
    @requiere(*MIRAN_CASOS)
    def vivo(contacto_id: int) -> str | AnyResponse:
        return _si_cambia("charla_viva.html", _una(app, contacto_id, request.args.get("v", "")))

    @cuarto.post("/conversaciones/<int:contacto_id>/intervenir")
    @requiere(*ATIENDEN)
    def intervenir(contacto_id: int) -> AnyResponse:
        return redirect(f"/casos/{_intervenir(app, contacto_id)}", 303)


def _todas(app: App) -> dict[str, object]:
    charlas, ahora = en_curso.ver(app.db, app.nucleo, app.cipher, app.now()), app.now()
    visto = (charlas, int(ahora.timestamp() // 60))
    return {
        "charlas": charlas,
        "version": hashlib.sha256(repr(visto).encode()).hexdigest()[:16],
        "ahora": ahora,
    }


def _una(app: App, contacto_id: int, conocida: str = "") -> dict[str, object]:
    """Return one conversation; without its lines while the page has this very version."""
    with app.db.transaction() as tx:
        contacto = tx.first("asistente.ficha.contacto", contacto_id=contacto_id)
        if contacto is None or not _se_ve(tx, app, contacto_id):
            abort(404)
        version = hashlib.sha256(dialogo.version(tx, contacto_id).encode()).hexdigest()[:16]
        caso_id = casos.abierto_de(tx, contacto_id)
    lineas = None if version == conocida else dialogo.ver(app.db, app.cipher, contacto_id)
    return {
        "contacto_id": contacto_id,
        "llamado": quien_es.telefono(contacto),
        "dialogo": lineas,
        "version": version,
        "con_caso": caso_id is not None,
        "actua": actual().rol in ATIENDEN and bool(actual().equipos or puede(actual(), "")),
        "ahora": app.now(),
    }


def _se_ve(tx: Transaction, app: App, contacto_id: int) -> bool:
    """Tell whether it is the assistant's now, or of somebody whose cases this person sees."""
    return en_curso.la_lleva_el_asistente(tx, contacto_id, app.now()) or ficha.puede_ver_contacto(
        tx, contacto_id, actual()
    )


def _si_cambia(plantilla: str, contenido: dict[str, object]) -> str | AnyResponse:
    if contenido["version"] == request.args.get("v"):
        return Response(status=204)
    return render_template(plantilla, **contenido)


def _intervenir(app: App, contacto_id: int) -> str:
    """Return the folio of the case in which the advisor may write, opened now if there is none."""
    with app.db.transaction() as tx:
        contacto = tx.first("asistente.ficha.contacto", contacto_id=contacto_id)
        if contacto is None or not _se_ve(tx, app, contacto_id):
            abort(404)
        return gestion_casos.abrir_de_asesor(tx, app.cipher, contacto_id, actual(), app.now()).folio
