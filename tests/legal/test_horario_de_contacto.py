"""The hours of Ley 2300, minute by minute, against holidays that are computed here."""

import os
from datetime import timedelta

import pytest

from proalto.formats.dias_habiles import atiende
from proalto.services.contacto.reglas_de_contacto import LEGAL, MARGEN, espera
from tests.legal.reglas import bogota, festivos, pascua

TODO = os.environ.get("AUDITORIA") == "1"
ANOS = range(2026, 2031)
UN_MINUTO = timedelta(minutes=1)
ORILLAS = (0, 1, 6 * 60 + 59, 7 * 60, 7 * 60 + 1, 7 * 60 + 59, 8 * 60, 12 * 60, 14 * 60 + 59, 15 * 60, 18 * 60 + 59,
           19 * 60, 19 * 60 + 1, 23 * 60 + 59)  # fmt: skip


def permitido(minuto, libres):
    """What art. 3 says of a minute of Bogotá, in its own words."""
    if minuto.date() in libres or minuto.isoweekday() == 7:
        return False
    if minuto.isoweekday() == 6:
        return 8 <= minuto.hour < 15
    return 7 <= minuto.hour < 19


def test_L41_la_pascua_y_los_festivos_del_calculo_independiente_son_los_que_son():
    assert [pascua(ano).isoformat() for ano in range(2026, 2030)] == [
        "2026-04-05",
        "2027-03-28",
        "2028-04-16",
        "2029-04-01",
    ]
    assert {len(festivos(ano)) for ano in range(2024, 2036)} <= {17, 18}  # two may fall on one day
    de_2026 = (
        "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 08-07 08-17 10-12 11-02 11-16 12-08 12-25"
    )
    assert sorted(dia.strftime("%m-%d") for dia in festivos(2026)) == de_2026.split()


@pytest.mark.parametrize("ano", ANOS)
def test_L41_cada_minuto_del_ano_sale_o_espera_como_dice_la_ley(ano):
    """With AUDITORIA=1 all 2.6 million minutes; without it the edges of every day, and each minute of some."""
    libres, mirados = festivos(ano), 0
    dia = bogota(ano, 1, 1)
    while dia.year == ano:
        enteros = TODO or dia.timetuple().tm_yday % 91 == 0 or dia.timetuple().tm_yday == 92
        for minuto in range(24 * 60) if enteros else ORILLAS:
            momento = dia + minuto * UN_MINUTO
            assert atiende(momento, LEGAL) is permitido(momento, libres), momento
            mirados += 1
        dia += timedelta(days=1)
    assert mirados >= 365 * len(ORILLAS)


@pytest.mark.parametrize("ano", ANOS)
def test_L41_lo_que_espera_sale_en_un_minuto_permitido_y_en_el_primero(ano):
    libres, dia = festivos(ano), bogota(ano, 1, 1)
    while dia.year == ano:
        for minuto in (0, 7 * 60, 14 * 60 + 59, 18 * 60 + 59, 19 * 60):
            momento = dia + timedelta(minutes=minuto, seconds=50)
            llega = momento + timedelta(seconds=espera(LEGAL, momento))
            assert permitido(llega, libres) and permitido(llega + MARGEN, libres), momento
            antes = llega - UN_MINUTO
            assert llega == momento or antes < momento or not permitido(antes, libres)
        dia += timedelta(days=1)


@pytest.mark.parametrize(
    "ahora, sale",
    [
        (bogota(2026, 11, 20, 18, 59, 40), bogota(2026, 11, 20, 18, 59, 40)),  # Friday, and it gets there in time
        (bogota(2026, 11, 20, 18, 59, 59), bogota(2026, 11, 21, 8)),  # Friday: Saturday's first minute
        (bogota(2026, 11, 21, 15), bogota(2026, 11, 23, 7)),  # Saturday: never on Sunday
        (bogota(2026, 12, 7, 19), bogota(2026, 12, 9, 7)),  # Monday, and Tuesday is a holiday
        (bogota(2027, 3, 24, 19), bogota(2027, 3, 27, 8)),  # Wednesday of Semana Santa: Saturday
        (bogota(2026, 12, 31, 23, 59), bogota(2027, 1, 2, 8)),  # over the year
        (bogota(2026, 11, 23, 6, 59, 59), bogota(2026, 11, 23, 7)),
    ],
)  # fmt: skip
def test_L41_lo_que_ya_no_alcanza_espera_el_siguiente_minuto_legal(ahora, sale):
    assert ahora + timedelta(seconds=espera(LEGAL, ahora)) == sale
