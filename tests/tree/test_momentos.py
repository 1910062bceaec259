"""A moment ends in "a. m." or "p. m.": a period right after its placeholder would read twice."""

import re

import pytest

from tests.tree.arbol import RAIZ, dominio

MOMENTOS = "cuando", "hora", "momento", "detectado", "escalado", "emitido", "corte"
DOBLE = re.compile(rf"\{{(?:{'|'.join(MOMENTOS)})\}}[*_]*\.")
TEXTOS = sorted([*RAIZ.glob("textos/*.txt"), *RAIZ.glob("textos/*.csv"), *RAIZ.glob("textos/plantillas/*.json")])


def test_ninguna_respuesta_pone_punto_despues_de_una_hora():
    dichas = {nombre: [str(una) for una in unas] for nombre, unas in dominio()["responses"].items()}
    assert len(dichas) > 100
    assert [nombre for nombre, unas in dichas.items() if any(DOBLE.search(una) for una in unas)] == []


def test_ningun_texto_pone_punto_despues_de_una_hora():
    assert len(TEXTOS) > 30
    assert [archivo.name for archivo in TEXTOS if DOBLE.search(archivo.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("malo", ["Te escribo {cuando}.", "Sale *{cuando}*.", "Generada _{cuando}_. Fin"])
def test_un_punto_despues_de_una_hora_se_ve(malo):
    assert DOBLE.search(malo)


@pytest.mark.parametrize("bueno", ["Te escribo {cuando} por este mismo chat.", "Es el {folio}.", "{cuando}: así"])
def test_lo_demas_puede_llevar_punto(bueno):
    assert DOBLE.search(bueno) is None
