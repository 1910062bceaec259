"""Crockford's base 32: what is written is read back, also by somebody who confuses letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.base32 import ALFABETO, agrupar, escribir, leer


@given(st.integers(0, 2**140 - 1))
def test_lo_escrito_se_lee_igual_con_guiones_o_en_minusculas(numero):
    letras = escribir(numero, 28)
    assert len(letras) == 28 and set(letras) <= set(ALFABETO)
    for dicho in (letras, agrupar(letras, 4), agrupar(letras.lower(), 4), f" {letras} "):
        assert leer(dicho, 28) == letras


@given(st.integers(0, 2**40 - 1), st.integers(0, 2**40 - 1))
def test_dos_numeros_nunca_se_escriben_igual(uno, otro):
    assert (escribir(uno, 8) == escribir(otro, 8)) == (uno == otro)


def test_no_tiene_letras_que_se_confunden_y_las_perdona_al_leer():
    assert not set("ILOU") & set(ALFABETO) and len(ALFABETO) == 32
    assert leer("oO-iI-lL-0A", 8) == "0011110A"


@pytest.mark.parametrize("dicho", ["", "ABC", "ABCDU234", "ABCD-234", "ABCDE2345", "ABCD 23ñ4", "A" * 17, "١٢٣٤٥٦٧٨"])
def test_lo_que_no_es_no_se_lee(dicho):
    assert leer(dicho, 8) is None


def test_un_numero_que_no_cabe_no_se_corta():
    with pytest.raises(ValueError, match="8 characters"):
        escribir(2**40, 8)


def test_los_guiones_de_otros_teclados_tambien_separan():
    assert leer("AB\u2013CD\u201123\u00a045", 8) == "ABCD2345"
