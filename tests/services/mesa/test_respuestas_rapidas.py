"""Canned replies: what may be written, how they are filled, and those that the desk begins with."""

from dataclasses import replace

import pytest

from proalto.services.mesa import respuestas_rapidas
from proalto.services.mesa.respuestas_rapidas import (
    Respuesta,
    RespuestaInvalida,
    SinRespuesta,
    activas,
    borrar,
    de_fabrica,
    guardar,
    rellenar,
    revisar,
    todas,
)
from tests.conftest import conectar
from tests.services.acceso import nueva_persona

BUENA = Respuesta(0, "Prueba", "Hola, {nombre}. Te escribo {cuando}.", ("servicio",), True)

pytestmark = pytest.mark.usefixtures("claves_ligeras")


@pytest.fixture(autouse=True)
def vacia(app):
    with conectar(app.settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM asistente.respuestas_rapidas")


@pytest.fixture
def quien(app):
    return nueva_persona(app)[0]


@pytest.mark.parametrize("fila", de_fabrica(), ids=lambda fila: fila[0])
def test_las_de_fabrica_cumplen_lo_que_se_les_pide_a_todas(fila):
    titulo, texto, equipos = fila
    assert revisar(titulo, texto, equipos) == []


def test_una_tabla_vacia_empieza_con_las_de_fabrica_y_solo_una_vez(app, quien):
    assert len(todas(app.db, app.now())) == len(de_fabrica()) == 10
    borrar(app.db, todas(app.db, app.now())[0].id, quien, app.now())
    assert len(todas(app.db, app.now())) == 9


@pytest.mark.parametrize("texto", [
    "¿Por qué no has pagado?", "¿por que te atrasaste con la cuota?", "Cuéntame la razón por la que estás en mora",
    "¿Cuál es el motivo de tu atraso?", "¿Qué pasó con el pago de este mes?", "Explícanos por qué no consignaste.",
    "¿A qué se debe que no hayas pagado?", "POR QUÉ DEBE TANTO",
])  # fmt: skip
def test_a_nadie_se_le_pregunta_por_que_no_paga(texto):
    assert "por_que_no_paga" in revisar("t", texto)


@pytest.mark.parametrize("texto", [
    "Tu pago ya quedó registrado.", "¿Por qué medio prefieres que te llame?", "Te cuento cómo pagar tu cuota.",
    "Tu crédito está al día; por eso te expedimos el paz y salvo.", "Cuéntame en qué te puedo ayudar.",
])  # fmt: skip
def test_hablar_de_pagos_si_se_puede(texto):
    assert revisar("t", texto) == []


@pytest.mark.parametrize(("texto", "razon"), [
    ("Hola {cedula}", "variable"), ("Hola {nombre", "variable"), ("Hola {}", "variable"),
    ("{nombre.__class__}", "variable"),
    ("x" * 901, "larga"), ("", "sin_texto"), ("Usted puede escribirme, y te respondo.", "trato"),
    ("Comuníquese conmigo cuando quieras.", "trato"),
])  # fmt: skip
def test_lo_que_no_se_puede_se_nombra(texto, razon):
    assert razon in revisar("t", texto)


def test_justo_en_el_limite_cabe():
    assert revisar("t" * 60, "x" * 900) == []
    assert revisar("t" * 61, "x") == ["sin_titulo"]


@pytest.mark.parametrize(("texto", "dichos", "lleno"), [
    ("Hola, {nombre}. Soy {asesor}.", {"nombre": "Ana", "asesor": "Laura"}, "Hola, Ana. Soy Laura."),
    ("Hola, {nombre}. Bien.", {}, "Hola. Bien."),
    ("Te escribo {cuando}.", {"cuando": "hoy antes de las 4:00 p. m."}, "Te escribo hoy antes de las 4:00 p. m."),
    ("{nombre}", {"nombre": "{folio}", "folio": "X"}, "folio"),
    ("Caso {folio}", {"folio": "*A*\n_b_"}, "Caso A b"),
    ("{otra}", {}, "{otra}"),
])  # fmt: skip
def test_rellenar(texto, dichos, lleno):
    assert rellenar(texto, **dichos) == lleno


def test_guardar_cambiar_y_borrar(app, quien):
    guardada = guardar(app.db, BUENA, quien, app.now())
    guardar(app.db, replace(BUENA, id=guardada, texto="Otra cosa"), quien, app.now())
    assert respuestas_rapidas.una(app.db, guardada).texto == "Otra cosa"
    borrar(app.db, guardada, quien, app.now())
    for orden in (lambda: borrar(app.db, guardada, quien, app.now()), lambda: respuestas_rapidas.una(app.db, guardada),
                  lambda: guardar(app.db, replace(BUENA, id=guardada), quien, app.now())):  # fmt: skip
        with pytest.raises(SinRespuesta):
            orden()


def test_el_titulo_es_de_una_sola(app, quien):
    guardar(app.db, BUENA, quien, app.now())
    otra = guardar(app.db, replace(BUENA, titulo="Otra"), quien, app.now())
    for repetida in (BUENA, replace(BUENA, id=otra)):
        with pytest.raises(RespuestaInvalida, match="repetida"):
            guardar(app.db, repetida, quien, app.now())


def test_cada_equipo_ve_las_suyas_y_las_de_todos(app, quien):
    guardar(app.db, BUENA, quien, app.now())
    guardar(app.db, replace(BUENA, titulo="De todos", equipos=()), quien, app.now())
    guardar(app.db, replace(BUENA, titulo="Sin usar", activa=False), quien, app.now())
    assert [una.titulo for una in activas(app.db, ["servicio"], app.now())] == ["De todos", "Prueba"]
    assert [una.titulo for una in activas(app.db, ["fraude"], app.now())] == ["De todos"]
    assert [una.titulo for una in activas(app.db, [], app.now())] == ["De todos"]
