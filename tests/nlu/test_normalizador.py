"""Chat Spanish, made regular."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.nlu.normalizador import ABREVIATURAS, palabras


@pytest.mark.parametrize(
    "escrito, regular",
    [
        ("¿Cuánto debo?", "cuanto debo"),
        ("CUANTO DEBO!!!", "cuanto debo"),
        ("holaaaaa", "hola"),
        ("llamar al carro", "llamar al carro"),
        ("q mas", "que mas"),
        ("xq no m descuentan", "por que no m descuentan"),
        ("x favor pa el cred", "por favor para el credito"),
        ("mi cc es 79876543", "mi cedula es 0"),
        ("en 12 meses y 24 cuotas", "en 0 meses y 0 cuotas"),
        ("l-000123", "l - 0"),
        ("niño señora", "nino senora"),
        ("", ""),
        ("   \n ", ""),
    ],
)
def test_lo_escrito_de_prisa_queda_como_lo_diria_cualquiera(escrito, regular):
    assert " ".join(palabras(escrito)) == regular


@pytest.mark.parametrize("escrito", ["👍", "jaja 😂", "$", "¿?"])
def test_los_simbolos_no_rompen_nada(escrito):
    assert all(palabra.strip() for palabra in palabras(escrito))


@pytest.mark.parametrize("corta", ABREVIATURAS)
def test_una_abreviatura_no_lleva_a_otra(corta):
    assert palabras(corta) == [p for palabra in ABREVIATURAS[corta].split() for p in palabras(palabra)]


@given(st.text(max_size=60))
def test_es_lo_mismo_en_mayusculas_y_al_repetirlo(texto):
    una = palabras(texto)
    assert palabras(texto) == una
    assert all(palabra and " " not in palabra for palabra in una)


@given(st.integers(0, 10**12))
def test_ningun_numero_distingue_una_frase_de_otra(numero):
    assert palabras(f"debo {numero} pesos") == ["debo", "0", "pesos"]
