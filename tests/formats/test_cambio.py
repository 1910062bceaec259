"""Whether there is something to note in what is said of a correction."""

import pytest

from proalto.formats.cambio import es_cambio


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
