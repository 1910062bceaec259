import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.codigo import leer_codigo


@pytest.mark.parametrize(
    ("texto", "codigo"),
    [
        ("123456", "123456"),
        ("123 456", "123456"),
        ("123-456", "123456"),
        ("123.456", "123456"),
        ("12 34 56", "123456"),
        ("1 2 3 4 5 6", "123456"),
        ("1-2-3-4-5-6", "123456"),
        ("000123", "000123"),
        ("mi codigo es 123456", "123456"),
        ("Mi código es: 123456.", "123456"),
        ("el codigo de 6 digitos es 123456", "123456"),
        ("ProAlto: tu codigo es 123456. Vence en 5 minutos.", "123456"),
        ("123456 gracias, 123456", "123456"),
        ("１２３４５６", "123456"),
        ("١٢٣٤٥٦", "123456"),
        ("1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣", "123456"),
        ("uno dos tres cuatro cinco seis", "123456"),
        ("Uno, dos, tres, cuatro, cinco, seis", "123456"),
        ("es uno dos tres cuatro cinco seis gracias", "123456"),
        ("cero cero uno dos tres cuatro", "001234"),
        ("uno 2 tres 456", "123456"),
        ("doce treinta y cuatro cincuenta y seis", "123456"),
        ("ciento veintitres cuatrocientos cincuenta y seis", "123456"),
        ("ciento veintitrés mil cuatrocientos cincuenta y seis", "123456"),
        ("123 mil 456", "123456"),
        ("sinco sinco uno dos tres cuatro", "551234"),
    ],
)
def test_lee_el_codigo(texto: str, codigo: str) -> None:
    assert leer_codigo(texto) == codigo


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "hola",
        "12345",
        "1234567",
        "123 4567",
        "79.876.543",
        "3001234567",
        "123456 654321",
        "es 123456 o 654321",
        "03/05/1998",
        "uno dos tres",
        "uno dos tres cuatro cinco seis siete",
        "no me llego",
        "un codigo",
    ],
)
def test_no_hay_un_codigo_claro(texto: str) -> None:
    assert leer_codigo(texto) is None


@given(st.integers(0, 999_999).map("{:06d}".format))
def test_lee_todo_codigo_escrito_o_dictado(codigo: str) -> None:
    nombres = ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]
    dictado = " ".join(nombres[int(cifra)] for cifra in codigo)
    for escrito in (codigo, f"{codigo[:3]} {codigo[3:]}", " ".join(codigo), dictado):
        assert leer_codigo(escrito) == codigo


@given(st.text() | st.text("0123456789 .-uno", max_size=20))
def test_ningun_texto_lo_hace_fallar(texto: str) -> None:
    codigo = leer_codigo(texto)
    assert codigo is None or (len(codigo) == 6 and codigo.isascii() and codigo.isdecimal())
