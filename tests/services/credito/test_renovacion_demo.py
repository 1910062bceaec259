"""Renewals over the demo's invented customers: nobody breaks it, and whoever the README offers one can take it."""

from collections import Counter
from dataclasses import asdict
from datetime import date

import pytest

from proalto.errors import ProAltoError
from proalto.services.credito.renovacion import Elegible, Expediente, evaluar
from proalto.services.operacion.parametros import vigentes
from simulator.nucleo.generate import build

HOY = date(2026, 11, 18)
OFERTA = ("monto", "plazo", "vence_en")


@pytest.fixture(scope="module")
def clientes():
    """Return {cédula: what the three queries of renovacion.sql would give}."""
    datos = build(HOY)
    ofertas = {oferta.credito: asdict(oferta) for oferta in datos.ofertas_renovacion}
    return {
        cliente.cedula: Expediente(
            cliente=asdict(cliente),
            creditos=[_fila(c, ofertas.get(c.numero, {})) for c in datos.creditos if c.cedula == cliente.cedula],
            etapas=[s.etapa for s in datos.solicitudes if s.cedula == cliente.cedula],
            hoy=HOY,
        )
        for cliente in datos.clientes
    }


def _fila(credito, oferta):
    nombres = {columna: columna for columna in OFERTA} | {"tasa": "tasa_mensual", "cuota": "valor_cuota"}
    return asdict(credito) | {f"oferta_{corto}": oferta.get(columna) for corto, columna in nombres.items()}


def test_la_renovacion_preaprobada_del_readme_se_puede_tomar(clientes):
    (evaluacion,) = evaluar(vigentes(), clientes["99901105"])
    assert isinstance(evaluacion, Elegible) and evaluacion.por_verificar == ("capacidad",)
    terminos = evaluacion.oferta.terminos
    assert (terminos.monto, terminos.plazo, terminos.cuota) == (20_000_000, 60, 518_371)
    assert terminos.en_mano > 10_000_000 and not evaluacion.oferta.con_cargos


def test_todos_los_clientes_inventados_reciben_una_respuesta(clientes):
    cuentas = Counter()
    for expediente in clientes.values():
        try:
            cuentas.update(_clase(evaluacion) for evaluacion in evaluar(vigentes(), expediente))
        except ProAltoError as error:
            cuentas[type(error).__name__] += 1
    assert set(cuentas) == {"con oferta", "sin oferta", "no", "SinCredito", "TodoPagado", "RequiereAsesor"}
    assert min(cuentas.values()) >= 5, cuentas


def _clase(evaluacion):
    if not isinstance(evaluacion, Elegible):
        return "no"
    return "con oferta" if evaluacion.oferta else "sin oferta"
