import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.parecido import distancia, mas_parecida, parecidas

_PALABRA = st.text("abcde", max_size=7)


@pytest.mark.parametrize(
    ("una", "otra", "esperada"),
    [
        ("", "", 0),
        ("agosto", "agsoto", 1),
        ("mayo", "mao", 1),
        ("mayo", "mayoo", 1),
        ("mayo", "mallo", 2),
        ("a", "", 1),
    ],
)
def test_cuenta_las_ediciones(una: str, otra: str, esperada: int) -> None:
    assert distancia(una, otra) == esperada


@given(_PALABRA, _PALABRA)
def test_la_distancia_es_simetrica_y_cero_solo_entre_iguales(una: str, otra: str) -> None:
    assert distancia(una, otra) == distancia(otra, una)
    assert (distancia(una, otra) == 0) == (una == otra)


@given(_PALABRA, st.lists(_PALABRA, max_size=6), st.integers(1, 2))
def test_la_mirada_rapida_no_pierde_ninguna_cercana(palabra: str, conocidas: list[str], tope: int) -> None:
    cerca = {c: distancia(palabra, c) for c in conocidas if distancia(palabra, c) <= tope}
    assert set(parecidas(palabra, conocidas, tope)) == {c for c, d in cerca.items() if d == min(cerca.values())}


def test_un_empate_no_elige() -> None:
    assert mas_parecida("juio", ["junio", "julio"]) is None
    assert mas_parecida("juno", ["junio", "julio"]) == "junio"
