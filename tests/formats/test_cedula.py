import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.cedula import con_puntos, enmascarar_cedula, leer_cedula


@pytest.mark.parametrize(
    ("texto", "cedula"),
    [
        ("79876543", "79876543"),
        ("79.876.543", "79876543"),
        ("79 876 543", "79876543"),
        ("79,876,543", "79876543"),
        ("79-876-543", "79876543"),
        ("79'876.543", "79876543"),
        ("79. 876. 543", "79876543"),
        ("79.876 543", "79876543"),
        ("c.c. 1.020.304.050", "1020304050"),
        ("CC79876543", "79876543"),
        ("cc:79876543.", "79876543"),
        ("1'020.304.050", "1020304050"),
        ("1020 304 050", "1020304050"),
        ("10 20 30 40 50", "1020304050"),
        ("mi cédula es 79876543 gracias", "79876543"),
        ("no, mi cedula es la 79.876.543 perdon", "79876543"),
        ("٧٩٨٧٦٥٤٣", "79876543"),
        ("７９８７６５４３", "79876543"),
        ("7️⃣9️⃣8️⃣7️⃣6️⃣", "79876"),
        ("79\u200b876543", "79876543"),
        ("12345", "12345"),
        ("13051998", "13051998"),
        ("79876543 y otra vez 79.876.543", "79876543"),
        ("79876543 expedida el 3 de mayo del 98", "79876543"),
        ("79876543 expedida 03/05/1998", "79876543"),
        ("79876543 expedida 03-05-98", "79876543"),
        ("mi cel es 300 123 4567 y la cedula 79876543", "79876543"),
        ("79876543, 3001234567", "79876543"),
        ("79876543 +57 300 123 4567", "79876543"),
        ("cedula 79876543, quiero $ 2.000.000", "79876543"),
        ("cedula 79876543 radicado R-2026-000123", "79876543"),
        ("3001234567", "3001234567"),
        ("setenta y nueve millones ochocientos setenta y seis mil quinientos cuarenta y tres", "79876543"),
        ("79 millones 876 mil 543", "79876543"),
        ("siete nueve ocho siete seis cinco cuatro tres", "79876543"),
        ("siete nueve ocho cero cero cinco cuatro tres", "79800543"),
    ],
)
def test_lee_la_cedula(texto: str, cedula: str) -> None:
    assert leer_cedula(texto) == cedula


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "hola",
        "1234",
        "079876543",
        "12345678901",
        "573001234567",
        "+57 300 123 4567",
        "mi celular es 3001234567",
        "mi whatsapp es 300 123 4567",
        "cel. 3001234567",
        "mi teléfono 300-123-4567",
        "03/05/1998",
        "13/05/1998",
        "13-05-1998",
        "13.05.1998",
        "13 05 1998",
        "1998-05-13",
        "13-05-98",
        "13/5/98",
        "79876543 o 79876544",
        "79876543 12345678",
        "1.020.304.05",
        "900.123.456-7",
        "R-2026-000123",
        "$ 2.500.000",
        "dos millones",
        "²",
    ],
)
def test_no_hay_una_cedula_clara(texto: str) -> None:
    assert leer_cedula(texto) is None


@given(st.integers(10_000, 2_999_999_999))
def test_lee_toda_cedula_con_puntos_o_espacios_o_sin_ellos(numero: int) -> None:
    for escrita in (
        f"{numero}",
        f"{numero:,}",
        f"{numero:,}".replace(",", "."),
        f"{numero:,}".replace(",", " "),
    ):
        assert leer_cedula(f"mi cedula es {escrita}, gracias") == str(numero)


@given(st.text() | st.text("0123456789.,'-/ +$ry", max_size=40))
def test_ningun_texto_la_hace_fallar(texto: str) -> None:
    cedula = leer_cedula(texto)
    assert cedula is None or (cedula.isascii() and cedula.isdecimal() and 5 <= len(cedula) <= 10 and cedula[0] != "0")


@pytest.mark.parametrize(
    ("cedula", "oculta"),
    [("79876543", "••••6543"), ("1020304050", "••••4050"), ("12345", "••••45"), ("", "••••")],
)
def test_enmascara_y_nunca_muestra_mas_de_la_mitad(cedula: str, oculta: str) -> None:
    assert enmascarar_cedula(cedula) == oculta


@pytest.mark.parametrize(
    ("cedula", "escrita"),
    [("12345", "12.345"), ("123456", "123.456"), ("79876543", "79.876.543"), ("1020304050", "1.020.304.050")],
)
def test_con_puntos_se_lee_como_en_un_documento(cedula, escrita):
    assert con_puntos(cedula) == escrita and leer_cedula(escrita) == cedula
