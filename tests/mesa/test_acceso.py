"""The door, as a browser meets it."""

import re
from dataclasses import replace

import pyotp
import pytest

from proalto.services.mesa import acceso, claves, usuarios
from proalto.services.mesa.acceso import SECRETO_DEMO, codigo_de
from proalto.services.mesa.usuarios import Datos, Rol
from tests.conftest import conectar
from tests.mesa.conftest import GALLETA, navegante

CLAVE = "una frase que nadie mas diria"


@pytest.fixture(autouse=True)
def otro_dia(app):
    """The clock begins anew in every test, so what was counted and used up goes."""
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM asistente.visitas")
        cursor.execute("DELETE FROM asistente.sesiones_mesa")
        cursor.execute(
            "UPDATE asistente.usuarios SET totp_paso = 0, fallos = 0, bloqueado_hasta = NULL WHERE totp_paso >= 0"
        )


@pytest.fixture
def en_demo(app, demo):
    """A browser at the desk of the demonstration."""
    return navegante(replace(app, settings=replace(app.settings, demo=True)))


@pytest.fixture
def nueva(app):
    """Somebody just created: (user name, temporary password)."""
    usuario = f"p{pyotp.random_base32()[:10].lower()}"
    _, clave = usuarios.crear(app.db, app.cipher, Datos(usuario, "Rosa Niño", Rol.CONTENIDO), None, app.now())
    return usuario, clave


def leer(respuesta):
    return respuesta.get_data(as_text=True)


def sin_ficha(respuesta):
    """Return a page without what changes in every one: the CSRF token."""
    return re.sub(r"[\w-]+\.[\w-]+\.[\w-]{20,}|[\w-]{80,}", "F", leer(respuesta))


def test_en_la_demostracion_se_entra_con_lo_que_dice_la_puerta(app, en_demo):
    pagina = leer(en_demo.get("/entrar"))
    assert "Solo en la demostración" in pagina and claves.DE_LA_DEMO in pagina
    codigo = codigo_de(SECRETO_DEMO, app.now())
    assert codigo in pagina
    assert en_demo.envia("/entrar", usuario="laura", clave=claves.DE_LA_DEMO).location == "/codigo"
    assert en_demo.get("/").location == "/codigo"
    assert en_demo.envia("/codigo", codigo=codigo).location == "/"
    assert en_demo.get("/cuenta").status_code == 200 and "Laura Gómez" in leer(en_demo.get("/cuenta"))


def test_fuera_de_la_demostracion_la_puerta_no_cuenta_nada_ni_abre(app, demo, anonimo):
    pagina = leer(anonimo.get("/entrar"))
    assert "demostración" not in pagina and claves.DE_LA_DEMO not in pagina
    assert anonimo.envia("/entrar", usuario="laura", clave=claves.DE_LA_DEMO).status_code == 401


def test_la_primera_vez_se_une_el_celular_y_se_cambia_la_clave(app, anonimo, nueva):
    usuario, temporal = nueva
    assert anonimo.envia("/entrar", usuario=usuario, clave=temporal).location == "/codigo"
    assert anonimo.get("/codigo").location == "/inscripcion"
    pagina = leer(anonimo.get("/inscripcion"))
    secreto = re.search(r'class="secreto">([A-Z2-7 ]+)<', pagina)[1].replace(" ", "")
    qr = anonimo.get("/inscripcion/qr.png")
    assert qr.mimetype == "image/png" and qr.data.startswith(b"\x89PNG") and "data:" not in pagina
    assert anonimo.envia("/codigo", codigo="000000").status_code == 401
    assert anonimo.envia("/codigo", codigo=codigo_de(secreto, app.now())).location == "/"
    for ruta in ("/", "/respuestas", "/cuenta"):
        assert anonimo.get(ruta).location == "/cuenta/clave"
    cambio = anonimo.envia("/cuenta/clave", actual=temporal, nueva=CLAVE, repetida=CLAVE)
    assert (cambio.status_code, cambio.location) == (303, "/")
    assert anonimo.get("/respuestas").status_code == 200
    assert anonimo.get("/inscripcion").location == anonimo.get("/inscripcion/qr.png").location == "/"


@pytest.mark.parametrize(("campos", "dice"), [
    ({"nueva": "corta", "repetida": "corta"}, "muy corta"),
    ({"nueva": CLAVE, "repetida": CLAVE + "x"}, "no son iguales"),
    ({"nueva": "rosa es mi nombre", "repetida": "rosa es mi nombre"}, "tu nombre"),
    ({"actual": "no es esa", "nueva": CLAVE, "repetida": CLAVE}, "no es esa"),
])  # fmt: skip
def test_cambiar_la_clave_dice_que_falta(app, mesa, nueva, campos, dice):
    usuario, temporal = nueva
    quien = next(uno for uno in usuarios.todos(app.db) if uno.usuario == usuario)
    respuesta = mesa(quien).envia("/cuenta/clave", **({"actual": temporal} | campos))
    assert respuesta.status_code == 400 and dice in leer(respuesta)


def test_quien_no_existe_y_quien_se_equivoca_reciben_los_mismos_bytes(app, nueva):
    usuario, temporal = nueva
    paginas = []
    for quien, clave in (("nadie.asi", "x"), (usuario, "x"), ("<script>", temporal), (usuario, "")):
        respuesta = navegante(app).envia("/entrar", usuario=quien, clave=clave)
        paginas.append((respuesta.status_code, sin_ficha(respuesta), sorted(dict(respuesta.headers))))
    for _ in range(acceso.MAXIMO):
        navegante(app).envia("/entrar", usuario=usuario, clave="x")
    bloqueada = navegante(app).envia("/entrar", usuario=usuario, clave=temporal)
    paginas.append((bloqueada.status_code, sin_ficha(bloqueada), sorted(dict(bloqueada.headers))))
    assert len({str(pagina) for pagina in paginas}) == 1 and paginas[0][0] == 401


def test_una_sesion_puesta_por_otro_no_sirve_despues_de_entrar(app, en_demo):
    en_demo.set_cookie(GALLETA, "la-que-puso-el-atacante")
    respuesta = en_demo.envia("/entrar", usuario="laura", clave=claves.DE_LA_DEMO)
    a_medias = en_demo.get_cookie(GALLETA).value
    assert a_medias != "la-que-puso-el-atacante" and respuesta.status_code == 303
    en_demo.envia("/codigo", codigo=codigo_de(SECRETO_DEMO, app.now()))
    entera = en_demo.get_cookie(GALLETA).value
    ladron = navegante(app)
    for robada in ("la-que-puso-el-atacante", a_medias):
        ladron.set_cookie(GALLETA, robada)
        assert ladron.get("/cuenta").location == "/entrar?sigue=%2Fcuenta"
    assert entera != a_medias and en_demo.get("/cuenta").status_code == 200


def test_un_formulario_de_antes_de_entrar_no_sirve_despues(app, en_demo):
    vieja = en_demo.ficha()
    en_demo.envia("/entrar", usuario="laura", clave=claves.DE_LA_DEMO)
    assert en_demo.post("/codigo", data={"csrf_token": vieja, "codigo": "1"}).status_code == 400


def test_cinco_codigos_errados_devuelven_a_la_puerta(app, en_demo):
    en_demo.envia("/entrar", usuario="laura", clave=claves.DE_LA_DEMO)
    for _ in range(acceso.MAXIMO):
        assert "Ese código no es" in leer(en_demo.envia("/codigo", codigo="000000"))
    ultima = en_demo.envia("/codigo", codigo=codigo_de(SECRETO_DEMO, app.now()))
    assert ultima.status_code == 401 and "No pudiste entrar" in leer(ultima)
    assert en_demo.get("/codigo").location.startswith("/entrar")


def test_a_medias_no_se_ve_nada_de_la_mesa(app, en_demo):
    en_demo.envia("/entrar", usuario="marta", clave=claves.DE_LA_DEMO)
    assert en_demo.get("/personas").location == "/codigo"
    assert not re.search("<nav|/personas|/salir|/cuenta", leer(en_demo.get("/codigo")))


def test_salir_cierra_la_sesion_y_la_galleta_ya_no_sirve(app, mesa):
    cliente = mesa(Rol.ASESOR)
    guardada = cliente.get_cookie(GALLETA).value
    assert cliente.envia("/salir").location == "/entrar" and cliente.get_cookie(GALLETA) is None
    cliente.set_cookie(GALLETA, guardada)
    assert cliente.get("/cuenta").location.startswith("/entrar")


def test_se_vuelve_a_lo_que_se_pedia_y_nunca_a_otro_sitio(app, en_demo):
    assert en_demo.get("/cuenta?x=1").location == "/entrar?sigue=%2Fcuenta%3Fx%3D1"
    en_demo.envia("/entrar", usuario="laura", clave=claves.DE_LA_DEMO, sigue="/cuenta?x=1")
    assert (
        en_demo.envia("/codigo", codigo=codigo_de(SECRETO_DEMO, app.now()), sigue="/cuenta?x=1").location
        == "/cuenta?x=1"
    )


@pytest.mark.parametrize(
    "malo", ["//otro.example", "/\\otro.example", "https://otro.example", "javascript:x", "/x\r\ny"]
)
def test_no_se_va_a_otro_sitio(app, en_demo, malo):
    respuesta = en_demo.envia("/entrar", usuario="laura", clave=claves.DE_LA_DEMO, sigue=malo)
    assert respuesta.location == "/codigo"


def test_mas_de_treinta_intentos_por_minuto_esperan(app):
    for _ in range(30):
        assert navegante(app).envia("/entrar", usuario="nadie", clave="x").status_code == 401
    respuesta = navegante(app).envia("/entrar", usuario="nadie", clave="x")
    assert respuesta.status_code == 429 and respuesta.headers["Retry-After"] and "Espera un momento" in leer(respuesta)
    app.now.pasa(minutes=1)
    assert navegante(app).envia("/entrar", usuario="nadie", clave="x").status_code == 401


def test_a_los_quince_minutos_lo_que_htmx_pide_lleva_a_la_puerta(app, mesa):
    cliente = mesa(Rol.ASESOR)
    for _ in range(15):
        app.now.pasa(minutes=1)
        ultima = cliente.get("/cuenta", headers={"HX-Request": "true", "X-Refresco": "1"})
    assert (ultima.status_code, ultima.headers["HX-Redirect"]) == (204, "/entrar")


@pytest.mark.parametrize("dice", ["si", "no"])
def test_estoy_disponible(app, mesa, dice):
    cliente = mesa(Rol.ASESOR)
    assert cliente.envia("/cuenta/disponible", disponible=dice, sigue="/cuenta").location == "/cuenta"
    marca = "true" if dice == "si" else "false"
    assert f'role="switch" aria-checked="{marca}"' in leer(cliente.get("/cuenta"))
