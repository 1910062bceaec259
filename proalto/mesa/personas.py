"""The people of the desk, for supervisors. Nobody is deleted: they are deactivated, and what they did stays theirs."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from proalto.bootstrap import App
from proalto.mesa import fallos
from proalto.mesa.permisos import DIRIGEN
from proalto.mesa.sesion import actual, requiere
from proalto.services.credito import asignacion
from proalto.services.mesa import acceso, usuarios
from proalto.services.mesa.usuarios import DatoInvalido, Datos, Rol, SinUsuario, UltimoSupervisor, UsuarioRepetido

NUEVA = Datos("", "", Rol.ASESOR, ("servicio",))


def blueprint(app: App) -> Blueprint:
    """Return the pages of people."""
    routes = Blueprint("personas", __name__, url_prefix="/personas")
    _lista(routes, app)
    _una(routes, app)
    _ordenes(routes, app)
    _puertas(routes, app)

    @routes.errorhandler(SinUsuario)
    def nadie(_: SinUsuario) -> Response:
        return fallos.pagina(404, "404")

    @routes.errorhandler(UltimoSupervisor)
    def ultimo(_: UltimoSupervisor) -> AnyResponse:
        flash("Es la única persona con rol de supervisor: primero dale ese rol a alguien más.", "mal")
        return redirect(request.path.removesuffix("/activo"), 303)

    return routes


def _lista(routes: Blueprint, app: App) -> None:
    @routes.get("")
    @requiere(*DIRIGEN)
    def lista() -> str:
        return render_template("personas.html", fichas=usuarios.fichas(app.db), now=app.now())

    @routes.get("/nueva")
    @requiere(*DIRIGEN)
    def nueva() -> Response:
        return _formulario(NUEVA)

    @routes.post("/nueva")
    @requiere(*DIRIGEN)
    def crear() -> Response:
        datos = _datos(request.form.get("usuario", "").strip().lower())
        try:
            usuario_id, clave = usuarios.crear(app.db, app.cipher, datos, actual(), app.now())
        except DatoInvalido as error:
            return _formulario(datos, queja=error.campo)
        except UsuarioRepetido:
            return _formulario(datos, queja="repetido")
        return _clave_una_vez(usuario_id, datos, clave)


def _una(routes: Blueprint, app: App) -> None:
    @routes.get("/<int:usuario_id>")
    @requiere(*DIRIGEN)
    def ver(usuario_id: int) -> Response:
        return _formulario(usuarios.datos_de(app.db, app.cipher, usuario_id), _ficha(app, usuario_id), app=app)

    @routes.post("/<int:usuario_id>")
    @requiere(*DIRIGEN)
    def editar(usuario_id: int) -> AnyResponse:
        datos = _datos(usuarios.datos_de(app.db, app.cipher, usuario_id).usuario)
        try:
            usuarios.editar(app.db, app.cipher, usuario_id, datos, actual(), app.now())
        except DatoInvalido as error:
            return _formulario(datos, _ficha(app, usuario_id), queja=error.campo, app=app)
        flash(f"Los datos de {datos.nombre} quedaron guardados.", "bien")
        return redirect("/personas", 303)


def _ordenes(routes: Blueprint, app: App) -> None:
    @routes.post("/<int:usuario_id>/clave")
    @requiere(*DIRIGEN)
    def clave(usuario_id: int) -> Response:
        nueva = acceso.restablecer_clave(app.db, usuario_id, actual(), app.now())
        return _clave_una_vez(usuario_id, usuarios.datos_de(app.db, app.cipher, usuario_id), nueva)

    @routes.post("/<int:usuario_id>/codigo")
    @requiere(*DIRIGEN)
    def codigo(usuario_id: int) -> AnyResponse:
        acceso.restablecer_segundo(app.db, usuario_id, actual(), app.now())
        flash("La próxima vez que entre, unirá un celular nuevo.", "bien")
        return redirect(f"/personas/{usuario_id}", 303)


def _puertas(routes: Blueprint, app: App) -> None:
    @routes.post("/<int:usuario_id>/desbloquear")
    @requiere(*DIRIGEN)
    def desbloquear(usuario_id: int) -> AnyResponse:
        acceso.desbloquear(app.db, usuario_id, actual(), app.now())
        flash("Ya puede intentar entrar otra vez.", "bien")
        return redirect(f"/personas/{usuario_id}", 303)

    @routes.post("/<int:usuario_id>/activo")
    @requiere(*DIRIGEN)
    def activo(usuario_id: int) -> AnyResponse:
        activo = request.form.get("activo") == "si"
        usuarios.activar(app.db, usuario_id, activo, actual(), app.now())
        flash("Vuelve a poder entrar." if activo else "Ya no puede entrar; sus sesiones se cerraron.", "bien")
        return redirect(f"/personas/{usuario_id}", 303)


def _ficha(app: App, usuario_id: int) -> usuarios.Ficha:
    return next(ficha for ficha in usuarios.fichas(app.db) if ficha.usuario.id == usuario_id)


def _datos(usuario: str) -> Datos:
    """Return what the form says; what no person could send by it is 400."""
    forma = request.form
    capacidad, rol = forma.get("capacidad", ""), forma.get("rol", "")
    zonas = tuple(forma.getlist("zonas"))
    if rol not in {uno.value for uno in Rol} or not set(zonas) <= set(_zonas()) or forma.get("turno") not in _turnos():
        abort(400)
    return Datos(
        usuario=usuario,
        nombre=" ".join(forma.get("nombre", "").split()),
        rol=Rol(rol),
        equipos=tuple(forma.getlist("equipos")),
        zonas=(usuarios.TODAS,) if usuarios.TODAS in zonas or not zonas else zonas,
        turno=forma["turno"],
        capacidad=int(capacidad) if capacidad.isdecimal() and len(capacidad) < 6 else -1,
        celular=forma.get("celular", ""),
    )


def _formulario(datos: Datos, ficha: usuarios.Ficha | None = None, queja: str = "", app: App | None = None) -> Response:
    opciones = {"equipos": usuarios.EQUIPOS, "zonas": _zonas(), "turnos": _turnos(), "roles": tuple(Rol)}
    now = app.now() if app else None
    pagina = render_template("persona.html", datos=datos, ficha=ficha, queja=queja, now=now, **opciones)
    return Response(pagina, 400 if queja else 200)


def _zonas() -> dict[str, str]:
    return {usuarios.TODAS: "todas"} | {asesor.codigo: asesor.nombre for asesor in asignacion.asesores()}


def _turnos() -> tuple[str, ...]:
    return usuarios.turnos()


def _clave_una_vez(usuario_id: int, datos: Datos, clave: str) -> Response:
    """Show a temporary password in this very answer: it is kept nowhere, so it cannot be shown again."""
    return Response(render_template("clave_temporal.html", usuario_id=usuario_id, datos=datos, clave=clave))
