"""`python -m proalto.mesa_admin`, as an operator types it."""

import os
import re
import subprocess
import sys

import pytest

from proalto.services.mesa import acceso, usuarios
from proalto.services.mesa.usuarios import Rol
from proalto.settings import ROOT
from tests.conftest import ENTORNO, conectar


@pytest.fixture(autouse=True)
def sin_nadie(app):
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE asistente.usuarios SET rol = 'auditor'")


@pytest.fixture
def orden(dsn):
    def orden(*argumentos, dicho="", **entorno):
        minimo = {nombre: os.environ[nombre] for nombre in ("PATH", "HOME") if nombre in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "proalto.mesa_admin", *argumentos], cwd=ROOT, text=True, capture_output=True,
            input=dicho, env=minimo | ENTORNO | {"DATABASE_URL": dsn} | entorno,
        )  # fmt: skip

    return orden


def test_crea_al_primer_supervisor_y_dice_su_clave_una_vez(app, orden):
    hecho = orden(dicho="Marta.Diaz\nMarta Díaz\n")
    assert hecho.returncode == 0, hecho.stderr
    clave = re.search(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b", hecho.stdout)[0]
    quien = next(uno for uno in usuarios.todos(app.db) if uno.usuario == "marta.diaz")
    assert (quien.rol, quien.nombre, quien.equipos) == (Rol.SUPERVISOR, "Marta Díaz", usuarios.EQUIPOS)
    assert acceso.entrar(app.db, app.cipher, "marta.diaz", clave, app.now())


def test_si_ya_hay_uno_se_niega_salvo_que_se_pida_otro(app, orden):
    assert orden(dicho="jefe.uno\nJefe Uno\n").returncode == 0
    negado = orden(dicho="jefe.dos\nJefe Dos\n")
    assert negado.returncode == 1 and "Ya hay un supervisor" in negado.stderr and "Usuario" not in negado.stdout
    assert orden("--otro", dicho="jefe.dos\nJefe Dos\n").returncode == 0
    repetido = orden("--otro", dicho="jefe.dos\nJefe Dos\n")
    assert repetido.returncode == 1 and "ya existe" in repetido.stderr


@pytest.mark.parametrize(("dicho", "queja"), [
    ("Ñ\nMarta\n", "minúsculas"), ("marta.otra\n123\n", "con letras"), ("", "mesa-admin"),
])  # fmt: skip
def test_lo_que_no_sirve_se_explica(app, orden, dicho, queja):
    hecho = orden(dicho=dicho)
    assert hecho.returncode == 1 and queja in hecho.stderr and "Traceback" not in hecho.stderr


def test_sin_tablas_dice_que_arranque_primero(servidor, orden):
    hecho = orden(DATABASE_URL=servidor.replace("/postgres?", "/template1?"))
    assert hecho.returncode == 1 and "make up" in hecho.stderr and "Traceback" not in hecho.stderr


def test_no_entiende_otros_argumentos_y_dice_que_falta(orden):
    assert orden("--borrar").returncode == 2
    assert "MESA_SECRET_KEY" in orden(MESA_SECRET_KEY="").stderr
    assert "base de datos no responde" in orden(DATABASE_URL="postgresql://nadie@127.0.0.1:9/x").stderr
