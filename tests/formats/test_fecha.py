from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.fecha import fecha_corta, fecha_en_palabras, leer_fecha

_HOY = date(2026, 11, 21)
_TRES_DE_MAYO = date(1998, 5, 3)


@pytest.mark.parametrize(
    "texto",
    [
        "3 de mayo del 98",
        "03/05/1998",
        "3/5/98",
        "3-5-98",
        "3.5.1998",
        "03 05 1998",
        "03051998",
        "030598",
        "19980503",
        "1998-05-03",
        "1998/5/3",
        "3 / 5 / 1998",
        "mayo 3 de 1998",
        "Mayo 3, 1998",
        "3 mayo 1998",
        "3 MAYO DE 1998.",
        "3mayo1998",
        "3/may/98",
        "3 d mayo d 1998",
        "3 de mayo de 19 98",
        "3 5 19 98",
        "tres de mayo de diecinueve noventa y ocho",
        "3-mayo-1998",
        "1998 mayo 3",
        "tres de mayo de mil novecientos noventa y ocho",
        "tres de mayo del noventa y ocho",
        "tres cinco noventa y ocho",
        "3 de mayo de mil novecientos 98",
        "el 3 de mayo de 1998 creo",
        "el dia 3 del mes 5 del año 1998",
        "3 del 5 del 98",
        "03 del 05 de 1998",
        "3 de mayo de 1.998",
        "3 de mayo del ´98",
        "3 de mallo de 1998",
        "3 de malo del 98",
        "3 demayo de 1998",
        "٣/٥/١٩٩٨",
        "cedula 79876543 expedida el 3 de mayo de 1998",
        "79.876.543, 3/5/98",
        "fue el 3 de mayo de 1998, o sea 03/05/1998",
    ],
)
def test_lee_el_tres_de_mayo(texto: str) -> None:
    assert leer_fecha(texto, _HOY) == _TRES_DE_MAYO


@pytest.mark.parametrize(
    ("texto", "fecha"),
    [
        ("primero de enero de 2001", date(2001, 1, 1)),
        ("1ro de enero 2001", date(2001, 1, 1)),
        ("1ero enero 2001", date(2001, 1, 1)),
        ("1o de enero de 2001", date(2001, 1, 1)),
        ("1º de enero de 2001", date(2001, 1, 1)),
        ("primero de enero del dos mil uno", date(2001, 1, 1)),
        ("primero de enero de 2 mil 1", date(2001, 1, 1)),
        ("4 setiembre 1985", date(1985, 9, 4)),
        ("4 sept 1985", date(1985, 9, 4)),
        ("4 de septienvre de 1985", date(1985, 9, 4)),
        ("10 agsoto 98", date(1998, 8, 10)),
        ("10 febero 98", date(1998, 2, 10)),
        ("10 dicienbre 98", date(1998, 12, 10)),
        ("10 nobienbre 98", date(1998, 11, 10)),
        ("10 avril 98", date(1998, 4, 10)),
        ("10 juno 98", date(1998, 6, 10)),
        ("treinta y uno de diciembre de dos mil diecinueve", date(2019, 12, 31)),
        ("veintitres de octubre de mil nueve cientos ochenta", date(1980, 10, 23)),
        ("05/23/1998", date(1998, 5, 23)),
        ("1998-23-05", date(1998, 5, 23)),
        ("29/02/96", date(1996, 2, 29)),
        ("21/11/26", date(2026, 11, 21)),
        ("22/11/26", date(1926, 11, 22)),
        ("3 de mayo del 30", date(1930, 5, 3)),
        ("3 de mayo de 2030", date(2030, 5, 3)),
        ("hoy", _HOY),
        ("hoy mismo", _HOY),
        ("ayer", date(2026, 11, 20)),
        ("fue ayer", date(2026, 11, 20)),
        ("antes de ayer", date(2026, 11, 19)),
        ("Antier", date(2026, 11, 19)),
    ],
)
def test_lee_la_fecha(texto: str, fecha: date) -> None:
    assert leer_fecha(texto, _HOY) == fecha


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "hola",
        "no me acuerdo",
        "31/02/1998",
        "29/02/1997",
        "31 de abril de 1998",
        "29 de febrero de 1997",
        "32 de mayo de 1998",
        "13/13/1998",
        "0/5/1998",
        "00/00/0000",
        "3 de mayo",
        "mayo de 1998",
        "1998",
        "3 de mayo del 998",
        "3 de mayo de 0098",
        "3 de juio de 1998",
        "79876543",
        "1.020.304.050",
        "300 123 4567",
        "123456789",
        "3 de mayo de 1998 o 4 de mayo de 1998",
        "2 mayo 1990 y 3 junio 1991",
        "98/05/03",
        "3 de mayo de 98 4",
        "hoy no tengo el dato",
        "la expidieron ayer en Cali y hoy la perdi",
    ],
)
def test_no_hay_una_fecha_clara_o_posible(texto: str) -> None:
    assert leer_fecha(texto, _HOY) is None


_FECHAS = st.dates(date(1927, 1, 1), date(2099, 12, 31))


@given(_FECHAS)
def test_lee_lo_que_escribe(fecha: date) -> None:
    escritas = [
        fecha_corta(fecha),
        fecha_en_palabras(fecha),
        fecha.isoformat(),
        f"{fecha:%d%m%Y}",
        f"{fecha:%d-%m-%Y}",
    ]
    assert {leer_fecha(escrita, _HOY) for escrita in escritas} == {fecha}


@given(st.integers(0, 36523))
def test_un_ano_de_dos_cifras_es_el_ultimo_que_ya_paso(dias: int) -> None:
    fecha = _HOY - timedelta(days=dias)
    assert leer_fecha(f"{fecha:%d/%m/%y}", _HOY) == fecha


@given(st.text() | st.text("0123456789/-. demayo", max_size=30), st.dates(date(2020, 1, 1), date(2050, 1, 1)))
def test_ningun_texto_la_hace_fallar(texto: str, hoy: date) -> None:
    fecha = leer_fecha(texto, hoy)
    assert fecha is None or 1900 <= fecha.year <= 2100


def test_escribe_la_fecha() -> None:
    assert fecha_en_palabras(_TRES_DE_MAYO) == "3 de mayo de 1998"
    assert fecha_en_palabras(date(2001, 9, 1)) == "1 de septiembre de 2001"
    assert fecha_corta(_TRES_DE_MAYO) == "03/05/1998"
