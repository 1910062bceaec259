"""What people do in a case: answer, note, hand on, pause, close. Every act is a form that may be sent twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.db.database import Transaction
from proalto.errors import ProAltoError
from proalto.mesa import quejas, vista_de_caso
from proalto.mesa.permisos import ATIENDEN
from proalto.mesa.sesion import actual, requiere
from proalto.services.atencion import casos, causas, gestion_casos, notas, permisos_de_caso
from proalto.services.atencion.permisos_de_caso import NoEsDeTuEquipo
from proalto.services.conversacion import conversaciones, respuestas
from proalto.services.datos import solicitudes_de_datos
from proalto.services.mesa import auditoria, ficha
from proalto.services.mesa.usuarios import Usuario

HTMX = "HX-Request"
CLAVE_MAXIMA = 64


def blueprint(app: App) -> Blueprint:
    """Return what can be done in a case."""
    cuarto = Blueprint("gestiones", __name__)

    def accion(ruta: str, hacer: Callable[[App, str], str], campo: str = "") -> None:
        """Let a POST do it: back to the case with a word, or the page again with what was typed (`campo`)."""

        @requiere(*ATIENDEN)
        def vista(folio: str) -> str | AnyResponse:
            return hecho(app, folio, hacer, campo)

        cuarto.add_url_rule(f"/casos/<folio>/{ruta}", ruta, vista, methods=["POST"])

    accion("responder", responder, "texto")
    accion("plantilla", plantilla)
    accion("nota", nota, "nota")
    accion("tomar", _solo(gestion_casos.tomar_caso, "El caso es tuyo. La conversación es tuya cuando escribas."))
    accion("llamada", _solo(gestion_casos.registrar_llamada, "Quedó anotado que ya hablaste con el cliente."))
    accion("transferir", transferir, "motivo")
    accion("pausar", _solo(gestion_casos.pausar, "El caso espera al cliente. Cuando escriba, sigue solo."))
    accion("reanudar", _solo(gestion_casos.reanudar, "El caso sigue."))
    accion("cerrar", cerrar, "despedida")
    accion("reabrir", reabrir)
    accion("dano", dano)
    accion("devolver", devolver)
    return cuarto


def _solo(cambiar: Callable[[Transaction, str, Usuario, datetime], object], dicho: str) -> Callable[[App, str], str]:
    """Return the act that asks nothing of the form: it changes the case, and says so."""

    def hacer(app: App, folio: str) -> str:
        with app.db.transaction() as tx:
            cambiar(tx, folio, actual(), app.now())
        return dicho

    return hacer


def responder(app: App, folio: str) -> str:
    escrito = _campo("texto").replace("\r\n", "\n")
    respuestas.enviar(app.db, app.cipher, folio, actual(), escrito, _clave(), app.now())
    return ""


def plantilla(app: App, folio: str) -> str:
    valores = [valor.strip() for valor in request.form.getlist("valor")]
    nombre = _campo("nombre")
    respuestas.enviar_plantilla(app.db, app.cipher, folio, actual(), nombre, valores, _clave(), app.now())
    return "La plantilla va en camino."


def nota(app: App, folio: str) -> str:
    escrita = _campo("nota").replace("\r\n", "\n")
    with app.db.transaction() as tx:
        caso = permisos_de_caso.permitido(tx, folio, actual())
        if not notas.repetida(tx, app.cipher, caso.id, actual().id, escrita, app.now()):
            gestion_casos.anotar_nota(tx, app.cipher, folio, actual(), escrita, app.now())
    return "La nota quedó guardada. El cliente no la ve."


def transferir(app: App, folio: str) -> str:
    quien = _campo("a")
    with app.db.transaction() as tx:
        gestion_casos.transferir(
            tx,
            app.cipher,
            folio,
            actual(),
            app.now(),
            equipo=_campo("equipo"),
            a=int(quien) if quien.isascii() and quien.isdecimal() and len(quien) < 19 else None,
            motivo=_campo("motivo"),
        )
    return "El caso quedó transferido. El reloj sigue."


def cerrar(app: App, folio: str) -> str:
    """Close the case, after the last words if there are any: if they cannot be sent, it stays open."""
    despedida, causa = _campo("despedida").replace("\r\n", "\n"), _campo("causa")
    with app.db.transaction() as tx:
        caso = permisos_de_caso.permitido(tx, folio, actual())
        causas.exigir(caso.tipo, causa)
        if caso.cerrado:
            return "El caso ya estaba cerrado."
        solicitudes_de_datos.exigir_respondida(tx, caso.id)  # before the last words leave
    if despedida.strip():
        respuestas.enviar(app.db, app.cipher, folio, actual(), despedida, _clave(), app.now())
    with app.db.transaction() as tx:
        gestion_casos.cerrar(tx, app.cipher, folio, actual(), app.now(), causa=causa)
    return "El caso quedó cerrado. La conversación vuelve al asistente."


def reabrir(app: App, folio: str) -> str:
    with app.db.transaction() as tx:
        if not permisos_de_caso.permitido(tx, folio, actual()).cerrado:
            return "El caso ya estaba abierto."
        gestion_casos.reabrir(tx, folio, actual(), app.now())
    return "El caso está abierto otra vez."


def dano(app: App, folio: str) -> str:
    with app.db.transaction() as tx:
        gestion_casos.cambiar_dano(tx, folio, actual(), _campo("dano"), app.now())
    return "El daño quedó anotado y la prioridad se calculó otra vez."


def devolver(app: App, folio: str) -> str:
    with app.db.transaction() as tx:
        caso = gestion_casos.para_responder(tx, folio, actual())
        hablan_de = conversaciones.quien_habla(tx, caso.contacto_id).caso_id
        if (
            hablan_de is not None and hablan_de != caso.id
        ):  # a colleague speaks of another case: it must be theirs to end too
            permisos_de_caso.permitido(tx, casos.ver(tx, hablan_de).folio, actual())
        motivo = conversaciones.Devuelta.ASESOR
        if conversaciones.devolver(tx, app.cipher, caso.contacto_id, motivo, app.now()):
            auditoria.anotar(tx, actual().id, "conversacion_devuelta", f"caso:{folio}", app.now())
    return "El asistente atiende otra vez. El caso sigue abierto."


def hecho(app: App, folio: str, hacer: Callable[[App, str], str], campo: str = "") -> str | AnyResponse:
    """Do it, and go back to the case with a word; or show the page again with what is wrong and what was typed."""
    try:
        dicho = hacer(app, folio)
    except ProAltoError as error:
        if isinstance(error, NoEsDeTuEquipo) and str(error) == folio:
            flash("Ese caso ya no es de tu equipo.", "ojo")
            return redirect("/casos", 303)
        queja = quejas.de(error)
        if queja is None:
            raise
        return _otra_vez(app, folio, queja, campo)
    if HTMX in request.headers:
        pieza = render_template("responder.html", **vista_de_caso.respuesta(app, folio, actual()))
        return Response(pieza, headers={"HX-Trigger": "dialogo-cambio"})
    if dicho:
        flash(dicho, "bien")
    return redirect(f"/casos/{folio}" if _se_ve(app, folio) else "/casos", 303)


def _se_ve(app: App, folio: str) -> bool:
    """Tell whether the case is still one to look at: it may have gone to another team."""
    try:
        with app.db.transaction() as tx:
            ficha.caso_visible(tx, folio, actual())
    except NoEsDeTuEquipo:
        return False
    return True


def _otra_vez(app: App, folio: str, queja: str, campo: str) -> str | AnyResponse:
    """Return the page, or the form, with what is wrong and what was typed."""
    escrito = _campo(campo) if campo else ""
    if HTMX in request.headers:
        return render_template("responder.html", **vista_de_caso.respuesta(app, folio, actual(), escrito, queja))
    contenido = vista_de_caso.contenido(app, folio, actual())
    borradores = {"borrador": escrito} if campo == "texto" else {f"borrador_{campo}": escrito}
    return Response(render_template("conversacion.html", error=queja, **borradores, **contenido), 422)


def _campo(nombre: str) -> str:
    return request.form.get(nombre, "")


def _clave() -> str:
    """Return the form's own word, which makes two clicks one message."""
    return _campo("clave")[:CLAVE_MAXIMA]
