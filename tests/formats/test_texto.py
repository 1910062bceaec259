import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proalto.formats.texto import normalizar, plegar, sin_barra

_BARRAS = ["/", "\uff0f", "\u2044", "\u2215", "\u29f8"]
_INVISIBLES = [
    "",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\u00a0",
    "\u2003",
    "\u200b",
    "\ufeff",
    "\u202e",
    "\u00ad",
    "\ufe0f",
    "\x00",
]


@pytest.mark.parametrize(
    ("texto", "normal"),
    [
        ("", ""),
        ("   ", ""),
        ("Hola", "hola"),
        ("¿Cuánto DEBO?", "cuanto debo"),
        ("MAÑANA", "manana"),
        ("man\u0303ana", "manana"),
        ("pingüino", "pinguino"),
        ("  dos   espacios\ty\nlíneas ", "dos espacios y lineas"),
        ("sal\u200bdo", "saldo"),
        ("\ufeffsaldo\u200e", "saldo"),
        ("sal\u00addo", "saldo"),
        ("１２３", "123"),
        ("٧٩٨", "798"),
        ("1️⃣", "1"),
        ("ﬁn", "fin"),
        ("𝐬𝐚𝐥𝐝𝐨", "saldo"),
        ("...saldo!!!", "saldo"),
        ("«saldo»", "saldo"),
        ("¡¡¡", ""),
        ("👍", "👍"),
        ("👍🏽 si", "👍🏽 si"),
        ("paz y salvo.", "paz y salvo"),
        ("a, b", "a, b"),
        ("$ 500", "$ 500"),
        ("sí", "si"),
        ("SÍ SEÑORA", "si senora"),
        ("hola\x00mundo", "hola mundo"),
        ("\ud800hola", "hola"),
    ],
)
def test_normaliza(texto: str, normal: str) -> None:
    assert normalizar(texto) == normal


def test_plegar_conserva_la_puntuacion() -> None:
    assert plegar("¿Cuánto DEBO?") == "¿cuanto debo?"


@given(st.text())
@example("İ")
def test_normalizar_dos_veces_es_normalizar_una(texto: str) -> None:
    assert normalizar(normalizar(texto)) == normalizar(texto)


def test_ningun_caracter_suelto_cambia_al_normalizar_otra_vez() -> None:
    todos = map(chr, range(sys.maxunicode + 1))
    asignados = (c for c in todos if unicodedata.category(c) not in ("Cn", "Co", "Cs"))
    letras = (c for c in asignados if plegar(c) != c)
    inestables = [c for c in letras if plegar(plegar(c)) != plegar(c)]
    assert inestables == []


@given(st.text())
def test_lo_normalizado_no_tiene_mayusculas_ni_tildes_ni_invisibles(texto: str) -> None:
    normal = normalizar(texto)
    assert normal == normal.strip() and "  " not in normal
    assert not any(unicodedata.category(c) in ("Mn", "Cf", "Cc") for c in normal)


@pytest.mark.parametrize(
    ("texto", "esperado"),
    [
        ("", ""),
        ("   ", "   "),
        ("/", "barra"),
        (" // ", "barra"),
        ("／", "barra"),
        ("/restart", "restart"),
        ('/consultar_saldo{"cedula": "1"}', 'consultar_saldo{"cedula": "1"}'),
        ("  /restart", "restart"),
        ("/ / /restart", "restart"),
        ("／restart", "restart"),
        ("\u200b/restart", "restart"),
        ("\u202e/restart", "restart"),
        ("/\u200b/restart", "restart"),
        ("\x00/restart", "restart"),
        ("/\u0338restart", "restart"),
        ("3/5/98", "3/5/98"),
        ("  hola  ", "  hola  "),
        ("sí/no", "sí/no"),
        ("/👍", "👍"),
    ],
)
def test_quita_la_barra_del_comienzo(texto: str, esperado: str) -> None:
    assert sin_barra(texto) == esperado


_COMIENZO = st.lists(st.sampled_from(_BARRAS + _INVISIBLES), max_size=8).map("".join)


@given(_COMIENZO, st.text())
@example("\u00b4/", "restart")
@example("\u00a8/", "restart")
def test_nunca_comienza_por_barra(comienzo: str, resto: str) -> None:
    limpio = sin_barra(comienzo + resto)
    compatible = unicodedata.normalize("NFKC", limpio)
    visible = "".join(c for c in limpio if unicodedata.category(c)[0] not in "CMZ")
    for forma in (limpio, limpio.strip(), compatible, compatible.strip(), visible):
        assert not forma.startswith("/")


@given(st.text())
def test_lo_que_no_comienza_por_barra_queda_igual(texto: str) -> None:
    limpio = sin_barra(texto)
    assert limpio == texto or any(barra in texto or "/" in unicodedata.normalize("NFKC", texto) for barra in _BARRAS)


@given(st.text())
def test_quitar_la_barra_dos_veces_es_quitarla_una(texto: str) -> None:
    assert sin_barra(sin_barra(texto)) == sin_barra(texto)
