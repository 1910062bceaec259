import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.celular import enmascarar_celular, leer_celular


@pytest.mark.parametrize(
    "texto",
    [
        "3001234567",
        "300 123 4567",
        "300-123-4567",
        "300.123.4567",
        "300 1234567",
        "300 12 34 567",
        "3 0 0 1 2 3 4 5 6 7",
        "(300) 123 4567",
        "573001234567",
        "57 300 123 4567",
        "57-3001234567",
        "+573001234567",
        "+57 300 123 4567",
        "+57 300-123-4567",
        "(57) 300 123 4567",
        "(+57) 300 123 4567",
        "+57(300)1234567",
        "0057 300 123 4567",
        "mi celular es el 300 123 4567 gracias",
        "cel:3001234567.",
        "cedula 79876543 cel 3001234567",
        "79876543 3001234567",
        "3001234567 o 300 123 45 67",
        "٣٠٠١٢٣٤٥٦٧",
        "tres cero cero uno dos tres cuatro cinco seis siete",
        "trescientos ciento veintitres cuarenta y cinco sesenta y siete",
    ],
)
def test_lee_el_celular(texto: str) -> None:
    assert leer_celular(texto) == "573001234567"


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "hola",
        "300123456",
        "30012345678",
        "300 123 45678",
        "6012345678",
        "1020304050",
        "79876543",
        "1.300.123.4567",
        "+1 305 123 45",
        "3001234567 y 3109876543",
    ],
)
def test_no_hay_un_celular_claro(texto: str) -> None:
    assert leer_celular(texto) is None


@given(st.integers(0, 999_999_999).map("3{:09d}".format), st.sampled_from(["", "57", "+57 ", "57 "]))
def test_lee_todo_celular_con_y_sin_indicativo(numero: str, indicativo: str) -> None:
    assert leer_celular(indicativo + numero) == "57" + numero
    assert leer_celular(f"{indicativo}{numero[:3]} {numero[3:6]} {numero[6:]}") == "57" + numero


@given(st.text() | st.text("0123456789 +()-.", max_size=30))
def test_ningun_texto_lo_hace_fallar(texto: str) -> None:
    celular = leer_celular(texto)
    assert celular is None or (len(celular) == 12 and celular.startswith("573") and celular.isdecimal())


def test_enmascara_todo_menos_las_ultimas_cifras() -> None:
    assert enmascarar_celular("573001234567") == "••••4567"
    assert enmascarar_celular("12") == "••••2"
