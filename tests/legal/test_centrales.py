"""Reports to credit bureaus against a reference that counts day by day, and knows nothing of the product's."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from proalto.services.credito.centrales import Mora, Reporte, cuando_reportar, permanece_hasta

SMMLV = Decimal(1_750_905)
CASOS = 10_000
UN_DIA = timedelta(days=1)


def aniversario(dia, anos):
    """The same day of another year; 29 February falls back to 28."""
    try:
        return dia.replace(year=dia.year + anos)
    except ValueError:
        return dia.replace(year=dia.year + anos, day=28)


def referencia_permanencia(mora, pago):
    """Walk from the payment, one day for every half day of arrears, until something stops us."""
    octavo = aniversario(mora, 8)
    if pago is None:
        return octavo
    dia, atraso = pago, (pago - mora).days
    cuarto = aniversario(pago, 4)
    for _ in range(atraso):
        for _ in range(2):
            if dia >= cuarto or dia >= octavo:
                return min(dia, octavo)
            dia += UN_DIA
    return min(dia, octavo)


def dieciocho_meses(dia):
    """A year and a half later, month by month on a calendar of its own."""
    ano, mes = dia.year + 1, dia.month
    for _ in range(6):
        mes += 1
        if mes == 13:
            ano, mes = ano + 1, 1
    for numero in range(dia.day, 0, -1):
        try:
            return date(ano, mes, numero)
        except ValueError:
            continue
    raise AssertionError


def referencia_reporte(mora, deuda, avisos, salario):
    """Look for the first day of which somebody could say: enough notices, and twenty whole days have gone by."""
    pequena = deuda * 100 <= salario * 15
    for cuantos in range((dieciocho_meses(mora) - mora).days + 1):
        hoy = mora + timedelta(days=cuantos)
        dias = [aviso for aviso in set(avisos) if mora <= aviso and (hoy - aviso).days > 20]
        if len(dias) >= (2 if pequena else 1):
            return hoy, dieciocho_meses(mora)
    return None


def azar():
    return random.Random(1266)


def test_L29_la_permanencia_es_la_de_la_calculadora_de_referencia_en_diez_mil_casos():
    dado = azar()
    for _ in range(CASOS):
        mora = date(2015, 1, 1) + timedelta(days=dado.randrange(4_000))
        pago = (
            None
            if dado.random() < 0.1
            else mora + timedelta(days=dado.choice((dado.randrange(60), dado.randrange(3_500))))
        )
        assert permanece_hasta(mora, pago) == referencia_permanencia(mora, pago), (mora, pago)


@pytest.mark.parametrize(
    "mora, pago, sale",
    [
        (date(2026, 1, 10), date(2026, 1, 10), date(2026, 1, 10)),  # paid the very day
        (date(2026, 1, 10), date(2026, 2, 9), date(2026, 4, 10)),  # 30 days of arrears, 60 of report
        (date(2020, 1, 10), date(2022, 6, 10), date(2026, 6, 10)),  # double would be 4.8 years: 4
        (date(2020, 1, 10), date(2027, 1, 10), date(2028, 1, 10)),  # 4 years more would be 11 from the default: 8
        (date(2020, 1, 10), None, date(2028, 1, 10)),
        (date(2020, 2, 29), None, date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_L29_el_doble_de_la_mora_hasta_cuatro_anos_y_nunca_mas_de_ocho(mora, pago, sale):
    assert permanece_hasta(mora, pago) == sale


def test_L29_un_pago_de_antes_de_la_mora_es_un_error():
    with pytest.raises(ValueError, match="before it is in default"):
        permanece_hasta(date(2026, 1, 10), date(2026, 1, 9))


def test_L28_el_reporte_es_el_de_la_calculadora_de_referencia_en_dos_mil_casos():
    dado = azar()
    vistos = {True: 0, False: 0}
    for _ in range(2_000):
        mora = date(2024, 1, 1) + timedelta(days=dado.randrange(900))
        deuda = Decimal(dado.choice((0.1499, 0.15, 0.1501, 2.0))).quantize(Decimal("0.0001")) * SMMLV
        avisos = [mora + timedelta(days=dado.randrange(-30, 560)) for _ in range(dado.randrange(4))]
        avisos += avisos[:1] * dado.randrange(2)  # the same day twice is one notice
        reporte = cuando_reportar(Mora(mora, deuda, avisos), SMMLV)
        assert (reporte and (reporte.desde, reporte.hasta)) == referencia_reporte(mora, deuda, avisos, SMMLV)
        vistos[reporte is None] += 1
    assert min(vistos.values()) > 300


GRANDE, CHICA = SMMLV, SMMLV * Decimal("0.15")
MORA, AVISO = date(2026, 3, 1), date(2026, 3, 10)


def test_L28_sin_aviso_no_hay_reporte_y_con_aviso_pasan_veinte_dias_completos():
    assert cuando_reportar(Mora(MORA, GRANDE), SMMLV) is None
    assert cuando_reportar(Mora(MORA, GRANDE, [AVISO]), SMMLV) == Reporte(date(2026, 3, 31), date(2027, 9, 1))


def test_L28_una_deuda_pequena_pide_dos_avisos_en_dias_distintos():
    assert cuando_reportar(Mora(MORA, CHICA, [AVISO]), SMMLV) is None
    assert cuando_reportar(Mora(MORA, CHICA, [AVISO, AVISO]), SMMLV) is None
    dos = cuando_reportar(Mora(MORA, CHICA, [AVISO, AVISO + UN_DIA]), SMMLV)
    assert dos is not None and dos.desde == date(2026, 4, 1)
    un_peso_mas = cuando_reportar(Mora(MORA, CHICA + 1, [AVISO]), SMMLV)
    assert un_peso_mas is not None and un_peso_mas.desde == date(2026, 3, 31)


def test_L28_despues_de_dieciocho_meses_ya_no_se_reporta():
    ultimo = date(2027, 8, 11)  # twenty whole days after it is the last day
    assert cuando_reportar(Mora(MORA, GRANDE, [ultimo]), SMMLV) == Reporte(date(2027, 9, 1), date(2027, 9, 1))
    assert cuando_reportar(Mora(MORA, GRANDE, [ultimo + UN_DIA]), SMMLV) is None


def test_L33_a_quien_dice_que_lo_suplantaron_no_se_le_reporta():
    assert cuando_reportar(Mora(MORA, GRANDE, [AVISO], victima=True), SMMLV) is None
