"""The law's clocks: a table that was counted by hand, and what they must hold on any day of eleven years."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta, timezone

import pytest

from proalto.formats.dias_habiles import BOGOTA, es_habil
from proalto.services.datos import plazos_legales
from proalto.services.datos.plazos_legales import Marca, Regimen, Tramite, plazo


def recibo(texto: str) -> datetime:
    return datetime.fromisoformat(texto).replace(tzinfo=BOGOTA)


@pytest.mark.parametrize(("tramite", "recibida", "vence", "prorrogado"), [
    (Tramite.CONSULTA, "2026-11-18 10:00", date(2026, 12, 1), date(2026, 12, 9)),   # Wednesday; 8 Dec is a holiday
    (Tramite.CONSULTA, "2026-11-20 23:59", date(2026, 12, 3), date(2026, 12, 11)),  # Friday, the last minute counts
    (Tramite.CONSULTA, "2026-11-21 08:00", date(2026, 12, 4), date(2026, 12, 14)),  # Saturday: Monday is the first
    (Tramite.CONSULTA, "2026-12-24 08:00", date(2027, 1, 8), date(2027, 1, 18)),    # Christmas, New Year, 11 Jan
    (Tramite.CONSULTA, "2027-03-19 08:00", date(2027, 4, 6), date(2027, 4, 13)),    # 22 Mar, and Semana Santa (25, 26)
    (Tramite.RECLAMO, "2026-11-18 10:00", date(2026, 12, 10), date(2026, 12, 22)),
    (Tramite.RECLAMO, "2026-11-20 23:59", date(2026, 12, 14), date(2026, 12, 24)),
    (Tramite.RECLAMO, "2026-12-08 12:00", date(2026, 12, 30), date(2027, 1, 13)),   # received on a holiday
    (Tramite.RECLAMO, "2027-03-19 08:00", date(2027, 4, 14), date(2027, 4, 26)),
])  # fmt: skip
def test_los_plazos_contados_a_mano(tramite, recibida, vence, prorrogado):
    assert plazo(tramite, recibo(recibida)).vence == vence
    assert plazo(tramite, recibo(recibida), prorrogado=True).vence == prorrogado


def test_en_once_anos_el_plazo_tiene_los_dias_habiles_de_la_ley_y_sus_marcas_en_orden():
    dado = random.Random(7)
    for _ in range(2000):
        cuando = datetime(2025, 1, 1, tzinfo=timezone.utc) + timedelta(minutes=dado.randrange(11 * 365 * 24 * 60))
        hoy = plazos_legales.dia(cuando)
        for tramite, dias in ((Tramite.CONSULTA, 10), (Tramite.RECLAMO, 15)):
            uno, largo = plazo(tramite, cuando), plazo(tramite, cuando, prorrogado=True)
            desde = hoy if tramite is Tramite.CONSULTA else hoy + timedelta(days=1)
            assert habiles(desde, uno.vence) == dias and es_habil(uno.vence)
            assert habiles(uno.vence + timedelta(days=1), largo.vence) == {10: 5, 15: 8}[dias]
            marcas = list(uno.marcas.values())
            assert list(uno.marcas) == list(Marca) and marcas == sorted(marcas) and marcas[-1] < uno.vence
            assert habiles(marcas[-1] + timedelta(days=1), uno.vence) == 1


def habiles(desde: date, hasta: date) -> int:
    return sum(es_habil(desde + timedelta(days=n)) for n in range((hasta - desde).days + 1))


def test_vence_al_acabar_el_dia_en_bogota_y_ni_un_segundo_antes():
    uno = plazo(Tramite.CONSULTA, recibo("2026-11-18 10:00"))
    assert not uno.vencido(recibo("2026-12-01 23:59:59"))
    assert uno.vencido(recibo("2026-12-02 00:00:00"))


def test_las_marcas_de_una_consulta_y_de_un_reclamo():
    consulta, reclamo = (plazo(tramite, recibo("2026-11-18 10:00")) for tramite in Tramite)
    assert list(consulta.marcas.values()) == [date(2026, 11, 24), date(2026, 11, 27), date(2026, 11, 30)]
    assert list(reclamo.marcas.values()) == [date(2026, 11, 30), date(2026, 12, 4), date(2026, 12, 9)]
    assert reclamo.alcanzadas(recibo("2026-11-29 23:59")) == ()
    assert reclamo.alcanzadas(recibo("2026-12-04 00:00")) == (Marca.MITAD, Marca.CUATRO_QUINTOS)


def test_lo_que_falta_se_pide_en_cinco_dias_calendario():
    assert plazos_legales.subsanar_antes_de(recibo("2026-11-20 23:59")) == date(2026, 11, 25)


@pytest.mark.parametrize(("regimen", "pedido", "desiste"), [
    (Regimen.LEY_1266, "2026-11-18 10:00", date(2026, 12, 19)),
    (Regimen.LEY_1581, "2026-11-18 10:00", date(2027, 1, 19)),
    (Regimen.AMBOS, "2026-11-18 10:00", date(2027, 1, 19)),
    (Regimen.LEY_1581, "2026-12-31 10:00", date(2027, 3, 1)),  # there is no 31 February
])  # fmt: skip
def test_el_reclamo_que_no_se_completa_se_entiende_desistido(regimen, pedido, desiste):
    assert plazos_legales.desiste_el(recibo(pedido), regimen) == desiste


def test_trasladar_y_marcar_en_dos_dias_habiles():
    assert plazos_legales.trasladar_antes_de(recibo("2026-11-20 23:59")) == date(2026, 11, 24)
    assert plazos_legales.marcar_antes_de(recibo("2026-12-07 09:00")) == date(2026, 12, 10)


def test_de_quien_no_se_sabe_si_tiene_creditos_vale_lo_mas_estricto():
    assert plazos_legales.regimen_de(con_creditos=None) is Regimen.AMBOS
    assert plazos_legales.regimen_de(con_creditos=True) is Regimen.AMBOS
    assert plazos_legales.regimen_de(con_creditos=False) is Regimen.LEY_1581
    assert Regimen.AMBOS.de_credito and Regimen.LEY_1266.de_credito and not Regimen.LEY_1581.de_credito


def test_un_momento_sin_zona_no_se_acepta():
    with pytest.raises(ValueError):
        plazos_legales.dia(datetime(2026, 11, 18))
