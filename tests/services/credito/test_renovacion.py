"""Renovación: only to whom it belongs, every reason told, and no figure of our own where the lender has one."""

from datetime import date
from decimal import Decimal

import pytest

from proalto.services.consentimiento.autorizacion import FaltaAutorizacion
from proalto.services.credito.amortizacion import cuota
from proalto.services.credito.elegibilidad import Motivo
from proalto.services.credito.ofertas import Terminos, armar, simular
from proalto.services.credito.renovacion import Elegible, NoElegible, evaluar_renovacion, meses_cumplidos
from proalto.services.credito.saldo import RequiereAsesor, SinCredito, TodoPagado
from proalto.services.credito.simulador import FueraDeLimites, Ingreso
from proalto.services.identificacion.sesiones import FaltaIdentidad
from proalto.services.operacion.parametros import Limites
from tests.conftest import otra_vez
from tests.services.credito.test_saldo import autorizar, identificar_como

NACIO = date(1980, 1, 1)  # 46 years, 10 months on the day of the tests
MITAD_PAGADA = {"cuotas_totales": 60, "cuotas_pagadas": 30, "saldo": 6_000_000}


@pytest.fixture
def cedula(app, contacto, nucleo):
    cedula = nucleo.cliente(fecha_nacimiento=NACIO)
    autorizar(app, contacto)
    identificar_como(app, contacto, cedula)
    return cedula


@pytest.fixture
def evaluar(app, contacto):
    def evaluar(ingreso=None):
        return evaluar_renovacion(app.db, app.nucleo, app.cipher, otra_vez(contacto), app.now(), ingreso)

    return evaluar


def ofrecer(nucleo, credito, **columnas):
    fila = {"monto": 20_000_000, "plazo": 60, "tasa_mensual": "1.58", "valor_cuota": 518_371,
            "vence_en": date(2026, 12, 31)}  # fmt: skip
    nucleo.insertar("ofertas_renovacion", credito=credito, **(fila | columnas))


# -- DE QUIEN ES --
def test_sin_autorizacion_ni_identidad_no_evalua(app, contacto, evaluar):
    with pytest.raises(FaltaAutorizacion):
        evaluar()
    autorizar(app, contacto)
    with pytest.raises(FaltaIdentidad):
        evaluar()


def test_solo_evalua_lo_propio(cedula, nucleo, evaluar):
    propio = nucleo.credito(cedula, **MITAD_PAGADA)
    nucleo.credito(nucleo.cliente(), **MITAD_PAGADA)
    assert [evaluacion.credito for evaluacion in evaluar()] == [propio]


@pytest.mark.parametrize(
    "estados, error",
    [
        ([], SinCredito),
        (["cancelado", "cancelado"], TodoPagado),
        (["castigado"], RequiereAsesor),
        (["cancelado", "castigado"], RequiereAsesor),
        ([None], RequiereAsesor),
    ],
)
def test_sin_credito_vivo_dice_por_que(cedula, nucleo, evaluar, estados, error):
    for estado in estados:
        nucleo.credito(cedula, estado=estado)
    with pytest.raises(error):
        evaluar()


# -- ELEGIBLE --
def test_con_oferta_da_sus_cifras_y_lo_que_queda_en_mano(cedula, nucleo, evaluar):
    numero = nucleo.credito(cedula, **MITAD_PAGADA)
    ofrecer(nucleo, numero)
    (evaluacion,) = evaluar()
    terminos = Terminos(*map(Decimal, (20_000_000,)), 60, Decimal("1.58"), Decimal(518_371), Decimal(6_000_000))
    assert isinstance(evaluacion, Elegible) and evaluacion.oferta.terminos == terminos
    assert terminos.en_mano == 14_000_000
    assert (evaluacion.credito, evaluacion.oferta.con_cargos) == (numero, False)
    assert evaluacion.por_verificar == ("capacidad",)


def test_sin_oferta_es_elegible_y_no_inventa_cifras(cedula, nucleo, evaluar):
    nucleo.credito(cedula, **MITAD_PAGADA)
    (evaluacion,) = evaluar()
    assert isinstance(evaluacion, Elegible) and evaluacion.oferta is None


@pytest.mark.parametrize(
    "columnas",
    [
        {"vence_en": date(2026, 11, 17)},
        {"monto": 6_000_000},  # all of it pays the saldo
        {"monto": 5_000_000},
        {"valor_cuota": None},
        {"monto": None},
        {"plazo": None},
        {"tasa_mensual": None},
        {"vence_en": None},
        {"valor_cuota": 0},
        {"plazo": 0},
        {"tasa_mensual": "-1"},
    ],
)
def test_una_oferta_que_no_sirve_no_se_presenta(cedula, nucleo, evaluar, columnas):
    ofrecer(nucleo, nucleo.credito(cedula, **MITAD_PAGADA), **columnas)
    (evaluacion,) = evaluar()
    assert isinstance(evaluacion, Elegible) and evaluacion.oferta is None


def test_la_oferta_vale_todo_su_ultimo_dia_en_bogota(cedula, nucleo, evaluar, reloj, app, contacto):
    ofrecer(nucleo, nucleo.credito(cedula, **MITAD_PAGADA), vence_en=date(2026, 11, 18))
    reloj.pasa(hours=13)  # 23:00 in Bogotá, already the 19th in UTC
    identificar_como(app, contacto, cedula)
    assert evaluar()[0].oferta is not None
    reloj.pasa(hours=1)
    identificar_como(app, contacto, cedula)
    assert evaluar()[0].oferta is None


def test_una_oferta_por_encima_de_la_tasa_legal_no_se_presenta(cedula, nucleo, evaluar, app, contacto, reloj):
    reloj.ahora = reloj.ahora.replace(year=2026, month=1, day=15)  # certified: 24,36 % a year
    identificar_como(app, contacto, cedula)
    legal, ilegal = (nucleo.credito(cedula, **MITAD_PAGADA, fecha_desembolso=date(2024, mes, 1)) for mes in (1, 2))
    ofrecer(nucleo, legal, tasa_mensual="1.83")
    ofrecer(nucleo, ilegal, tasa_mensual="1.84")
    primera, segunda = evaluar()
    assert primera.oferta is not None and segunda.oferta is None


# -- NO ELEGIBLE --
@pytest.mark.parametrize(
    "credito, motivo",
    [
        ({"cuotas_pagadas": 23}, Motivo("pagado", 40, 38)),
        ({"estado": "en_mora", "dias_mora": 12}, Motivo("mora", 0, 12)),
        ({"estado": "en_mora", "dias_mora": None}, Motivo("mora", 0, 1)),
        ({"fecha_desembolso": date(2026, 5, 19)}, Motivo("antiguedad", 6, 5)),
    ],
)
def test_cada_regla_del_credito_da_su_razon(cedula, nucleo, evaluar, credito, motivo):
    nucleo.credito(cedula, **{**MITAD_PAGADA, **credito})
    (evaluacion,) = evaluar()
    assert isinstance(evaluacion, NoElegible) and evaluacion.motivos == (motivo,)


@pytest.mark.parametrize("limite", [{"cuotas_pagadas": 24}, {"fecha_desembolso": date(2026, 5, 18)}])
def test_en_el_limite_se_cumple(cedula, nucleo, evaluar, limite):
    nucleo.credito(cedula, **{**MITAD_PAGADA, **limite})
    assert isinstance(evaluar()[0], Elegible)


@pytest.mark.parametrize(
    "etapa, en_curso",
    [("recepcion", True), ("estudio", True), ("aprobacion", True), ("desembolso", False), ("negada", False),
     ("desistida", False)],
)  # fmt: skip
def test_otra_solicitud_en_curso_es_una_razon(cedula, nucleo, evaluar, etapa, en_curso):
    nucleo.credito(cedula, **MITAD_PAGADA)
    nucleo.insertar("solicitudes", radicado=f"SOL-{cedula}", cedula=cedula, etapa=etapa)
    (evaluacion,) = evaluar()
    assert isinstance(evaluacion, NoElegible) is en_curso
    if en_curso:
        assert evaluacion.motivos == (Motivo("solicitud"),)


@pytest.mark.parametrize(
    "nacio, plazo, elegible",
    [
        (date(1961, 11, 18), 60, True),  # 65 years today, 70 on the day of the last instalment
        (date(1961, 10, 18), 60, False),
        (date(1961, 10, 18), 59, True),
        (date(1960, 1, 1), 36, True),
        (date(1940, 1, 1), 12, False),
    ],
)
def test_la_edad_se_mira_al_terminar_el_plazo_de_la_oferta(app, contacto, nucleo, evaluar, nacio, plazo, elegible):
    cedula = nucleo.cliente(fecha_nacimiento=nacio)
    autorizar(app, contacto)
    identificar_como(app, contacto, cedula)
    ofrecer(nucleo, nucleo.credito(cedula, **MITAD_PAGADA), plazo=plazo)
    (evaluacion,) = evaluar()
    assert isinstance(evaluacion, Elegible) is elegible
    if not elegible:
        assert evaluacion.motivos[0].codigo == "edad"


def test_dice_todas_las_razones_en_el_orden_de_la_tabla(cedula, nucleo, evaluar):
    nucleo.credito(cedula, estado="en_mora", dias_mora=40, cuotas_totales=60, cuotas_pagadas=2,
                   fecha_desembolso=date(2026, 9, 1))  # fmt: skip
    nucleo.credito(cedula, estado="castigado", dias_mora=900, fecha_desembolso=date(2020, 1, 1))
    nucleo.insertar("solicitudes", radicado=f"SOL-{cedula}", cedula=cedula, etapa="estudio")
    (evaluacion,) = evaluar()
    assert [motivo.codigo for motivo in evaluacion.motivos] == ["castigo", "mora", "pagado", "antiguedad", "solicitud"]


def test_la_mora_de_un_credito_impide_renovar_el_otro(cedula, nucleo, evaluar):
    nucleo.credito(cedula, **MITAD_PAGADA, fecha_desembolso=date(2023, 1, 1))
    nucleo.credito(cedula, **{**MITAD_PAGADA, "estado": "en_mora", "dias_mora": 3})
    assert [evaluacion.motivos[0].codigo for evaluacion in evaluar()] == ["mora", "mora"]


@pytest.mark.parametrize("segmento", [None, "", "otro"])
def test_sin_segmento_conocido_no_hay_regla_que_aplicar(app, contacto, nucleo, evaluar, segmento):
    cedula = str(next(nucleo.cedulas))
    nucleo.insertar("clientes", cedula=cedula, segmento=segmento)
    autorizar(app, contacto)
    identificar_como(app, contacto, cedula)
    ofrecer(nucleo, nucleo.credito(cedula, cuotas_pagadas=1))
    assert evaluar()[0].motivos == (Motivo("segmento"),)


# -- LO QUE NO SE SABE --
def test_lo_que_falta_en_nucleo_queda_por_verificar(app, contacto, nucleo, evaluar):
    cedula = nucleo.cliente()  # no date of birth
    autorizar(app, contacto)
    identificar_como(app, contacto, cedula)
    nucleo.credito(cedula, cuotas_pagadas=None, fecha_desembolso=None, saldo=None)
    nucleo.credito(cedula, estado=None)
    nucleo.insertar("solicitudes", radicado=f"SOL-{cedula}", cedula=cedula, etapa=None)
    (evaluacion,) = evaluar()
    assert isinstance(evaluacion, Elegible) and evaluacion.saldo is None
    assert evaluacion.por_verificar == ("castigo", "pagado", "antiguedad", "solicitud", "edad", "capacidad")


@pytest.mark.parametrize(
    "neto, descuentos, motivos",
    [
        (1_506_742, 0, []),  # 518.371 of the offer and 235.000 of the other crédito: just half
        (1_506_741, 0, ["capacidad"]),
        (1_506_742, 1, ["capacidad"]),
        (4_000_000, 1_000_000, []),
    ],
)
def test_con_el_ingreso_conocido_se_aplica_la_mitad_de_la_ley(cedula, nucleo, evaluar, neto, descuentos, motivos):
    ofrecer(nucleo, nucleo.credito(cedula, **MITAD_PAGADA, fecha_desembolso=date(2022, 1, 1)))
    nucleo.credito(cedula, **MITAD_PAGADA, valor_cuota=235_000)
    primera, _ = evaluar(Ingreso(Decimal(neto), Decimal(descuentos)))
    if motivos:
        assert [motivo.codigo for motivo in primera.motivos] == motivos
    else:
        assert isinstance(primera, Elegible) and primera.por_verificar == ()


# -- OTROS TERMINOS --
def oferta(valor_cuota=518_371, plazo=60, saldo=6_000_000, por_edad=None):
    terminos = Terminos(Decimal(20_000_000), plazo, Decimal("1.58"), Decimal(valor_cuota), Decimal(saldo))
    limites = Limites(Decimal(1_000_000), Decimal(80_000_000), 12, 120, Decimal("1.6"))
    return armar(terminos, date(2026, 12, 31), limites, por_edad)


def test_a_otro_plazo_cambia_solo_la_cuota():
    a_48 = simular(oferta(), plazo=48)
    assert (a_48.cuota, a_48.monto, a_48.tasa, a_48.en_mano) == (597_580, 20_000_000, Decimal("1.58"), 14_000_000)


def test_por_otro_monto_cambian_la_cuota_y_lo_que_queda_en_mano():
    por_ocho = simular(oferta(), monto=Decimal(8_000_000), plazo=36)
    assert (por_ocho.cuota, por_ocho.en_mano) == (cuota(Decimal(8_000_000), Decimal("1.58"), 36), 2_000_000)


def test_al_plazo_ofrecido_se_dice_la_cuota_del_prestamista_y_no_la_nuestra():
    con_seguro = oferta(valor_cuota=540_000)
    assert con_seguro.con_cargos and simular(con_seguro) == simular(con_seguro, plazo=60) == con_seguro.terminos
    assert simular(con_seguro, plazo=59).cuota < 540_000  # ours: capital and interest only


@pytest.mark.parametrize("diferencia, con_cargos", [(0, False), (2, False), (-2, False), (3, True), (-3, True)])
def test_uno_o_dos_pesos_de_redondeo_no_son_un_cargo(diferencia, con_cargos):
    assert oferta(valor_cuota=518_371 + diferencia).con_cargos is con_cargos


@pytest.mark.parametrize(
    "pedido, falla",
    [
        ({"plazo": 11}, (12, 120, "plazo")),
        ({"plazo": 121}, (12, 120, "plazo")),
        ({"plazo": -5}, (12, 120, "plazo")),
        ({"monto": 6_000_000}, (6_001_000, 20_000_000, "monto")),
        ({"monto": 20_000_001}, (6_001_000, 20_000_000, "monto")),
        ({"monto": -1}, (6_001_000, 20_000_000, "monto")),
    ],
)
def test_fuera_de_los_limites_dice_hasta_donde(pedido, falla):
    with pytest.raises(FueraDeLimites) as error:
        simular(oferta(), **{que: Decimal(n) if que == "monto" else n for que, n in pedido.items()})
    assert (error.value.minimo, error.value.maximo, error.value.que) == falla


def test_el_plazo_no_pasa_de_la_edad_maxima_pero_el_ofrecido_siempre_se_puede():
    assert oferta(por_edad=84).plazo_maximo == 84
    assert oferta(plazo=60, por_edad=60).plazo_maximo == 60
    assert oferta(plazo=6).plazo_minimo == 6


@pytest.mark.parametrize(
    "desde, hasta, meses",
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 31), date(2026, 3, 1), 1),
        (date(2026, 5, 18), date(2026, 11, 18), 6),
        (date(2026, 5, 19), date(2026, 11, 18), 5),
        (date(2024, 2, 29), date(2025, 2, 28), 11),
        (date(2024, 2, 29), date(2025, 3, 1), 12),
        (None, date(2025, 3, 1), None),
    ],
)
def test_un_mes_se_cumple_el_mismo_dia_del_siguiente(desde, hasta, meses):
    assert meses_cumplidos(desde, hasta) == meses
