"""`python -m proalto.revocar`, as an operator types it."""

import os
import subprocess
import sys

import pytest

from proalto.services.credito.certificados import NoExiste, verificar
from proalto.settings import ROOT
from tests.conftest import ENTORNO
from tests.services.credito.test_paz_y_salvo import emitir
from tests.services.credito.test_saldo import autorizar, identificar_como


@pytest.fixture
def cedula(app, contacto, nucleo):
    cedula = nucleo.cliente()
    nucleo.pagado(cedula)
    autorizar(app, contacto)
    identificar_como(app, contacto, cedula)
    return cedula


@pytest.fixture
def orden(dsn):
    def orden(*argumentos, **entorno):
        minimo = {nombre: os.environ[nombre] for nombre in ("PATH", "HOME") if nombre in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "proalto.revocar", *argumentos], cwd=ROOT, text=True, capture_output=True,
            env=minimo | ENTORNO | {"DATABASE_URL": dsn} | entorno,
        )  # fmt: skip

    return orden


def test_revoca_por_folio_y_la_segunda_vez_lo_dice(app, contacto, cedula, orden):
    folio = emitir(app, contacto).folio
    hecho = orden(folio.lower(), "pago", "devuelto")
    assert (hecho.returncode, hecho.stdout, hecho.stderr) == (0, f"Revocado: {folio}\n", "")
    with pytest.raises(NoExiste):
        verificar(app.db, app.cipher, folio)
    otra = orden(folio, "pago devuelto")
    assert otra.returncode == 1 and "No hay un certificado vigente" in otra.stderr


def test_revoca_todos_los_de_una_cedula(app, contacto, nucleo, cedula, orden):
    folios = {emitir(app, contacto).folio}
    nucleo.pagado(cedula)
    folios.add(emitir(app, contacto).folio)
    hecho = orden(cedula, "pago devuelto")
    assert {linea.removeprefix("Revocado: ") for linea in hecho.stdout.splitlines()} == folios


@pytest.mark.parametrize("argumentos", [(), ("FOLIO",), ("FOLIO", " "), ("", "motivo")])
def test_sin_folio_o_sin_motivo_dice_como_se_usa(orden, argumentos):
    hecho = orden(*argumentos)
    assert hecho.returncode == 2 and "FOLIO-O-CEDULA MOTIVO" in hecho.stderr


def test_sin_base_o_sin_ajustes_lo_dice_sin_un_traceback(orden):
    for entorno, dicho in (
        ({"DATABASE_URL": "host=127.0.0.1 port=1 dbname=x user=x"}, "no responde"),
        ({"DATA_KEYS": ""}, "DATA_KEYS"),
    ):
        hecho = orden("12345678", "motivo", **entorno)
        assert hecho.returncode == 1 and dicho in hecho.stderr and "Traceback" not in hecho.stderr
