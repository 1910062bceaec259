"""Numbers and dates in words, as a certificate writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.letras import en_letras, fecha_en_letras
from proalto.formats.numeros import cardinal
from proalto.formats.texto import plegar


@pytest.mark.parametrize(
    ("numero", "palabras"),
    [
        (0, "cero"), (1, "uno"), (15, "quince"), (16, "dieciséis"), (21, "veintiuno"), (22, "veintidós"),
        (29, "veintinueve"), (30, "treinta"), (31, "treinta y uno"), (99, "noventa y nueve"), (100, "cien"),
        (101, "ciento uno"), (115, "ciento quince"), (500, "quinientos"), (999, "novecientos noventa y nueve"),
        (1000, "mil"), (1001, "mil uno"), (1998, "mil novecientos noventa y ocho"), (2000, "dos mil"),
        (2026, "dos mil veintiséis"), (2100, "dos mil cien"), (9999, "nueve mil novecientos noventa y nueve"),
    ],
)  # fmt: skip
def test_un_numero_en_palabras(numero, palabras):
    assert en_letras(numero) == palabras


@given(st.integers(0, 9999))
def test_lo_que_escribe_es_lo_que_leemos_cuando_alguien_lo_dicta(numero):
    assert cardinal(plegar(en_letras(numero)).split()) == numero


@pytest.mark.parametrize("numero", [-1, 10_000])
def test_fuera_de_lo_que_sabe_escribir_lo_dice(numero):
    with pytest.raises(ValueError, match="9999"):
        en_letras(numero)


@pytest.mark.parametrize(
    ("fecha", "dicha"),
    [
        (date(2026, 11, 18), "a los dieciocho (18) días del mes de noviembre de dos mil veintiséis (2026)"),
        (date(2026, 12, 1), "al primer (1) día del mes de diciembre de dos mil veintiséis (2026)"),
        (date(2027, 1, 21), "a los veintiún (21) días del mes de enero de dos mil veintisiete (2027)"),
        (date(2028, 3, 31), "a los treinta y un (31) días del mes de marzo de dos mil veintiocho (2028)"),
        (date(2031, 2, 2), "a los dos (2) días del mes de febrero de dos mil treinta y uno (2031)"),
    ],
)
def test_una_fecha_como_la_escribe_un_certificado(fecha, dicha):
    assert fecha_en_letras(fecha) == dicha
