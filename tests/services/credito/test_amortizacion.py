"""Amortisation: to the peso, against a table worked out by hand and a reference that was written apart."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from proalto.services.credito.amortizacion import cuota, monto_maximo, plan, saldo_despues, total
from tests.services.credito import referencia_amortizacion as referencia

CASOS = 10_000


def D(valor):
    return Decimal(str(valor))


def casos(cuantos, semilla):
    """Yield (amount, monthly rate in percent, term): round amounts and odd ones, many rates, none and the highest."""
    azar = random.Random(semilla)
    for _ in range(cuantos):
        monto = azar.choice((azar.randint(100_000, 150_000_000), azar.randrange(500_000, 150_000_000, 100_000)))
        tasa = azar.choice((Decimal(azar.randint(1, 300)) / 100, Decimal(azar.randint(1, 300_000)) / 100_000))
        yield monto, azar.choice((tasa, tasa, tasa, Decimal(0))), azar.randint(12, 120)


def test_coincide_al_peso_con_la_referencia_en_diez_mil_casos():
    for monto, tasa, plazo in casos(CASOS, 1):
        en_fraccion = Fraction(tasa) / 100
        pagos = plan(Decimal(monto), tasa, plazo)
        assert cuota(Decimal(monto), tasa, plazo) == referencia.cuota(monto, en_fraccion, plazo), (monto, tasa, plazo)
        assert [monto, *(pago.saldo for pago in pagos)] == referencia.saldos(monto, en_fraccion, plazo)
        assert sum(pago.cuota for pago in pagos) == referencia.pagado(monto, en_fraccion, plazo)


def test_total_y_saldo_despues_son_los_del_plan():
    for monto, tasa, plazo in casos(300, 2):
        pagos = plan(Decimal(monto), tasa, plazo)
        assert total(Decimal(monto), tasa, plazo) == sum(pago.cuota for pago in pagos)
        for pagadas in (1, plazo // 2, plazo - 1, plazo):
            assert saldo_despues(Decimal(monto), tasa, plazo, pagadas) == pagos[pagadas - 1].saldo
        assert saldo_despues(Decimal(monto), tasa, plazo, 0) == monto


def test_el_monto_maximo_es_el_mayor_cuya_cuota_cabe():
    for monto, tasa, plazo in casos(1_000, 3):
        limite = max(1, monto // 60)
        maximo = monto_maximo(Decimal(limite), tasa, plazo)
        assert maximo == referencia.monto_maximo(limite, Fraction(tasa) / 100, plazo)
        assert cuota(maximo, tasa, plazo) <= limite < cuota(maximo + 1, tasa, plazo)


def test_un_plan_escrito_a_mano():
    # 1.000.000 at 2 % in 3 months: 346.754,67 -> 346.755.
    pagos = plan(D(1_000_000), D(2), 3)
    assert [(p.numero, p.cuota, p.interes, p.capital, p.saldo) for p in pagos] == [
        (1, 346_755, 20_000, 326_755, 673_245),
        (2, 346_755, 13_465, 333_290, 339_955),
        (3, 346_754, 6_799, 339_955, 0),
    ]
    assert total(D(1_000_000), D(2), 3) == 1_040_264


@pytest.mark.parametrize(
    "monto, tasa, plazo, esperada",
    [
        # What a spreadsheet says: =ROUND(PMT(rate; term; -amount); 0).
        (20_000_000, "1.58", 60, 518_371),
        (20_000_000, "1.58", 48, 597_580),
        (18_500_000, "1.62", 60, 484_390),
        (1_000_000, "0", 12, 83_333),
        (1_000_002, "0", 12, 83_334),  # 83.333,5: half a peso goes up
        (5_000_000, "2.0", 120, 110_240),
        (0, "1.5", 24, 0),
    ],
)
def test_cuotas_conocidas(monto, tasa, plazo, esperada):
    assert cuota(D(monto), D(tasa), plazo) == esperada


@pytest.mark.parametrize("monto, plazo", [(100, 120), (130, 120), (1, 12), (7, 12), (119, 120)])
def test_aunque_el_redondeo_pague_antes_de_tiempo_nunca_se_debe_menos_que_nada(monto, plazo):
    saldos = [pago.saldo for pago in plan(D(monto), D(0), plazo)]
    assert min(saldos) == 0 == saldos[-1] and len(saldos) == plazo
    assert total(D(monto), D(0), plazo) == monto


@pytest.mark.parametrize(
    "monto, tasa, plazo",
    [(-1, "1", 12), (1, "-0.1", 12), (1, "1", 0), (1, "1", -12), ("NaN", "1", 12), (1, "NaN", 12), (1, "Infinity", 12)],
)
def test_lo_que_no_puede_ser_es_un_error(monto, tasa, plazo):
    with pytest.raises(ValueError):
        cuota(D(monto), D(tasa), plazo)
    with pytest.raises(ValueError):
        plan(D(monto), D(tasa), plazo)


@pytest.mark.parametrize("pagadas", [-1, 13])
def test_no_hay_saldo_despues_de_lo_que_no_se_puede_pagar(pagadas):
    with pytest.raises(ValueError):
        saldo_despues(D(1_000_000), D(1), 12, pagadas)


def test_sin_cuota_no_hay_monto():
    assert monto_maximo(D(0), D("1.5"), 12) < 12
    with pytest.raises(ValueError):
        monto_maximo(D(-1), D("1.5"), 12)
