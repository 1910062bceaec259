"""Dead letters at the desk, and what everybody sees while nothing leaves."""

import re

import pytest

from proalto.services.mensajeria import interruptores
from proalto.services.mesa.usuarios import Rol
from proalto.worker import lectura
from tests.conftest import como, nuevo_contacto
from tests.mesa.conftest import nuevo_usuario
from tests.services import mundo_de_mesa as mundo
from tests.services.gente import sql


@pytest.fixture(autouse=True)
def sin_nada_de_antes(app):
    mundo.cambiar(app, "mensajes_salientes", "estado = 'fallido'", estado="leido")
    mundo.cambiar(app, "mensajes_entrantes", "estado = 'fallido'", estado="atendido")
    sql(app, "DELETE FROM asistente.interruptores")


@pytest.fixture
def contacto(app):
    uno = nuevo_contacto(app)
    mundo.recibido(app, uno, "hola")
    return uno


def fallido(app, contacto, **columnas):
    fila = {"estado": "fallido", "motivo": "rechazado", "error_codigo": 131026}
    return mundo.enviado(app, contacto, "hola", **(fila | columnas))


def texto(respuesta):
    assert respuesta.status_code == 200, respuesta.status_code
    return respuesta.get_data(as_text=True)


def test_dice_quien_que_cuando_y_por_que_sin_el_numero_ni_las_palabras(app, mesa, contacto):
    mundo.recibido(app, contacto, "cuánto debo yo", estado="fallido")
    fallido(app, contacto, clase="asesor")
    pagina = texto(mesa(Rol.SUPERVISOR).get("/fallidos"))
    for dicho in ("Mensaje de un asesor", "Este número no puede recibir el mensaje", "código 131026",
                  "El asistente no pudo contestarlo", "Texto", contacto.address.phone[-4:]):  # fmt: skip
        assert dicho in pagina, dicho
    for callado in (contacto.address.phone, "cuánto debo yo", ">hola<"):
        assert callado not in pagina, callado


def test_quien_supervisa_reintenta_una_vez_y_ve_que_fue_de_el(app, mesa, contacto):
    marta, numero = mesa(Rol.SUPERVISOR), fallido(app, contacto)
    for dicho in ("1 mensaje se reintenta.", "1 mensaje no: ya se había reintentado"):
        marta.envia("/fallidos/reintentar", cual=f"saliente:{numero}")
        assert dicho in texto(marta.get("/fallidos"))
    assert "No hay mensajes fallidos" in texto(marta.get("/fallidos"))
    assert "va de nuevo" in texto(marta.get("/fallidos?todos=1"))
    assert len(sql(app, "SELECT 1 FROM asistente.mensajes_salientes WHERE reintenta_a = %s", numero)) == 1


def test_varios_a_la_vez(app, mesa, contacto):
    marta, numeros = mesa(Rol.SUPERVISOR), [fallido(app, contacto) for _ in range(3)]
    pagina = texto(marta.get("/fallidos"))
    assert "Reintentar los 3 que se puede" in pagina and "Descartar estos 3" in pagina
    marta.envia("/fallidos/reintentar", cual=[f"saliente:{n}" for n in numeros[:2]])
    assert "2 mensajes se reintentan." in texto(marta.get("/fallidos"))
    marta.envia("/fallidos/descartar?todos=1", cual=f"saliente:{numeros[2]}")
    assert "descartado" in texto(marta.get("/fallidos?todos=1"))


@pytest.mark.parametrize(("rol", "abre", "actua"), [
    (Rol.SUPERVISOR, 200, 303), (Rol.CONTENIDO, 200, 403), (Rol.AUDITOR, 200, 403), (Rol.ASESOR, 403, 403),
])  # fmt: skip
def test_quien_mira_y_quien_actua(app, mesa, contacto, rol, abre, actua):
    numero, quien = fallido(app, contacto), mesa(rol)
    assert quien.get("/fallidos").status_code == abre
    for que in ("reintentar", "descartar"):
        assert quien.envia(f"/fallidos/{que}", cual=f"saliente:{numero}").status_code == actua
    if (abre, actua) == (200, 403):
        assert '<button class="segundo" id="reintentar' not in texto(quien.get("/fallidos"))
        assert ("/conversaciones/" in texto(quien.get("/fallidos/lista"))) == (rol is Rol.AUDITOR)


def test_los_filtros_van_en_la_direccion_y_los_absurdos_no_estorban(app, mesa, contacto):
    marta = mesa(Rol.SUPERVISOR)
    fallido(app, contacto, motivo="incierto", error_codigo=None)
    mundo.recibido(app, contacto, "x", estado="fallido")
    assert "se envió dos veces" in texto(marta.get("/fallidos?motivo=incierto")).lower()
    assert "no pudo contestarlo" not in texto(marta.get("/fallidos/lista?sentido=saliente"))
    assert "no pudo contestarlo" in texto(marta.get("/fallidos?motivo=nada&sentido=raro&pagina=-1&todos=x"))


def test_de_cincuenta_en_cincuenta(app, mesa, contacto):
    marta = mesa(Rol.SUPERVISOR)
    for _ in range(51):
        fallido(app, contacto)
    primera = texto(marta.get("/fallidos"))
    assert primera.count('data-de="Cuándo"') == 50 and "pagina=2" in primera
    assert texto(marta.get("/fallidos?pagina=2")).count('data-de="Cuándo"') == 1


def test_el_refresco_sin_cambios_no_trae_nada(app, mesa, contacto):
    marta = mesa(Rol.SUPERVISOR)
    fallido(app, contacto)
    version = re.search(r"lista\?v=(\w+)", texto(marta.get("/fallidos")))[1]
    assert marta.get(f"/fallidos/lista?v={version}", headers={"X-Refresco": "1"}).status_code == 204
    fallido(app, contacto)
    assert texto(marta.get(f"/fallidos/lista?v={version}")).count('data-de="Cuándo"') == 2


def test_mientras_meta_no_acepta_nada_lo_ven_todos(app, mesa):
    with app.db.transaction() as tx:
        interruptores.detener_envios(tx, 190)
    for rol in Rol:
        pagina = texto(mesa(rol).get("/cuenta"))
        assert "WhatsApp no acepta nuestros mensajes desde" in pagina and "(código 190)" in pagina
    quien = mesa(Rol.ASESOR)
    version = re.search(r"/aviso\?v=(\w+)", texto(quien.get("/cuenta")))[1]
    assert quien.get(f"/aviso?v={version}").status_code == 204
    with app.db.transaction() as tx:
        interruptores.reanudar_envios(tx)
    assert "no acepta" not in texto(quien.get(f"/aviso?v={version}"))


def test_lo_que_no_se_puede_leer_de_nucleo_lo_ven_todos_hasta_que_vuelve(app, mesa):
    sql(app, "REVOKE SELECT ON nucleo.clientes, nucleo.creditos FROM asistente_actions")
    try:
        lectura.revisar(como(app, "worker"))
        for rol in Rol:
            assert "no puede leer nucleo.clientes, nucleo.creditos desde" in texto(mesa(rol).get("/cuenta"))
    finally:
        sql(app, "GRANT SELECT ON nucleo.clientes, nucleo.creditos TO asistente_actions")
    quien = mesa(Rol.ASESOR)
    version = re.search(r"/aviso\?v=(\w+)", texto(quien.get("/cuenta")))[1]
    assert quien.get(f"/aviso?v={version}").status_code == 204
    lectura.revisar(como(app, "worker"))
    assert "no puede leer" not in texto(quien.get(f"/aviso?v={version}"))


def test_cuantos_hay_por_mirar_lo_ve_quien_los_puede_mirar(app, mesa, contacto):
    fallido(app, contacto)
    fallido(app, contacto, clase="codigo")
    assert ">1 mensaje fallido</a>" in texto(mesa(Rol.SUPERVISOR).get("/cuenta"))
    assert "mensaje fallido" not in texto(mesa(nuevo_usuario(app, Rol.ASESOR)).get("/cuenta"))
