"""Alerts of the desk: who sees each, and that each is seen once."""

import pytest

from proalto.services.atencion import alertas
from tests.services.gente import caso, persona, sql


@pytest.fixture
def suyo(app):
    sql(app, "DELETE FROM asistente.alertas")
    return caso(app)


def alertar(app, suyo, clase="ans_50:respuesta", de=None):
    with app.db.transaction() as tx:
        return alertas.alertar(tx, suyo.id, clase, app.now(), de)


def ver(app, quien):
    return [alerta.clase for alerta in alertas.vivas(app.db, quien)]


def marcar(app, quien, alerta_id):
    with app.db.transaction() as tx:
        return alertas.marcar_vista(tx, alerta_id, quien, app.now())


def test_cada_clase_una_vez_por_caso(app, suyo):
    assert [alertar(app, suyo), alertar(app, suyo), alertar(app, caso(app))] == [True, False, True]


def test_la_de_alguien_la_ve_esa_persona_y_la_de_nadie_los_supervisores(app, suyo):
    laura, otra, marta = persona(app), persona(app), persona(app, "supervisor", ())
    alertar(app, suyo, "ans_50:respuesta", laura.id)
    alertar(app, suyo, "ans_100:respuesta")
    assert (ver(app, laura), ver(app, otra), ver(app, marta)) == (["ans_50:respuesta"], [], ["ans_100:respuesta"])


def test_solo_la_da_por_vista_quien_la_ve_y_una_vez(app, suyo):
    laura, marta = persona(app), persona(app, "supervisor", ())
    alertar(app, suyo)
    ((de_todos),) = alertas.vivas(app.db, marta)
    assert [marcar(app, laura, de_todos.id), marcar(app, marta, de_todos.id), marcar(app, marta, de_todos.id)] == [
        False, True, False,
    ]  # fmt: skip
    assert ver(app, marta) == []


def test_las_de_un_caso_cerrado_ya_no_importan(app, suyo):
    marta = persona(app, "supervisor", ())
    alertar(app, suyo)
    sql(app, "UPDATE asistente.casos SET estado = 'cerrado', cerrado_en = now(), causa = 'otra' WHERE id = %s", suyo.id)
    assert ver(app, marta) == []


def test_las_que_se_repiten_se_numeran(app, suyo):
    with app.db.transaction() as tx:
        for _ in range(3):
            alertas.alertar(tx, suyo.id, alertas.siguiente(tx, suyo.id, alertas.SIN_TOMAR), app.now())
    marta = persona(app, "supervisor", ())
    assert ver(app, marta) == ["sin_tomar:3", "sin_tomar:2", "sin_tomar:1"]
