from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.pesos import leer_pesos, pesos


@pytest.mark.parametrize(
    ("texto", "valor"),
    [
        ("1200000", 1_200_000),
        ("$1.200.000", 1_200_000),
        ("$ 1.200.000", 1_200_000),
        ("1,200,000", 1_200_000),
        ("1 200 000", 1_200_000),
        ("$1.200.000.oo", 1_200_000),
        ("$1.200.000,oo m/cte", 1_200_000),
        ("$1.200.000.00", 1_200_000),
        ("1.200.000,50", Decimal("1200000.50")),
        ("2'500.000", 2_500_000),
        ("2´500.000", 2_500_000),
        ("2’500,000", 2_500_000),
        ("500 mil", 500_000),
        ("500mil pesos", 500_000),
        ("500k", 500_000),
        ("800 lucas", 800_000),
        ("3 palos", 3_000_000),
        ("palo y medio", 1_500_000),
        ("10 mill", 10_000_000),
        ("un palito", 1_000_000),
        ("2,5 millones", 2_500_000),
        ("2.5 millones", 2_500_000),
        ("dos punto cinco millones", 2_500_000),
        ("dos millones y medio", 2_500_000),
        ("2 y medio millones", 2_500_000),
        ("dos millones quinientos", 2_500_000),
        ("dos millones quinientos mil", 2_500_000),
        ("2 millones 500 mil", 2_500_000),
        ("dos millones y quinientos mil pesos", 2_500_000),
        ("dos millones quinientos mil trescientos", 2_500_300),
        ("millon y medio", 1_500_000),
        ("un millón", 1_000_000),
        ("medio millon", 500_000),
        ("dos millones de pesos", 2_000_000),
        ("cinco millones trescientos mil", 5_300_000),
        ("un millon doscientos cincuenta mil", 1_250_000),
        ("treinta y un mil", 31_000),
        ("mil pesos", 1_000),
        ("novecientos mil pesitos", 900_000),
        ("mil millones", 1_000_000_000),
        ("dos mil quinientos millones", 2_500_000_000),
        ("un credito de 2 millones", 2_000_000),
        ("2 millones a 60 meses", 2_000_000),
        ("60 cuotas de 500 mil", 500_000),
        ("tres millones, a 5 años", 3_000_000),
        ("cedula 79876543, necesito 2 millones", 2_000_000),
        ("1.200.000 o sea un millon doscientos mil", 1_200_000),
        ("0", 0),
    ],
)
def test_lee_los_pesos(texto: str, valor: int | Decimal) -> None:
    assert leer_pesos(texto) == Decimal(valor)


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "hola",
        "mil gracias",
        "un credito",
        "millones",
        "y medio",
        "20%",
        "2.5",
        "2'500",
        "2.500.00",
        "1.2.3 millones",
        "entre 2 y 3 millones",
        "2 o 3 millones",
        "de 2 a 3 millones",
        "2 millones o 3 millones",
        "03/05/1998",
        "60 meses",
        "10M",
    ],
)
def test_no_hay_una_cantidad_clara(texto: str) -> None:
    assert leer_pesos(texto) is None


@pytest.mark.parametrize(
    ("valor", "escrito"),
    [
        ("0", "$\u00a00"),
        ("999", "$\u00a0999"),
        ("1234567", "$\u00a01.234.567"),
        ("1234567.49", "$\u00a01.234.567"),
        ("1234567.5", "$\u00a01.234.568"),
        ("2.5", "$\u00a03"),
        ("-500", "-$\u00a0500"),
        ("-1234567.5", "-$\u00a01.234.568"),
        ("-0.4", "$\u00a00"),
        ("123456789012345678901234567890", "$\u00a0123.456.789.012.345.678.901.234.567.890"),
    ],
)
def test_escribe_los_pesos(valor: str, escrito: str) -> None:
    assert pesos(Decimal(valor)) == escrito


@given(st.integers(0, 10**12))
def test_lee_lo_que_escribe(valor: int) -> None:
    assert leer_pesos(pesos(Decimal(valor))) == valor
    assert leer_pesos(f"quiero {pesos(Decimal(valor))} por favor") == valor


@given(st.integers(1, 999), st.integers(1, 999))
def test_millones_y_miles_se_suman(millones: int, miles: int) -> None:
    assert leer_pesos(f"{millones} millones {miles} mil") == millones * 1_000_000 + miles * 1_000


@given(st.text() | st.text("0123456789.,'$ milonesymedkpa%-", max_size=30))
def test_ningun_texto_los_hace_fallar(texto: str) -> None:
    valor = leer_pesos(texto)
    assert valor is None or (valor.is_finite() and valor >= 0)
