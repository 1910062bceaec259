"""The door: user and password, the telephone's code, enrolling the telephone, and leaving."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode

import segno
from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.mesa import sesion
from proalto.mesa.permisos import TODOS
from proalto.mesa.sesion import a_medias, actual, con_clave_temporal, libre, requiere
from proalto.services.mesa import acceso, cuentas_demo
from proalto.services.mesa.acceso import CodigoErrado, CodigoUsado, NoEntra, SinIntentos
from proalto.services.operacion.visitas import visitar

POR_MINUTO = 30  # an office enters by one address at eight in the morning
PUNTO_DEL_QR = 6


def blueprint(app: App) -> Blueprint:
    """Return the pages before the desk."""
    routes = Blueprint("entrada", __name__)
    _clave(routes, app)
    _codigo(routes, app)
    _inscripcion(routes, app)

    @routes.post("/salir")
    @requiere(*TODOS)
    @con_clave_temporal
    def salir() -> AnyResponse:
        acceso.salir(app.db, sesion.token(), app.now())
        return sesion.quitar(redirect("/entrar", 303))

    return routes


def _clave(routes: Blueprint, app: App) -> None:
    @routes.get("/entrar")
    @libre
    def entrar() -> str:
        return _entrar(app)

    @routes.post("/entrar")
    @libre
    def probar_clave() -> AnyResponse:
        _contar(app)
        usuario, clave = request.form.get("usuario", ""), request.form.get("clave", "")
        try:
            token = acceso.entrar(app.db, app.cipher, usuario, clave, app.now(), demo=app.settings.demo)
        except NoEntra:
            return Response(_entrar(app, error=True), 401)
        return sesion.dar(_ir("/codigo"), token)


def _codigo(routes: Blueprint, app: App) -> None:
    @routes.get("/codigo")
    @a_medias
    def codigo() -> AnyResponse:
        if acceso.inscripcion(app.db, app.cipher, actual()):
            return _ir("/inscripcion")
        return Response(render_template("codigo.html", sigue=pedida(), demo=_demo(app)))

    @routes.post("/codigo")
    @a_medias
    def probar_codigo() -> AnyResponse:
        _contar(app)
        try:
            token = acceso.confirmar(
                app.db, app.cipher, actual(), sesion.token(), request.form.get("codigo", ""), app.now(),
                demo=app.settings.demo,
            )  # fmt: skip
        except (CodigoErrado, CodigoUsado, SinIntentos) as error:
            return _otro_codigo(app, error)
        return sesion.dar(redirect(pedida() or "/", 303), token)


def _inscripcion(routes: Blueprint, app: App) -> None:
    @routes.get("/inscripcion")
    @a_medias
    def inscripcion() -> AnyResponse:
        return _inscribir(app) or redirect("/codigo", 303)

    @routes.get("/inscripcion/qr.png")
    @a_medias
    def qr() -> Response:
        direccion = acceso.inscripcion(app.db, app.cipher, actual())
        if direccion is None:
            abort(404)
        imagen = BytesIO()
        segno.make(direccion, error="m").save(imagen, kind="png", scale=PUNTO_DEL_QR, border=4)
        return Response(imagen.getvalue(), mimetype="image/png")


def _entrar(app: App, *, error: bool = False) -> str:
    return render_template("entrar.html", error=error, sigue=pedida(), demo=_demo(app))


def _inscribir(app: App, error: str = "") -> Response | None:
    direccion = acceso.inscripcion(app.db, app.cipher, actual())
    if direccion is None:
        return None
    secreto = acceso.secreto_legible(direccion)
    return Response(render_template("inscripcion.html", secreto=secreto, sigue=pedida(), error=error))


def _otro_codigo(app: App, error: Exception) -> AnyResponse:
    if isinstance(error, SinIntentos):
        return sesion.quitar(Response(_entrar(app, error=True), 401))
    motivo = "usado" if isinstance(error, CodigoUsado) else "errado"
    pagina = _inscribir(app, motivo)
    if pagina is None:
        pagina = Response(render_template("codigo.html", error=motivo, sigue=pedida(), demo=_demo(app)))
    pagina.status_code = 401
    return pagina


def _contar(app: App) -> None:
    visitar(app.db, app.cipher, request.remote_addr or "", app.now(), puerta="mesa", por_minuto=POR_MINUTO)


def _demo(app: App) -> cuentas_demo.Muestra | None:
    return cuentas_demo.muestra(app.now()) if app.settings.demo else None


def pedida() -> str:
    """Return the page that was asked for before entering: a path of the desk, or nothing."""
    ruta = request.values.get("sigue", "")
    es_nuestra = ruta.startswith("/") and not ruta.startswith(("//", "/\\")) and ruta.isprintable()
    return ruta if es_nuestra and len(ruta) < 300 else ""


def _ir(a: str) -> AnyResponse:
    return redirect(f"{a}?{urlencode({'sigue': pedida()})}" if pedida() else a, 303)
