"""Every page says who may open it, and holds to it."""

import pytest

from proalto.mesa import permisos, sesion
from proalto.mesa.app import create_app
from proalto.services.mesa.usuarios import Rol
from tests.mesa.conftest import navegante

LIBRES = {"static", "salud", "entrada.entrar", "entrada.probar_clave"}
A_MEDIAS = {"entrada.codigo", "entrada.probar_codigo", "entrada.inscripcion", "entrada.qr"}
MIAS = {
    "/": permisos.TODOS,
    "/salir": permisos.TODOS,
    "/cuenta": permisos.TODOS,
    "/cuenta/clave": permisos.TODOS,
    "/cuenta/disponible": permisos.ATIENDEN,
    "/personas": permisos.DIRIGEN,
    "/personas/nueva": permisos.DIRIGEN,
    "/personas/<int:usuario_id>": permisos.DIRIGEN,
    "/personas/<int:usuario_id>/clave": permisos.DIRIGEN,
    "/personas/<int:usuario_id>/codigo": permisos.DIRIGEN,
    "/personas/<int:usuario_id>/desbloquear": permisos.DIRIGEN,
    "/personas/<int:usuario_id>/activo": permisos.DIRIGEN,
    "/acuerdos": permisos.DIRIGEN,
    "/acuerdos/<clase>": permisos.DIRIGEN,
    "/acuerdos/plantilla/<clase>": permisos.DIRIGEN,
    "/auditoria": permisos.MIRAN_AUDITORIA,
    "/auditoria/cadena": permisos.MIRAN_AUDITORIA,
    "/respuestas": permisos.ESCRIBEN_RESPUESTAS,
    "/respuestas/nueva": permisos.ESCRIBEN_RESPUESTAS,
    "/respuestas/<int:respuesta_id>": permisos.ESCRIBEN_RESPUESTAS,
    "/respuestas/<int:respuesta_id>/borrar": permisos.ESCRIBEN_RESPUESTAS,
}


def rutas(app):
    """Return (rule, view) of every page that is not for anybody."""
    flask = create_app(app)
    return [
        (regla, flask.view_functions[regla.endpoint])
        for regla in flask.url_map.iter_rules()
        if regla.endpoint not in LIBRES | A_MEDIAS
    ]


def pedir(cliente, regla):
    """Ask for a page by each of its methods, with ids of nobody."""
    valores = dict.fromkeys(regla.arguments, 987654 if "int:" in regla.rule else "X")
    ruta = regla.rule
    for nombre, valor in valores.items():
        ruta = ruta.replace(f"<int:{nombre}>", str(valor)).replace(f"<{nombre}>", str(valor))
    return [
        cliente.envia(ruta) if metodo == "POST" else cliente.get(ruta)
        for metodo in sorted({"GET", "POST"} & regla.methods)
    ]


def test_toda_pagina_declara_sus_roles(app):
    assert [regla.rule for regla, vista in rutas(app) if not getattr(vista, sesion.ROLES, None)] == []


def test_libre_o_a_medias_no_es_ninguna_otra(app):
    flask = create_app(app)
    marcadas = {n for n, v in flask.view_functions.items() if hasattr(v, sesion.LIBRE) or hasattr(v, sesion.A_MEDIAS)}
    assert marcadas == (LIBRES | A_MEDIAS) - {"static"}


def test_la_tabla_de_cada_pagina_de_estas(app):
    hay = {regla.rule: getattr(vista, sesion.ROLES) for regla, vista in rutas(app)}
    assert {ruta: set(hay[ruta]) for ruta in MIAS} == {ruta: set(roles) for ruta, roles in MIAS.items()}


@pytest.mark.parametrize("rol", Rol)
def test_cada_rol_abre_lo_suyo_y_nada_mas(app, mesa, rol):
    cerradas = 0
    for regla, vista in rutas(app):
        permitida = rol in getattr(vista, sesion.ROLES)
        if permitida and "POST" in regla.methods:
            continue  # what it does has tests of its own
        for respuesta in pedir(mesa(rol), regla):
            assert (respuesta.status_code != 403) == permitida, regla.rule
            cerradas += respuesta.status_code == 403
    assert cerradas or rol is Rol.SUPERVISOR


def test_sin_entrar_no_se_abre_ninguna(app, anonimo):
    for regla, _ in rutas(app):
        for respuesta in pedir(anonimo, regla):
            assert respuesta.status_code == 303 and respuesta.location.startswith("/entrar"), regla.rule


def test_una_pagina_que_no_dice_de_quien_es_no_es_de_nadie(app, mesa):
    cliente = mesa(Rol.SUPERVISOR)
    cliente.application.add_url_rule("/olvidada", "olvidada", lambda: "secreto")
    assert cliente.get("/olvidada").status_code == 403


@pytest.mark.parametrize(("rol", "titulos"), [
    (Rol.ASESOR, []), (Rol.CONTENIDO, ["Respuestas"]), (Rol.AUDITOR, ["Auditoría"]),
    (Rol.SUPERVISOR, ["Respuestas", "Personas", "Auditoría"]),
])  # fmt: skip
def test_el_menu_ofrece_lo_que_se_puede_abrir(mesa, rol, titulos):
    pagina = mesa(rol).get("/cuenta").get_data(as_text=True)
    assert [t for t in ("Respuestas", "Personas", "Auditoría") if f">{t}</a>" in pagina] == titulos


def test_nadie_entra_con_una_sesion_a_medias(app, mesa):
    from proalto.services.mesa import sesiones_mesa
    from tests.mesa.conftest import GALLETA, nuevo_usuario

    quien = nuevo_usuario(app, Rol.SUPERVISOR)
    with app.db.transaction() as tx:
        token = sesiones_mesa.abrir(tx, quien.id, app.now(), completa=False)
    cliente = navegante(app)
    cliente.set_cookie(GALLETA, token)
    for regla, _ in rutas(app):
        for respuesta in pedir(cliente, regla):
            assert (respuesta.status_code, respuesta.location) == (303, "/codigo"), regla.rule
