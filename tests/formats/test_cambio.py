"""Whether there is something to note in what is said of a correction."""

import pytest

from proalto.formats.cambio import afirma, es_cambio


@pytest.mark.parametrize("texto", [
    "dirección: calle 10 # 5-23, Barranquilla", "mi apellido es Pérez", "3001234567", "Cali", "ana@ejemplo.co",
    "quiero cambiar mi dirección", "quiero corregir mis datos: ahora vivo en Soledad",
])  # fmt: skip
def test_dice_que_hay_que_cambiar(texto):
    assert es_cambio(texto)


@pytest.mark.parametrize("texto", [
    "quiero corregir mis datos", "Necesito actualizar mis datos personales, por favor.", "corregir datos",
    "", "...", "ok", "👍👍👍👍👍", "si",
])  # fmt: skip
def test_todavia_no_dice_nada(texto):
    assert not es_cambio(texto)


@pytest.mark.parametrize("texto", [
    "dirección: calle 10 # 5-23, Barranquilla", "direccion calle 10 # 5-23 barranquilla", "soy pensionado",
    "empleador: Alcaldía de Soledad",
    "el saldo que aparece en Datacrédito está mal, ya pagué", "correo: ana@ejemplo.co",
    "el reporte está errado, yo no debo eso", "municipio: Soledad, Atlántico",
])  # fmt: skip
def test_lo_que_afirma_algo(texto):
    assert afirma(texto)


@pytest.mark.parametrize("texto", [
    "¿cuáles son los requisitos?", "donde quedan las oficinas", "y a que tasa es", "quiero saber cuánto es la cuota",
    "requisitos", "tasas de interés", "me dicen cuál es el horario", "¿la oficina es en la calle 10?",
])  # fmt: skip
def test_lo_que_pregunta_o_no_afirma_nada(texto):
    assert not afirma(texto)
