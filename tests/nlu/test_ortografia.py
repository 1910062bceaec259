"""Typing slips, mended towards the words of the training phrases and no others."""

import pytest

from proalto.nlu.normalizador import palabras
from proalto.nlu.ortografia import Corrector
from proalto.nlu.rasgos import Rasgos

FRASES = ["quiero saber mi saldo", "cuanto es mi saldo", "quiero mi certificado", "un certificado por favor", "no debo"]


@pytest.fixture(scope="module")
def corrector():
    return Corrector.de_frases(map(palabras, FRASES))


@pytest.mark.parametrize(
    "escrita, corregida",
    [
        ("slado", "saldo"),  # a swap
        ("sald", "saldo"),
        ("saldoo", "saldo"),
        ("zertificado", "certificado"),
        ("cretificdo", "certificado"),  # two slips, in a long word
        ("saldo", "saldo"),
        ("sadlos", "sadlos"),  # two slips are too many for a short word
        ("mu", "mu"),  # too short to know
        ("debo", "debo"),  # said once: it may be a slip itself, so nothing is mended towards it, nor is it mended
        ("hipoteca", "hipoteca"),
        ("0", "0"),
    ],
)
def test_corrige_hacia_lo_que_la_gente_dice_y_nada_mas(corrector, escrita, corregida):
    assert corrector.corregir(escrita) == corregida


def test_entre_dos_igual_de_cercanas_gana_la_mas_dicha():
    corrector = Corrector({"caso": 9, "cosa": 2})
    assert corrector.corregir("cosas") == "cosa"
    assert corrector.corregir("caos") == "caso"


@pytest.mark.parametrize("con_sentido, columnas", [(False, 0), (True, 512)])
def test_el_sentido_se_puede_apagar(con_sentido, columnas):
    rasgos = Rasgos.aprender(FRASES, con_sentido)
    terminos = sum(len(vista.terminos) for vista in rasgos.vistas)
    assert rasgos.de(["cuanto debo", ""]).shape == (2, terminos + columnas)


def test_un_texto_vacio_no_tiene_rasgos():
    assert Rasgos.aprender(FRASES, True).de(["", "  ", "¿?"]).nnz == 0
