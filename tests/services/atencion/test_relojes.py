"""The clocks of a case: business time that is never lost nor counted twice."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proalto.formats.dias_habiles import BOGOTA, Horario, _festivos
from proalto.services.atencion import relojes
from proalto.services.atencion.casos import abrir_caso
from proalto.services.atencion.relojes import Reloj, cumplido, pausado, reabierto, reanudado
from proalto.services.mesa import horarios
from tests.services.atencion.referencia_relojes import DIAS, Minutero, festivos, momento

SEMANAS = {
    "general": [[(480, 1020)]] * 5 + [[(540, 720)], []],
    "partido": [[(480, 720), (840, 1080)]] * 5 + [[], []],
    "raro": [[(0, 1), (1, 61), (700, 1439)], [], [(420, 421)], [(0, 720)], [(600, 601), (1380, 1439)], [], [(1, 300)]],
}
MINUTEROS = {nombre: Minutero(semana) for nombre, semana in SEMANAS.items()}
UN_MES = 45 * 1440


@pytest.fixture(autouse=True, scope="module")
def turno_raro():
    """A schedule that no lender would have, for the corners."""
    semana = tuple(tuple((_hora(a), _hora(c)) for a, c in dia) for dia in SEMANAS["raro"])
    reales = dict(horarios.vigentes())
    with pytest.MonkeyPatch.context() as parche:
        parche.setattr(horarios, "vigentes", lambda: reales | {"raro": Horario(semana)})
        yield


def _hora(minuto):
    return time(*divmod(minuto, 60))


def bogota(*partes):
    return datetime(*partes, tzinfo=BOGOTA)


def test_la_referencia_conoce_los_mismos_festivos():
    assert {ano: festivos(ano) for ano in range(2024, 2031)} == {ano: set(_festivos(ano)) for ano in range(2024, 2031)}


@settings(max_examples=2000, deadline=None)
@given(
    st.sampled_from(sorted(SEMANAS)),
    st.integers(0, DIAS * 1440 - 20 * UN_MES),
    st.lists(st.one_of(st.integers(0, 600), st.integers(0, UN_MES)), max_size=9),
    st.integers(1, 5000),
)
def test_cuenta_lo_mismo_que_mirar_minuto_por_minuto(turno, empieza, tramos, minutos):
    """The clock runs and is paused in turns; each moment is looked at against the table of all minutes."""
    minutero, ahora, usado, tarde = MINUTEROS[turno], empieza, 0, False
    reloj = Reloj(minutos, turno, corre_desde=momento(ahora))
    for n, tramo in enumerate(tramos):
        corre = n % 2 == 0
        if corre:
            for porcentaje in (50, 80, 100):
                # ceiling: the reference knows whole minutes only
                falta = -(-minutos * porcentaje // 100) - usado
                en = minutero.vence(ahora, falta)
                assert momento(en) - timedelta(minutes=1) < reloj.momento(porcentaje) <= momento(en)
            assert reloj.vence == momento(minutero.vence(ahora, minutos - usado))
            tarde = tarde or ahora + tramo > minutero.vence(ahora, minutos - usado)
            usado += minutero.cuenta(ahora, ahora + tramo)
        else:
            assert reloj.vence is None and reloj.pausado
        ahora += tramo
        assert reloj.transcurrido(momento(ahora)) == timedelta(minutes=usado)
        assert reloj.vencido(momento(ahora)) == tarde
        reloj = (pausado if corre else reanudado)(reloj, momento(ahora))
        assert reloj.transcurrido(momento(ahora)) == timedelta(minutes=usado)
    fin = cumplido(reloj, momento(ahora))
    assert (fin.transcurrido(momento(ahora + 99)), fin.a_tiempo) == (timedelta(minutes=usado), not tarde)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, DIAS * 1440 - 2 * UN_MES), st.integers(0, UN_MES), st.integers(0, UN_MES))
def test_pausar_dos_veces_o_reanudar_dos_veces_no_cambia_nada(empieza, uno, otro):
    reloj = Reloj(120, "partido", corre_desde=momento(empieza))
    quieto = pausado(reloj, momento(empieza + uno))
    assert pausado(quieto, momento(empieza + uno + otro)) == quieto
    sigue = reanudado(quieto, momento(empieza + uno))
    assert reanudado(sigue, momento(empieza + uno + otro)) == sigue
    acabado = cumplido(sigue, momento(empieza + uno))
    assert cumplido(acabado, momento(empieza + uno + otro)) == acabado == reanudado(acabado, momento(empieza))


def test_una_promesa_rota_sigue_rota_aunque_se_pause_fuera_de_horario():
    reloj = Reloj(60, "general", corre_desde=bogota(2026, 11, 18, 16, 0))
    de_noche = bogota(2026, 11, 18, 20, 0)
    quieto = pausado(reloj, de_noche)
    assert quieto.consumido == timedelta(minutes=60) and quieto.a_tiempo is False
    assert cumplido(reanudado(quieto, de_noche), de_noche).a_tiempo is False
    assert cumplido(reloj, bogota(2026, 11, 18, 17, 0)).a_tiempo is True


def test_avisa_a_la_mitad_a_los_cuatro_quintos_y_solo_es_tarde_despues_de_vencer():
    reloj = Reloj(100, "general", corre_desde=bogota(2026, 11, 18, 8, 0))
    alcanzados = {
        m: reloj.alcanzado(bogota(2026, 11, 18, 8, 0) + timedelta(minutes=m)) for m in (49, 50, 79, 80, 100, 101)
    }
    assert alcanzados == {49: 0, 50: 50, 79: 50, 80: 80, 100: 80, 101: 100}


def test_un_caso_reabierto_sigue_donde_iba():
    acabado = cumplido(Reloj(100, "general", corre_desde=bogota(2026, 11, 18, 8, 0)), bogota(2026, 11, 18, 8, 30))
    sigue = reabierto(acabado, bogota(2026, 11, 19, 10, 0))
    assert sigue.vence == bogota(2026, 11, 19, 11, 10) and sigue.a_tiempo is None
    assert reabierto(replace(acabado, a_tiempo=False), bogota(2026, 11, 19, 10, 0)).vencido(bogota(2026, 11, 19, 10, 0))


def test_lo_guardado_es_lo_calculado(app, contacto, reloj):
    caso = abrir_caso(app.db, app.cipher, contacto, "fraude", app.now())
    with app.db.transaction() as tx:
        antes = relojes.de_caso(tx, caso.id)
        relojes.pausar(tx, caso.id, reloj.pasa(minutes=7))
        relojes.reanudar(tx, caso.id, reloj.pasa(days=3))
        relojes.cumplir(tx, caso.id, "respuesta", reloj.pasa(minutes=9))
        despues = relojes.de_caso(tx, caso.id)
    assert antes["respuesta"].turno == "general" and antes["respuesta"].minutos == 30
    assert despues["respuesta"].consumido == timedelta(minutes=16)  # three days later is a Saturday, open
    assert despues["respuesta"].a_tiempo and despues["solucion"].cumplido_en is None
    assert despues["solucion"].consumido == timedelta(minutes=7) and despues["solucion"].corre_desde is not None


def test_un_reloj_tarde_que_esta_en_pausa_no_pide_que_se_avise():
    reloj = Reloj(100, "general", corre_desde=bogota(2026, 11, 18, 8, 0))
    quieto = pausado(reloj, bogota(2026, 11, 18, 12, 0))
    assert quieto.a_tiempo is False and quieto.alcanzado(bogota(2026, 11, 18, 13, 0)) == 0
