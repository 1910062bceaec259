"""Eligibility against a reference that was written apart, on ten thousand random customers."""

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from proalto.services.credito.renovacion import Elegible, Expediente, evaluar
from proalto.services.credito.saldo import RequiereAsesor, SinCredito, TodoPagado
from proalto.services.credito.simulador import Ingreso
from proalto.services.operacion.parametros import (
    RENOVACION,
    SEGMENTOS,
    Limites,
    Parametros,
    ReglasRenovacion,
    TasaMaxima,
)
from tests.services.credito import referencia_renovacion as referencia

CASOS = 10_000
CODIGOS = ["segmento", "castigo", "mora", "pagado", "antiguedad", "solicitud", "edad", "capacidad"]
HOY = date(2026, 11, 18)


def caso_al_azar(azar):
    hoy = HOY + timedelta(days=azar.randint(-800, 800))
    orden = azar.sample(CODIGOS, len(CODIGOS))
    hasta = {segmento: _limites(azar) for segmento in SEGMENTOS}
    return {
        "hoy": hoy,
        "orden": orden,
        "reglas": {segmento: _reglas(azar) for segmento in SEGMENTOS},
        "limites": hasta,
        "maxima": azar.choice((None, Fraction(2436, 10_000))),
        "cliente": {
            "segmento": azar.choice((*SEGMENTOS, *SEGMENTOS, None, "otro")),
            "fecha_nacimiento": _o_nada(azar, hoy - timedelta(days=azar.randint(18 * 365, 90 * 365))),
        },
        "creditos": [_credito(azar, hoy, f"L-{n}") for n in range(azar.choice((0, 1, 1, 1, 2, 3)))],
        "etapas": [
            azar.choice(("recepcion", "estudio", "desembolso", "negada", "negada", "desistida", None))
            for _ in range(azar.choice((0, 0, 0, 1, 2)))
        ],
        "ingreso": azar.choice((None, (azar.randint(0, 9_000_000), azar.randint(0, 900_000)))),
    }


def _reglas(azar):
    return {
        "segmento": azar.random() < 0.95, "castigo": azar.random() < 0.7, "mora": azar.choice((0, 0, 5, 30)),
        "pagado": azar.choice((0, 30, 33, 40)), "antiguedad": azar.choice((0, 6, 12)),
        "solicitud": azar.random() < 0.7, "edad": azar.choice((70, 82, 90)), "capacidad": azar.choice((30, 50)),
    }  # fmt: skip


def _limites(azar):
    return {
        "monto_minimo": azar.choice((500_000, 1_000_000, 5_000_000)), "monto_maximo": 80_000_000,
        "plazo_minimo": azar.choice((6, 12)), "plazo_maximo": azar.choice((60, 120)),
    }  # fmt: skip


def _credito(azar, hoy, numero):
    totales = azar.choice((24, 36, 48, 60, 61, 0))
    saldo, con_oferta = azar.randint(0, 20_000_000), azar.random() < 0.7
    oferta = {
        "oferta_monto": Decimal(azar.choice((saldo, saldo - 1, saldo + 1, azar.randint(1_000_000, 40_000_000)))),
        "oferta_plazo": azar.choice((12, 36, 60, 96)),
        "oferta_tasa": Decimal(azar.choice((120, 150, 183, 184, 190))) / 100,
        "oferta_cuota": Decimal(azar.randint(100_000, 900_000)),
        "oferta_vence_en": hoy + timedelta(days=azar.choice((-1, 0, 0, 10, 10, 10, 45))),
    }
    return {
        "numero": numero,
        "estado": azar.choice(("vigente",) * 7 + ("en_mora", "cancelado", "castigado", None)),
        "saldo": _o_nada(azar, Decimal(saldo)),
        "cuotas_totales": _o_nada(azar, totales),
        "cuotas_pagadas": _o_nada(azar, azar.randint(totales // 4, max(totales, 1))),
        "valor_cuota": _o_nada(azar, Decimal(azar.randint(100_000, 900_000))),
        "fecha_desembolso": _o_nada(azar, hoy - timedelta(days=azar.randint(-5, 900))),
        "dias_mora": _o_nada(azar, azar.choice((0, 0, 0, 0, 0, 5, 6, 31))),
        **{columna: _o_nada(azar, valor) if con_oferta else None for columna, valor in oferta.items()},
    }


def _o_nada(azar, valor):
    return None if azar.random() < 0.03 else valor


def parametros_de(caso):
    tasas = () if caso["maxima"] is None else (TasaMaxima(date.min, date.max, Decimal("24.36"), "prueba"),)
    return Parametros(
        motivos=tuple(caso["orden"]),
        renovacion={segmento: ReglasRenovacion(**reglas) for segmento, reglas in caso["reglas"].items()},
        limites={
            (RENOVACION, segmento): Limites(
                Decimal(limite["monto_minimo"]), Decimal(limite["monto_maximo"]),
                limite["plazo_minimo"], limite["plazo_maximo"], Decimal("1.6"),
            )
            for segmento, limite in caso["limites"].items()
        },
        tasas_maximas=tasas,
    )  # fmt: skip


def lo_que_dice(caso):
    """Return what the product says, in the reference's words."""
    ingreso = caso["ingreso"] and Ingreso(*map(Decimal, caso["ingreso"]))
    expediente = Expediente(caso["cliente"], caso["creditos"], caso["etapas"], caso["hoy"], ingreso)
    try:
        evaluaciones = evaluar(parametros_de(caso), expediente)
    except (SinCredito, TodoPagado, RequiereAsesor) as error:
        sin_vivos = {SinCredito: "SIN_CREDITO", TodoPagado: "TODO_PAGADO", RequiereAsesor: "CON_ASESOR"}
        return getattr(referencia, sin_vivos[type(error)])
    return [_dicho(evaluacion) for evaluacion in evaluaciones]


def _dicho(evaluacion):
    if not isinstance(evaluacion, Elegible):
        return "no", [motivo.codigo for motivo in evaluacion.motivos]
    o = evaluacion.oferta
    cifras = o and (
        o.terminos.monto, o.terminos.plazo, o.terminos.cuota, o.monto_minimo, o.plazo_minimo, o.plazo_maximo
    )  # fmt: skip
    return "si", cifras, set(evaluacion.por_verificar)


def test_coincide_con_la_referencia_en_diez_mil_clientes_al_azar():
    azar, cuentas = random.Random(7), Counter()
    for _ in range(CASOS):
        caso = caso_al_azar(azar)
        esperado = referencia.evaluar(caso)
        assert lo_que_dice(caso) == esperado, caso
        for dicho in [esperado] if isinstance(esperado, str) else esperado:
            cuentas.update(_clases(dicho))
    # Every answer came up often enough to mean something.
    assert set(cuentas) >= {*CODIGOS, "con oferta", "sin oferta", "varias razones", "con dudas"}
    assert min(cuentas.values()) >= 50, cuentas


def _clases(dicho):
    if isinstance(dicho, str):
        return [dicho]
    if dicho[0] == "no":
        return [*dicho[1], *(["varias razones"] if len(dicho[1]) > 1 else [])]
    return ["con oferta" if dicho[1] else "sin oferta", *(["con dudas"] if dicho[2] else [])]
