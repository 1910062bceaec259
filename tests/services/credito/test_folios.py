"""Folios: nobody guesses one, and a slip is noticed without the database."""

import re

from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.base32 import ALFABETO
from proalto.gateways.cipher import Cipher
from proalto.services.credito.folios import leer_folio, nuevo_folio

CIFRADOR = Cipher(["una-llave-de-prueba-con-bastante-largo"])
FORMA = re.compile(rf"[{ALFABETO}]{{4}}(-[{ALFABETO}]{{4}}){{7}}")


def test_mil_folios_son_mil_y_todos_se_leen():
    folios = {nuevo_folio(CIFRADOR) for _ in range(1000)}
    assert len(folios) == 1000
    assert all(FORMA.fullmatch(folio) and leer_folio(CIFRADOR, folio) == folio for folio in folios)


def test_se_lee_como_lo_escriba_quien_lo_copia():
    folio = nuevo_folio(CIFRADOR)
    confundido = folio.replace("0", "o").replace("1", "l")
    for dicho in (folio.lower(), folio.replace("-", ""), folio.replace("-", " "), f"  {folio}\n", confundido):
        assert leer_folio(CIFRADOR, dicho) == folio


@given(st.integers(0, 31), st.sampled_from(ALFABETO))
def test_una_letra_cambiada_no_pasa(donde, otra):
    letras = nuevo_folio(CIFRADOR).replace("-", "")
    errado = letras[:donde] + otra + letras[donde + 1 :]
    assert (leer_folio(CIFRADOR, errado) is None) == (errado != letras)


@given(st.integers(0, 30))
def test_dos_letras_cambiadas_de_lugar_no_pasan(donde):
    letras = nuevo_folio(CIFRADOR).replace("-", "")
    cruzado = letras[:donde] + letras[donde + 1] + letras[donde] + letras[donde + 2 :]
    assert (leer_folio(CIFRADOR, cruzado) is None) == (cruzado != letras)


@given(st.text(max_size=90))
def test_cualquier_otra_cosa_no_es_un_folio_y_no_es_un_error(texto):
    assert leer_folio(CIFRADOR, texto) is None


def test_sin_la_llave_no_se_puede_hacer_uno():
    ajeno = Cipher(["otra-llave-de-prueba-con-bastante-largo"])
    assert [n for n in range(200) if leer_folio(CIFRADOR, nuevo_folio(ajeno))] == []


def test_una_llave_nueva_no_cambia_los_folios_ya_impresos():
    despues = Cipher(["la-llave-nueva-de-prueba-con-largo", "una-llave-de-prueba-con-bastante-largo"])
    folio = nuevo_folio(CIFRADOR)
    assert leer_folio(despues, folio) == folio
