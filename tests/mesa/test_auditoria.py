"""The page of the audit."""

from datetime import timedelta

import pytest

from proalto.services.mesa.auditoria import anotar
from proalto.services.mesa.usuarios import Rol
from tests.mesa.conftest import nuevo_usuario
from tests.services.mesa.test_auditoria import sin_candado

HOSTIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def auditor(app, mesa):
    sin_candado(app, "TRUNCATE asistente.auditoria")
    return mesa(Rol.AUDITOR)


def escribir(app, accion, objeto="", usuario_id=None, detalle=None):
    with app.db.transaction() as tx:
        anotar(tx, usuario_id, accion, objeto, app.now(), detalle)


def leer(cliente, ruta):
    respuesta = cliente.get(ruta)
    assert respuesta.status_code == 200
    return respuesta.get_data(as_text=True)


def test_se_filtra_por_persona_accion_objeto_y_dia(app, auditor):
    ana = nuevo_usuario(app, nombre="Ana Distinta")
    escribir(app, "revelar", "caso:A-1111111", ana.id, {"dato": "cédula"})
    with app.db.transaction() as tx:  # tomorrow in UTC, still today in Bogotá
        anotar(tx, None, "bajar", "documento:17", app.now() + timedelta(hours=10))
    for filtro, hay, no_hay in (
        (f"persona={ana.id}", "caso:A-1111111", "documento:17"), ("accion=bajar", "documento:17", "caso:A-1111111"),
        ("objeto=caso:A-1111111", "dato: cédula", "documento:17"), ("dia=2026-11-18", "documento:17", "No hay nada"),
        ("dia=2026-11-19", "No hay nada", "documento:17"),
        ("persona=x&dia=ayer&antes_de=-1", "documento:17", "No hay nada"),
    ):  # fmt: skip
        pagina = leer(auditor, f"/auditoria?{filtro}")
        tabla = pagina[pagina.index("Lo que se hizo") :]
        assert hay in tabla and no_hay not in tabla, filtro


def test_la_hora_es_la_de_bogota(app, auditor):
    escribir(app, "revelar")
    assert "18/11/2026 10:00:00" in leer(auditor, "/auditoria")


def test_lo_anotado_nunca_es_codigo(app, auditor):
    escribir(app, HOSTIL, HOSTIL, None, {HOSTIL: HOSTIL})
    pagina = leer(auditor, f"/auditoria?objeto={HOSTIL}")
    assert HOSTIL not in pagina and "&lt;img" in pagina


def test_dice_que_la_cadena_cuadra_y_donde_se_rompio(app, auditor):
    for _ in range(3):
        escribir(app, "revelar")
    assert "Las 3 líneas" in leer(auditor, "/auditoria/cadena")
    sin_candado(
        app, "UPDATE asistente.auditoria SET accion = 'otra' WHERE id = (SELECT min(id) FROM asistente.auditoria)"
    )
    assert "no cuadra" in leer(auditor, "/auditoria/cadena")


def test_mas_de_cien_siguen_en_otra_pagina(app, auditor):
    for i in range(101):
        escribir(app, "revelar", f"caso:{i}")
    primera = leer(auditor, "/auditoria?accion=revelar")
    assert "Ver las anteriores" in primera and "caso:0<" not in primera
    ultima = primera.split('name="antes_de" value="')[1].split('"')[0]
    segunda = leer(auditor, f"/auditoria?accion=revelar&antes_de={ultima}")
    assert "caso:0<" in segunda and "Ver las anteriores" not in segunda
