"""Token buckets, in PostgreSQL: never more than they hold and get back, and nobody waits for ever."""

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proalto.db.database import Database
from proalto.services.mensajeria.ritmos import Ritmo, pedir
from tests.worker.buzon import Buzon

GESTOS = st.lists(st.tuples(st.floats(0, 20), st.integers(1, 8)), min_size=1, max_size=25)


def nuevo(capacidad=3.0, por_segundo=2.0, deuda=0.0):
    return Ritmo(f"prueba:{uuid.uuid4().hex}", capacidad, por_segundo, deuda)


def pide(app, ritmo):
    with app.db.transaction() as tx:
        return pedir(tx, ritmo)


def pasan(sql, ritmo, segundos):
    """Let time pass for a bucket."""
    sql("UPDATE asistente.ritmos SET en = en - make_interval(secs => %s) WHERE nombre = %s", segundos, ritmo.nombre)


@pytest.fixture
def sql(app, contacto):
    return Buzon(app, contacto).sql


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gestos=GESTOS, capacidad=st.integers(1, 6), por_segundo=st.floats(0.2, 5), deuda=st.sampled_from([0, 4]))
def test_nunca_da_mas_de_lo_que_cabe_y_lo_que_se_repone(app, sql, gestos, capacidad, por_segundo, deuda):
    """In any window of t seconds, what is used is at most the capacity and rate * t; time passes by moving the row."""
    ritmo, ahora, usos = nuevo(capacidad, por_segundo, deuda), 0.0, []
    empieza = time.monotonic()
    for espera, veces in gestos:
        pasan(sql, ritmo, espera)
        ahora += espera
        for _ in range(veces):
            paso = pide(app, ritmo)
            if paso.dado:
                usos.append(ahora + paso.segundos)
    real = time.monotonic() - empieza  # the clock of PostgreSQL moved too
    usos.sort()
    for i, desde in enumerate(usos):
        for j in range(i, len(usos)):
            assert j - i + 1 <= capacidad + por_segundo * (usos[j] - desde + real) + 1e-6


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gestos=GESTOS, capacidad=st.integers(1, 6), por_segundo=st.floats(0.2, 5))
def test_quien_espera_lo_que_se_le_dice_pasa(app, sql, gestos, capacidad, por_segundo):
    ritmo = nuevo(capacidad, por_segundo)
    for espera, veces in gestos:
        pasan(sql, ritmo, espera)
        for _ in range(veces):
            paso = pide(app, ritmo)
            if not paso.dado:
                assert 0 <= paso.segundos <= 1 / por_segundo + 1e-6
                pasan(sql, ritmo, paso.segundos + 1e-6)
                assert pide(app, ritmo).dado


def test_empieza_lleno_y_lo_que_sobra_se_pierde(app, sql):
    ritmo = nuevo(capacidad=3, por_segundo=0.01)
    assert [pide(app, ritmo).dado for _ in range(4)] == [True, True, True, False]
    pasan(sql, ritmo, 1e6)
    assert [pide(app, ritmo).dado for _ in range(4)] == [True, True, True, False]


def test_lo_que_se_debe_es_un_puesto_en_la_fila(app):
    ritmo = nuevo(capacidad=1, por_segundo=0.1, deuda=2)
    pasos = [pide(app, ritmo) for _ in range(4)]
    assert [paso.dado for paso in pasos] == [True, True, True, False]
    assert [round(paso.segundos, 0) for paso in pasos] == [0, 10, 20, 10]


def test_un_reloj_que_se_atrasa_no_regala_ni_detiene(app, sql):
    ritmo = nuevo(capacidad=2, por_segundo=5)
    for _ in range(2):
        pide(app, ritmo)
    sql("UPDATE asistente.ritmos SET en = en + interval '1 hour' WHERE nombre = %s", ritmo.nombre)
    assert not pide(app, ritmo).dado
    sql("UPDATE asistente.ritmos SET fichas = 1.5 WHERE nombre = %s", ritmo.nombre)
    assert pide(app, ritmo).dado  # and from here on it counts from the clock as it is
    time.sleep(0.25)
    assert pide(app, ritmo).dado


def test_entre_varios_procesos_a_la_vez_salen_los_que_caben_y_nadie_se_queda_sin_turno(app):
    ritmo = nuevo(capacidad=5, por_segundo=50, deuda=50)
    barrera, usos, cuantos = threading.Barrier(8), [], [0] * 8
    bases = [Database(app.settings.database_url, name=f"worker-{n}", size=1) for n in range(8)]

    def trabajar(n):
        barrera.wait()
        hasta = time.monotonic() + 2
        while time.monotonic() < hasta:
            with bases[n].transaction() as tx:
                paso = pedir(tx, ritmo)
            time.sleep(paso.segundos)
            if paso.dado:
                usos.append(time.monotonic())
                cuantos[n] += 1

    with ThreadPoolExecutor(8) as hilos:
        list(hilos.map(trabajar, range(8)))
    for base in bases:
        base.close()
    usos.sort()
    for desde, hasta in ((0, len(usos) - 1), (5, 55)):
        assert hasta - desde + 1 <= 5 + 50 * (usos[hasta] - usos[desde] + 0.15)
    assert len(usos) > 60 and min(cuantos) > len(usos) / 8 / 3
