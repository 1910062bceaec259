"""A session of the desk: until when it lasts, and what ends it."""

import pytest

from proalto.services.mesa import acceso, usuarios
from proalto.services.mesa.usuarios import Datos, Rol
from tests.conftest import conectar
from tests.services.acceso import CLAVE, codigo, confirma, entra, nueva_persona, viva

pytestmark = pytest.mark.usefixtures("claves_ligeras")


def dentro(app, alguien):
    quien, secreto = alguien
    app.now.pasa(seconds=60)
    return confirma(app, quien, entra(app, quien), codigo(app, secreto))


def aguanta(app, token, ratos, **uso):
    """Use the session after each of so many minutes; tell whether it lasts through all of them."""
    for rato in ratos:
        app.now.pasa(minutes=rato)
        if not viva(app, token, **uso):
            return False
    return True


def test_tras_el_codigo_la_sesion_es_otra_y_la_de_antes_no_sirve(app, alguien):
    quien, secreto = alguien
    antes = entra(app, quien)
    despues = confirma(app, quien, antes, codigo(app, secreto))
    assert antes != despues and viva(app, antes) is None and viva(app, despues)["completa"]


def test_en_la_base_solo_esta_la_huella(app, alguien):
    token = dentro(app, alguien)
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM asistente.sesiones_mesa AS s")
        assert token not in str(cursor.fetchall()) and len(token) >= 43


def test_quince_minutos_sin_uso_la_cierran_y_usarla_la_alarga(app, alguien):
    token = dentro(app, alguien)
    assert aguanta(app, token, [14, 14, 14])
    assert not aguanta(app, token, [15])


def test_lo_que_la_pagina_pide_sola_no_la_alarga(app, alguien):
    token = dentro(app, alguien)
    assert aguanta(app, token, [1] * 14, cuenta=False)
    assert not aguanta(app, token, [1], cuenta=False)


def test_a_las_ocho_horas_se_cierra_aunque_se_use(app, alguien):
    token = dentro(app, alguien)
    assert aguanta(app, token, [10] * 47)
    assert not aguanta(app, token, [10])


def test_salir_la_cierra_de_este_lado_y_ya_no_se_reciben_casos(app, alguien):
    token = dentro(app, alguien)
    usuarios.ponerse(app.db, alguien[0], True, app.now())
    acceso.salir(app.db, token, app.now())
    acceso.salir(app.db, token, app.now())  # a second time does nothing
    assert viva(app, token) is None
    with app.db.transaction() as tx:
        assert not usuarios.por_id(tx, alguien[0].id).disponible


def cambiar_rol(app, quien, jefa):
    usuarios.editar(app.db, app.cipher, quien.id, Datos("", "Rosa Niño", Rol.CONTENIDO), jefa, app.now())


@pytest.mark.parametrize("cambio", [
    lambda app, quien, jefa: acceso.restablecer_clave(app.db, quien.id, jefa, app.now()),
    lambda app, quien, jefa: acceso.restablecer_segundo(app.db, quien.id, jefa, app.now()),
    lambda app, quien, jefa: usuarios.activar(app.db, quien.id, False, jefa, app.now()),
    lambda app, quien, jefa: acceso.cambiar_clave(app.db, quien, CLAVE, "otra frase bien larga", app.now()),
    cambiar_rol,
], ids=["clave", "celular", "desactivar", "propia", "rol"])  # fmt: skip
def test_cada_cambio_de_entrada_cierra_las_sesiones(app, alguien, cambio):
    jefa, _ = nueva_persona(app, rol=Rol.SUPERVISOR)
    token = dentro(app, alguien)
    cambio(app, alguien[0], jefa)
    assert viva(app, token) is None
