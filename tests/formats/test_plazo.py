import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.plazo import leer_plazo, menciona_plazo, meses


@pytest.mark.parametrize(
    ("texto", "meses"),
    [
        ("60 cuotas", 60),
        ("48 meses", 48),
        ("48meses", 48),
        ("72 mese", 72),
        ("120 messes", 120),
        ("sesenta coutas", 60),
        ("24 cuoticas", 24),
        ("sesenta cuotas", 60),
        ("6 meses", 6),
        ("un mes", 1),
        ("a 5 añitos", 60),
        ("a 5 anitos", 60),
        ("cinco años", 60),
        ("CINCO AÑOS", 60),
        ("a 4 anos", 48),
        ("en 3 anios", 36),
        ("un año", 12),
        ("a un año", 12),
        ("año y medio", 18),
        ("un año y medio", 18),
        ("2 años y medio", 30),
        ("2,5 años", 30),
        ("medio año", 6),
        ("2 años y 6 meses", 30),
        ("2 años 6 meses", 30),
        ("60", 60),
        ("a 60", 60),
        ("sesenta", 60),
        ("cuarenta y ocho", 48),
        ("2 millones a 60 meses", 60),
        ("5 millones a 48", 48),
        ("5 años, o sea 60 meses", 60),
        ("15 palos a 24", 24),
    ],
)
def test_lee_el_plazo(texto: str, meses: int) -> None:
    assert leer_plazo(texto) == meses


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "hola",
        "5",
        "0",
        "0 meses",
        "a cuantos meses",
        "36 o 48 meses",
        "de 36 a 48 meses",
        "36 meses o 48 meses",
        "tengo 65 años",
        "el otro año",
        "2000000",
        "400 cuotas",
        "15 palos",
        "quince palos",
        "15k",
        "50 pesos",
        "$ 20",
    ],
)
def test_no_hay_un_plazo_claro(texto: str) -> None:
    assert leer_plazo(texto) is None


@given(st.integers(1, 360))
def test_lee_todo_plazo_en_meses(meses: int) -> None:
    assert leer_plazo(f"{meses} meses") == leer_plazo(f"a {meses} cuotas por favor") == meses


@given(st.text() | st.text("0123456789., anosmesy", max_size=30))
def test_ningun_texto_lo_hace_fallar(texto: str) -> None:
    meses = leer_plazo(texto)
    assert meses is None or 1 <= meses <= 360


@pytest.mark.parametrize(
    ("texto", "menciona"),
    [("500 meses", True), ("36 o 48 meses", True), ("5", True), ("cinco", True), ("48 meses", True),
     ("a cuantos meses", False), ("15 palos", False), ("la cuota", False), ("", False), ("hola 5", False)],
)  # fmt: skip
def test_nota_que_se_quiso_decir_un_plazo(texto: str, menciona: bool) -> None:
    assert menciona_plazo(texto) is menciona


def test_los_meses_se_leen() -> None:
    assert (meses(48), meses(1)) == ("48 meses", "1 mes")
