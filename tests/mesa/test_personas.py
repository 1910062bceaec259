"""The page of people."""

import re
import uuid

import pytest

from proalto.services.mesa import acceso, auditoria
from proalto.services.mesa.acceso import NoEntra
from proalto.services.mesa.usuarios import Rol
from tests.conftest import conectar
from tests.mesa.conftest import ahora_es, nuevo_usuario

HOSTIL = "<script>alert(1)</script>"


@pytest.fixture
def jefa(mesa):
    return mesa(Rol.SUPERVISOR)


def forma(**cambios):
    base = {
        "usuario": f"n{uuid.uuid4().hex[:8]}", "nombre": "Nora Nueva", "rol": "asesor", "turno": "general",
        "capacidad": "6", "equipos": ["servicio", "reclamos"], "zonas": ["comercial-caribe"], "celular": "",
    }  # fmt: skip
    return base | cambios


def leer(respuesta):
    return respuesta.get_data(as_text=True)


def test_crear_muestra_la_clave_una_vez_y_con_ella_se_entra(app, jefa):
    datos = forma()
    creada = jefa.envia("/personas/nueva", **datos)
    clave = re.search(r'class="clave-nueva">([a-z0-9-]{19})<', leer(creada))[1]
    assert acceso.entrar(app.db, app.cipher, datos["usuario"], clave, app.now())
    lista = leer(jefa.get("/personas"))
    assert datos["usuario"] in lista and "contraseña temporal" in lista and clave not in lista


@pytest.mark.parametrize(("cambio", "dice"), [
    ({"usuario": "Ñandú"}, "minúsculas sin tilde"), ({"nombre": HOSTIL}, "con letras"),
    ({"equipos": []}, "al menos un equipo"),
    ({"capacidad": "mil"}, "entre 0 y 200"), ({"capacidad": "999"}, "entre 0 y 200"),
    ({"celular": "55"}, "diez números"),
])  # fmt: skip
def test_lo_mal_escrito_se_explica_y_no_se_pierde_lo_demas(jefa, cambio, dice):
    respuesta = jefa.envia("/personas/nueva", **forma(**cambio))
    assert respuesta.status_code == 400 and dice in leer(respuesta)
    assert 'value="comercial-caribe" checked' in leer(respuesta) and HOSTIL not in leer(respuesta)


def test_un_usuario_repetido_se_dice(jefa):
    datos = forma()
    jefa.envia("/personas/nueva", **datos)
    assert "ya es de otra persona" in leer(jefa.envia("/personas/nueva", **datos))


@pytest.mark.parametrize("cambio", [{"rol": "dueño"}, {"turno": "nunca"}, {"zonas": ["marte"]}])
def test_lo_que_el_formulario_no_ofrece_no_entra(jefa, cambio):
    assert jefa.envia("/personas/nueva", **forma(**cambio)).status_code == 400


def test_editar_cambia_lo_que_hace_y_no_como_entra(app, jefa):
    quien = nuevo_usuario(app)
    cambio = forma(usuario="otro.nombre", nombre="Otro Nombre", rol="contenido", capacidad="3", celular="3001234567")
    assert jefa.envia(f"/personas/{quien.id}", **cambio).location == "/personas"
    ahora = ahora_es(app, quien)
    assert (ahora.nombre, ahora.rol, ahora.capacidad) == ("Otro Nombre", Rol.CONTENIDO, 3)
    assert (ahora.usuario, ahora.zonas) == (quien.usuario, ("comercial-caribe",))
    assert 'value="573001234567"' in leer(jefa.get(f"/personas/{quien.id}"))


def test_quien_cambia_de_rol_tiene_que_entrar_otra_vez(app, jefa, mesa):
    cliente = mesa(Rol.ASESOR)
    assert cliente.get("/cuenta").status_code == 200
    jefa.envia(f"/personas/{cliente.usuario.id}", **forma(rol="auditor"))
    assert cliente.get("/cuenta").location.startswith("/entrar")


def test_desactivar_echa_y_activar_devuelve(app, jefa, mesa):
    cliente = mesa(Rol.ASESOR)
    ruta = f"/personas/{cliente.usuario.id}"
    assert jefa.envia(f"{ruta}/activo", activo="no").location == ruta
    assert cliente.get("/cuenta").location.startswith("/entrar") and "ya no entra" in leer(jefa.get("/personas"))
    jefa.envia(f"{ruta}/activo", activo="si")
    assert ahora_es(app, cliente.usuario).activo


def test_otra_clave_se_ve_una_vez_y_cierra_lo_abierto(app, jefa, mesa):
    cliente = mesa(Rol.ASESOR)
    pagina = leer(jefa.envia(f"/personas/{cliente.usuario.id}/clave"))
    clave = re.search(r'class="clave-nueva">([a-z0-9-]{19})<', pagina)[1]
    assert acceso.entrar(app.db, app.cipher, cliente.usuario.usuario, clave, app.now())
    assert cliente.get("/cuenta").location.startswith("/entrar")


def test_desbloquear_y_cambiar_de_celular(app, jefa):
    datos = forma()
    clave = re.search(r'class="clave-nueva">([a-z0-9-]{19})<', leer(jefa.envia("/personas/nueva", **datos)))[1]
    for _ in range(acceso.MAXIMO):
        with pytest.raises(NoEntra):
            acceso.entrar(app.db, app.cipher, datos["usuario"], "x", app.now())
    lista = leer(jefa.get("/personas"))
    ruta = re.search(rf'href="(/personas/\d+)">Nora Nueva</a> <span class="suave">{datos["usuario"]}<', lista)[1]
    assert "bloqueada" in lista and "Está bloqueada hasta" in leer(jefa.get(ruta))
    assert jefa.envia(f"{ruta}/desbloquear").location == ruta
    assert acceso.entrar(app.db, app.cipher, datos["usuario"], clave, app.now())
    assert jefa.envia(f"{ruta}/codigo").location == ruta


def test_la_ultima_supervisora_no_se_quita_ni_se_cambia(app, jefa):
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE asistente.usuarios SET rol = 'asesor' WHERE id <> %s", (jefa.usuario.id,))
    ruta = f"/personas/{jefa.usuario.id}"
    for orden, campos in ((f"{ruta}/activo", {"activo": "no"}), (ruta, forma(rol="asesor"))):
        assert jefa.envia(orden, **campos).location == ruta
        assert "Es la única persona con rol de supervisor" in leer(jefa.get(ruta))
    assert ahora_es(app, jefa.usuario).rol is Rol.SUPERVISOR and ahora_es(app, jefa.usuario).activo


@pytest.mark.parametrize("ruta", ["", "/clave", "/codigo", "/desbloquear", "/activo"])
def test_de_quien_no_existe_no_hay_pagina(jefa, ruta):
    assert jefa.envia(f"/personas/987654{ruta}", **forma()).status_code == 404


def test_cada_orden_queda_en_la_auditoria_con_quien_la_dio(app, jefa):
    quien = nuevo_usuario(app)
    for orden in ("clave", "codigo", "desbloquear"):
        jefa.envia(f"/personas/{quien.id}/{orden}")
    lineas = auditoria.buscar(app.db, auditoria.Filtro(objeto=f"usuario:{quien.id}", usuario_id=jefa.usuario.id))
    assert [linea.accion for linea in lineas] == [
        "usuario_desbloqueado",
        "segundo_factor_restablecido",
        "clave_restablecida",
    ]
