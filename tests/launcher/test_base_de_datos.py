"""The database is ready before anything starts, and an unreachable one is said in words."""

import stat
from dataclasses import replace

import pytest

from launcher import base_de_datos
from proalto.services.mesa.cuentas_demo import SoloEnLaDemo
from proalto.services.mesa.usuarios import todos
from tests.conftest import conectar


def test_prepara_la_que_dice_el_ambiente_y_anota_su_direccion(servidor, tmp_path):
    ambiente = {"DATABASE_URL": servidor}
    assert base_de_datos.preparar(ambiente, tmp_path / "run") == servidor
    archivo = tmp_path / "run" / "database_url"
    assert archivo.read_text().strip() == servidor and stat.S_IMODE(archivo.stat().st_mode) == 0o600


def test_una_base_que_no_responde_se_dice_sin_la_clave(tmp_path):
    with pytest.raises(base_de_datos.BaseInalcanzable) as caught:
        base_de_datos.preparar({"DATABASE_URL": "postgresql://u:secreta@127.0.0.1:1/x"}, tmp_path)
    assert "secreta" not in str(caught.value)
    assert not (tmp_path / "database_url").exists()


@pytest.mark.parametrize("demo", [True, False])
def test_la_gente_de_la_mesa_se_carga_solo_en_la_demostracion(app, dsn, demo):
    ajustes = replace(app.settings, demo=demo)
    if demo:
        base_de_datos.cargar_mesa(dsn, ajustes)
        assert {"laura", "andres", "marta", "camilo", "pilar"} == {uno.usuario for uno in todos(app.db)}
    else:
        with pytest.raises(SoloEnLaDemo):
            base_de_datos.cargar_mesa(dsn, ajustes)


def test_la_demo_carga_una_vez_los_clientes_que_presenta(dsn):
    for _ in range(2):
        base_de_datos.cargar_demo(dsn)
    connection = conectar(dsn)
    for linea in base_de_datos.para_empezar():
        cedula = linea.split("cédula ")[1].split(",")[0]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM nucleo.clientes WHERE cedula = %s", (cedula,))
            assert cursor.fetchone() == (1,)
    connection.close()
