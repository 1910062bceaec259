"""What is told to who waits: their place in the queue, and about how long."""

import pytest

from proalto.services.atencion.enrutamiento import Puesto, puesto
from tests.services.atencion.reparto import cerrar, dueno, responder, ronda
from tests.services.gente import caso, persona, vistos

pytestmark = pytest.mark.usefixtures("mesa_vacia")


def donde(app, suyo):
    with app.db.transaction() as tx:
        return puesto(tx, suyo.id, app.now())


def test_el_puesto_cuenta_los_que_van_antes_en_su_equipo(app):
    for _ in range(2):
        persona(app, capacidad=0)
    fila = [caso(app) for _ in range(3)]
    caso(app, "queja")
    assert [donde(app, suyo) for suyo in fila] == [Puesto(1, 0), Puesto(2, 8), Puesto(3, 15)]
    urgente = caso(app, "crisis")
    assert donde(app, urgente) == Puesto(1, 0) and donde(app, fila[0]) == Puesto(2, 8)


def test_sin_horario_sin_nadie_o_con_dueno_no_hay_puesto(app, reloj):
    suyo = caso(app)
    assert donde(app, suyo) is None  # nobody on duty: an estimate would be a lie
    quien = persona(app)
    assert donde(app, suyo) == Puesto(1, 0)
    ronda(app)
    assert dueno(app, suyo) == quien.id and donde(app, suyo) is None
    otro = caso(app)
    reloj.pasa(hours=9)
    vistos(app)
    assert donde(app, otro) is None


def test_el_tiempo_sale_de_lo_que_el_equipo_tarda(app, reloj):
    quien = persona(app, capacidad=0)
    for _ in range(5):
        suyo = caso(app)
        reloj.pasa(minutes=3)  # in the queue, which is not attending
        responder(app, suyo, quien)
        reloj.pasa(minutes=20)
        cerrar(app, suyo, quien)
    vistos(app)
    fila = [caso(app) for _ in range(3)]
    assert donde(app, fila[2]) == Puesto(3, 40)
