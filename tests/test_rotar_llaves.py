"""Changing the master key while everything works, and knowing when the old one may go."""

import os
import subprocess
import sys

import pytest

from proalto import bootstrap
from proalto import settings as settings_module
from proalto.gateways.maestras import Maestras
from proalto.settings import ROOT
from tests.conftest import ENTORNO, conectar, nuevo_contacto, nuevo_wamid

VIEJA, NUEVA = ENTORNO["DATA_KEYS"], "llave-nueva-de-prueba-con-bastante-largo"
CONTEXTO = "turnos.eventos"


def cifrador(dsn, *llaves):
    settings = settings_module.from_environ(ENTORNO | {"DATABASE_URL": dsn, "DATA_KEYS": ",".join(llaves)})
    return bootstrap.cipher(settings, dsn)


@pytest.fixture
def rotar(dsn):
    def rotar(*llaves, **entorno):
        minimo = {nombre: os.environ[nombre] for nombre in ("PATH", "HOME") if nombre in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "proalto.rotar_llaves"], cwd=ROOT, text=True, capture_output=True,
            env=minimo | ENTORNO | {"DATABASE_URL": dsn, "DATA_KEYS": ",".join(llaves)} | entorno,
        )  # fmt: skip

    return rotar


@pytest.fixture(autouse=True)
def limpio(dsn):
    yield
    with conectar(dsn) as conexion, conexion.cursor() as cursor:
        cursor.execute("DELETE FROM asistente.turnos; DELETE FROM asistente.llaves_de_datos")


def test_sin_parar_nada_se_cambia_la_llave_y_la_vieja_se_retira(app, dsn, rotar):
    ana, luz = nuevo_contacto(app).id, nuevo_contacto(app).id
    antes = cifrador(dsn, VIEJA)
    de_ana = antes.encrypt(b"hola", CONTEXTO, de=ana)
    huella = antes.keyed_hash("cedula", "52998877")
    anadida = cifrador(dsn, VIEJA, NUEVA)  # step 1, process by process: those with and those without it work together
    de_luz = cifrador(dsn, NUEVA, VIEJA).encrypt(b"chao", CONTEXTO, de=luz)  # step 2: some have it first already
    assert anadida.decrypt(de_luz, CONTEXTO) == b"chao" and anadida.decrypt(de_ana, CONTEXTO) == b"hola"
    hecho = rotar(NUEVA, VIEJA)
    assert (hecho.returncode, hecho.stderr) == (0, "")
    assert "envueltas de nuevo con la primera de DATA_KEYS: 2\n" in hecho.stdout  # ana's, and that of keyed hashes
    assert "Ya se puede quitar de DATA_KEYS: la 2.ª" in hecho.stdout
    sola = cifrador(dsn, NUEVA)
    assert (sola.decrypt(de_ana, CONTEXTO), sola.decrypt(de_luz, CONTEXTO)) == (b"hola", b"chao")
    assert sola.keyed_hash("cedula", "52998877") == huella
    assert ": 0\n" in rotar(NUEVA).stdout


def test_lo_que_cifro_la_maestra_misma_impide_retirarla(app, dsn, rotar):
    contacto = nuevo_contacto(app).id
    maestras = Maestras([VIEJA])
    suyo = maestras.envolver(b"de antes", CONTEXTO)  # what the first versions wrote: version 1, the master key's id
    with conectar(dsn) as conexion, conexion.cursor() as cursor:
        cursor.execute(
            "INSERT INTO asistente.turnos (contacto_id, n, wamid, eventos, estado) VALUES (%s, 1, %s, %s, %s)",
            (contacto, nuevo_wamid(), suyo, b"\x02otra cosa"),
        )
    assert cifrador(dsn, NUEVA, VIEJA).decrypt(suyo, CONTEXTO) == b"de antes"
    hecho = rotar(NUEVA, VIEJA)
    assert "Sigue cifrado por la 2.ª de DATA_KEYS: 1 en turnos.eventos" in hecho.stdout
    assert "no se puede quitar ninguna" in hecho.stdout
    assert "una llave que no está en DATA_KEYS: 1 en turnos.eventos" in rotar(NUEVA).stdout


def test_si_falta_una_llave_que_envuelve_se_dice_y_nada_se_pierde(app, dsn, rotar):
    contacto = nuevo_contacto(app).id
    sellado = cifrador(dsn, VIEJA).encrypt(b"hola", CONTEXTO, de=contacto)
    hecho = rotar(NUEVA)
    assert hecho.returncode == 1 and "le falta una llave" in hecho.stderr and "Traceback" not in hecho.stderr
    assert cifrador(dsn, VIEJA).decrypt(sellado, CONTEXTO) == b"hola"


def test_sin_base_se_dice(rotar):
    hecho = rotar(NUEVA, VIEJA, DATABASE_URL="postgresql://nadie@127.0.0.1:1/x")
    assert hecho.returncode == 1 and "no responde" in hecho.stderr


def test_ninguna_llave_aparece_en_lo_que_se_dice(rotar):
    hecho = rotar(NUEVA, VIEJA)
    assert VIEJA not in hecho.stdout + hecho.stderr and NUEVA not in hecho.stdout + hecho.stderr
