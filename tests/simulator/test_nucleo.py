"""The demo's customers: every case is there, and their figures agree with each other."""

import json
import re
from dataclasses import astuple, fields
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from simulator.nucleo import listado
from simulator.nucleo.generate import build
from simulator.nucleo.personas import PERSONAS
from simulator.nucleo.rows import Credito, Dataset

HOY = date(2026, 11, 21)
FECHAS_DIFICILES = [
    HOY,
    date(2026, 1, 31),
    date(2026, 12, 31),
    date(2027, 2, 28),
    date(2027, 4, 30),
    date(2028, 2, 29),
]


@pytest.fixture(scope="module")
def datos() -> Dataset:
    return build(HOY)


def del_caso(datos, caso):
    cedulas = [persona.cedula for persona in PERSONAS if persona.caso == caso]
    assert cedulas, caso
    return [[credito for credito in datos.creditos if credito.cedula == cedula] for cedula in cedulas]


def cliente_del_caso(datos, caso):
    cedula = next(persona.cedula for persona in PERSONAS if persona.caso == caso)
    return next(cliente for cliente in datos.clientes if cliente.cedula == cedula)


def al_peso(valor: Fraction) -> Decimal:
    return (Decimal(valor.numerator) / Decimal(valor.denominator)).quantize(Decimal(1), ROUND_HALF_UP)


def mes(dia: date) -> int:
    return dia.year * 12 + dia.month


@pytest.mark.parametrize(
    ("caso", "estados"),
    [
        ("un_credito", ["vigente"]),
        ("dos_creditos", ["vigente", "vigente"]),
        ("en_mora", ["en_mora"]),
        ("cancelado", ["cancelado"]),
        ("renovacion", ["vigente"]),
        ("preferente", ["vigente"]),
        ("sin_celular", ["vigente"]),
        ("celular_sin_confirmar", ["vigente"]),
        ("sin_credito", []),
    ],
)
def test_cada_caso_tiene_los_creditos_que_dice(datos, caso, estados):
    (creditos,) = del_caso(datos, caso)
    assert [credito.estado for credito in creditos] == estados


@pytest.mark.parametrize("etapa", ["recepcion", "estudio", "aprobacion", "desembolso", "negada", "desistida"])
def test_hay_un_cliente_con_su_solicitud_en_cada_etapa(datos, etapa):
    cedula = cliente_del_caso(datos, f"solicitud_{etapa}").cedula
    assert [solicitud.etapa for solicitud in datos.solicitudes if solicitud.cedula == cedula] == [etapa]


def test_la_oferta_preaprobada_es_del_credito_vigente_y_alcanza_para_pagarlo(datos):
    ((credito,),) = del_caso(datos, "renovacion")
    (oferta,) = [oferta for oferta in datos.ofertas_renovacion if oferta.credito == credito.numero]
    assert oferta.monto > credito.saldo
    assert oferta.vence_en > HOY


def test_los_casos_de_identidad_estan_en_los_datos(datos):
    assert cliente_del_caso(datos, "sin_celular").celular is None
    assert HOY - cliente_del_caso(datos, "celular_sin_confirmar").celular_confirmado_en > timedelta(days=180)
    assert cliente_del_caso(datos, "preferente").segmento == "preferente"
    cedulas = [persona.cedula for persona in PERSONAS if persona.caso == "celular_compartido"]
    celulares = [cliente.celular for cliente in datos.clientes if cliente.cedula in cedulas]
    assert len(celulares) == 2 and celulares[0] == celulares[1]


def test_solo_la_pareja_comparte_celular(datos):
    celulares = [cliente.celular for cliente in datos.clientes if cliente.celular]
    assert len(celulares) == len(set(celulares)) + 1


def test_los_datos_de_los_personajes_no_dependen_del_dia():
    otro = build(HOY + timedelta(days=400))
    for viejo, nuevo in zip(build(HOY).clientes, otro.clientes, strict=True):
        assert (viejo.cedula, viejo.celular, viejo.fecha_expedicion) == (
            nuevo.cedula,
            nuevo.celular,
            nuevo.fecha_expedicion,
        )


def test_el_mismo_dia_y_semilla_dan_las_mismas_filas():
    assert build(HOY, seed=7) == build(HOY, seed=7)
    assert build(HOY, seed=7) != build(HOY, seed=8)


def test_hay_clientes_de_sobra_de_todo_el_pais(datos):
    assert len(datos.clientes) - len(PERSONAS) >= 600
    assert len({cliente.departamento for cliente in datos.clientes}) >= 12
    assert len(datos.pagadurias) >= 15
    assert {cliente.segmento for cliente in datos.clientes} == {"empleado", "pensionado", "preferente"}
    assert {credito.estado for credito in datos.creditos} == {"vigente", "en_mora", "cancelado", "castigado"}


def test_cada_llave_es_unica_y_nada_apunta_al_vacio(datos):
    claves = {tabla.name: [astuple(fila)[0] for fila in getattr(datos, tabla.name)] for tabla in fields(Dataset)}
    assert all(len(valores) == len(set(valores)) for valores in claves.values())
    cedulas, pagadurias = set(claves["clientes"]), set(claves["pagadurias"])
    assert {fila.cedula for fila in (*datos.creditos, *datos.solicitudes)} <= cedulas
    assert {fila.pagaduria_id for fila in (*datos.clientes, *datos.creditos)} <= pagadurias
    assert set(claves["ofertas_renovacion"]) <= set(claves["creditos"])


def test_cedulas_y_celulares_tienen_la_forma_del_contrato(datos):
    for cliente in datos.clientes:
        assert re.fullmatch(r"\d{8}|1\d{9}", cliente.cedula)
        assert cliente.celular is None or re.fullmatch(r"57300555\d{4}", cliente.celular)


def test_la_cuota_paga_justo_el_monto_en_el_plazo(datos):
    for fila in (*datos.creditos, *datos.ofertas_renovacion):
        plazo = fila.cuotas_totales if isinstance(fila, Credito) else fila.plazo
        tasa = Fraction(fila.tasa_mensual) / 100
        valor_presente = sum(1 / (1 + tasa) ** cuota for cuota in range(1, plazo + 1))
        assert fila.valor_cuota == al_peso(Fraction(fila.monto) / valor_presente)


def test_el_saldo_es_el_de_la_tabla_de_amortizacion_mes_a_mes(datos):
    for credito in datos.creditos:
        debe = Fraction(credito.monto)
        for _ in range(credito.cuotas_pagadas):
            debe += debe * Fraction(credito.tasa_mensual) / 100 - Fraction(credito.valor_cuota)
        esperado = Decimal(0) if credito.estado == "cancelado" else al_peso(debe)
        assert credito.saldo == esperado, credito.numero


@pytest.mark.parametrize("hoy", FECHAS_DIFICILES)
def test_las_fechas_de_un_credito_en_cobro_cuadran_con_sus_cuotas(hoy):
    for credito in build(hoy).creditos:
        if credito.estado not in ("vigente", "en_mora"):
            continue
        manana = credito.proximo_descuento + timedelta(days=1)
        assert hoy < credito.proximo_descuento <= hoy + timedelta(days=31)
        assert credito.proximo_descuento.day == 30 or manana.day == 1
        causadas = mes(credito.proximo_descuento) - mes(credito.fecha_desembolso) - 1
        assert (causadas > credito.cuotas_pagadas) == (credito.estado == "en_mora")
        assert (credito.dias_mora > 0) == (credito.estado == "en_mora")
        assert 0 <= credito.cuotas_pagadas < credito.cuotas_totales


@pytest.mark.parametrize("hoy", FECHAS_DIFICILES)
def test_un_credito_cerrado_no_tiene_proximo_descuento(hoy):
    for credito in build(hoy).creditos:
        if credito.estado == "cancelado":
            assert credito.fecha_desembolso < credito.fecha_cancelacion <= hoy
            assert (credito.saldo, credito.dias_mora, credito.proximo_descuento) == (0, 0, None)
        elif credito.estado == "castigado":
            assert credito.saldo > 0 and credito.dias_mora > 180 and credito.proximo_descuento is None


@pytest.mark.parametrize("hoy", FECHAS_DIFICILES)
def test_nadie_saca_cedula_de_menor_ni_credito_antes_de_la_cedula(hoy):
    datos = build(hoy)
    expedidas = {}
    for cliente in datos.clientes:
        nacio, expedida = cliente.fecha_nacimiento, cliente.fecha_expedicion
        assert (expedida.year - 18, expedida.month, expedida.day) >= (nacio.year, nacio.month, nacio.day)
        expedidas[cliente.cedula] = cliente.fecha_expedicion
    for credito in datos.creditos:
        assert expedidas[credito.cedula] < credito.fecha_desembolso < hoy
    for solicitud in datos.solicitudes:
        assert expedidas[solicitud.cedula] < solicitud.radicada_en.date() < hoy
        assert solicitud.radicada_en < solicitud.actualizada_en


def test_todo_el_dinero_es_decimal(datos):
    for fila in (*datos.creditos, *datos.solicitudes, *datos.ofertas_renovacion):
        assert not any(isinstance(valor, float) for valor in astuple(fila))
        assert isinstance(fila.monto, Decimal)


def test_el_listado_json_trae_lo_que_pide_el_telefono_simulado():
    clientes = json.loads(listado.clientes_json())
    assert len(clientes) == len(PERSONAS)
    for cliente in clientes:
        assert set(cliente) == {"nombre", "celular", "descripcion", "cedula", "fecha_expedicion"}
        assert re.fullmatch(r"5730055501\d\d", cliente["celular"])
        assert date.fromisoformat(cliente["fecha_expedicion"]) < HOY


def test_la_tabla_para_el_readme_tiene_una_fila_por_personaje():
    lineas = listado.markdown().splitlines()
    assert len(lineas) == len(PERSONAS) + 2
    assert len({linea.count("|") for linea in lineas}) == 1
    assert "22/05/1996" in lineas[2]
