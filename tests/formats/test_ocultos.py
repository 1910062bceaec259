"""What nobody sees is shown."""

import pytest

from proalto.formats.ocultos import con_ocultos


@pytest.mark.parametrize(
    ("texto", "visto"),
    [
        ("hola\nñandú\t😀", "hola\nñandú\t😀"),
        ("foto\u202egpj.exe", "foto⟦U+202E⟧gpj.exe"),
        ("pa\u200bgo", "pa⟦U+200B⟧go"),
        ("\u2066x\u2069\ufeff\xad", "⟦U+2066⟧x⟦U+2069⟧⟦U+FEFF⟧⟦U+00AD⟧"),
        ("a\x00b\x1b[31m", "a⟦U+0000⟧b⟦U+001B⟧[31m"),
        ("\u3164\u2800", "⟦U+3164⟧⟦U+2800⟧"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("👩🏽\u200d💻 ❤\ufe0f\u200d🔥", "👩🏽\u200d💻 ❤\ufe0f\u200d🔥"),
        ("a\u200db", "a⟦U+200D⟧b"),
        ("\u200d", "⟦U+200D⟧"),
        ("uno\r\ndos\rtres", "uno\ndos⟦U+000D⟧tres"),
        ("\udc80", "⟦U+DC80⟧"),
        ("é", "é"),
    ],
)
def test_lo_que_no_se_ve_se_dice(texto, visto):
    assert con_ocultos(texto) == visto


def test_un_monton_de_marcas_no_trepa_por_la_pagina():
    assert len(con_ocultos("o" + "\u0301" * 200 + "k")) == 6
