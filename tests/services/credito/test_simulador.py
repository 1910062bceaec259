"""The simulator of a new crédito: within limits, at a legal rate, and silent about what is not known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from proalto.services.credito import amortizacion
from proalto.services.credito.simulador import FueraDeLimites, Ingreso, simular, simular_credito
from proalto.services.operacion.parametros import CREDITO_NUEVO, SEGMENTOS, Limites, TasaMaxima, vigentes

HOY = date(2026, 11, 18)
MAXIMA = TasaMaxima(date(2026, 11, 1), date(2026, 11, 30), Decimal("24.36"), "prueba")  # 1,8334 % a month


def D(valor):
    return Decimal(str(valor))


def con(tasa="1.62", maximas=(MAXIMA,)):
    """Return the lender's parameters with this reference rate for employees, and these legal maximums."""
    limites = Limites(D(1_000_000), D(80_000_000), 12, 120, D(tasa))
    parametros = vigentes()
    limites_por = {**parametros.limites, (CREDITO_NUEVO, "empleado"): limites}
    return replace(parametros, limites=limites_por, tasas_maximas=maximas)


def test_la_cuota_y_el_total_son_los_de_la_amortizacion():
    simulacion = simular(con(), "empleado", D(18_500_000), 60, HOY)
    assert (simulacion.cuota, simulacion.tasa, simulacion.maxima_al_dia) == (484_390, D("1.62"), True)
    assert simulacion.total == amortizacion.total(D(18_500_000), D("1.62"), 60) > 18_500_000


@pytest.mark.parametrize(
    "monto, plazo, falla",
    [
        (999_999, 48, (1_000_000, 80_000_000, "monto")),
        (80_000_001, 48, (1_000_000, 80_000_000, "monto")),
        (-5, 48, (1_000_000, 80_000_000, "monto")),
        (5_000_000, 11, (12, 120, "plazo")),
        (5_000_000, 121, (12, 120, "plazo")),
        (5_000_000, 500, (12, 120, "plazo")),
        (5_000_000, -12, (12, 120, "plazo")),
    ],
)
def test_lo_que_se_sale_de_los_limites_dice_hasta_donde_se_puede(monto, plazo, falla):
    with pytest.raises(FueraDeLimites) as error:
        simular(con(), "empleado", D(monto), plazo, HOY)
    assert (error.value.minimo, error.value.maximo, error.value.que) == falla


@pytest.mark.parametrize("monto, plazo", [(1_000_000, 12), (80_000_000, 120), (1_000_000, 120), (80_000_000, 12)])
def test_los_limites_mismos_si_se_pueden(monto, plazo):
    assert simular(con(), "empleado", D(monto), plazo, HOY).cuota > 0


def test_nunca_simula_por_encima_de_la_tasa_maxima_legal():
    simulacion = simular(con(tasa="2.10"), "empleado", D(10_000_000), 36, HOY)
    assert simulacion.tasa == MAXIMA.mensual == D("1.83")
    assert simulacion.cuota == amortizacion.cuota(D(10_000_000), D("1.83"), 36)


def test_con_la_maxima_vencida_lo_dice_y_no_compara():
    simulacion = simular(con(tasa="2.10"), "empleado", D(10_000_000), 36, date(2026, 12, 1))
    assert (simulacion.tasa, simulacion.maxima_al_dia) == (D("2.10"), False)


def test_el_ingreso_minimo_es_el_doble_de_la_cuota():
    simulacion = simular(con(), "empleado", D(10_000_000), 36, HOY)
    assert simulacion.ingreso_minimo == 2 * simulacion.cuota


def test_sin_conocer_el_ingreso_no_dice_si_cabe():
    assert simular(con(), "empleado", D(10_000_000), 36, HOY).cabe is None


@pytest.mark.parametrize("neto, descuentos, cabe", [(2, 0, True), (2, 1, False), (1.999, 0, False), (4, 1, True)])
def test_la_cuota_no_puede_dejar_menos_de_la_mitad_del_ingreso(neto, descuentos, cabe):
    mensual = simular(con(), "empleado", D(10_000_000), 36, HOY).cuota
    ingreso = Ingreso((mensual * D(neto)).quantize(D(1)), mensual * descuentos)
    assert simular(con(), "empleado", D(10_000_000), 36, HOY, ingreso).cabe is cabe


@pytest.mark.parametrize(
    "neto, descuentos, disponible",
    [
        (2_000_000, 0, 1_000_000),
        (2_000_001, 0, 1_000_000),
        (2_000_000, 999_999, 1),
        (2_000_000, 1_500_000, 0),
        (0, 0, 0),
    ],
)
def test_lo_disponible_del_ingreso(neto, descuentos, disponible):
    assert Ingreso(D(neto), D(descuentos)).disponible() == disponible


@pytest.mark.parametrize("segmento", SEGMENTOS)
def test_con_los_parametros_de_la_casa_todo_segmento_se_puede_simular(segmento):
    simulacion = simular_credito(segmento, D(5_000_000), 48, HOY)
    assert 104_167 < simulacion.cuota < 200_000


def test_un_segmento_que_no_existe_es_un_error_del_programa():
    with pytest.raises(KeyError):
        simular_credito("extraterrestre", D(5_000_000), 48, HOY)
