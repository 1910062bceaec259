"""A score, as people write it."""

import pytest

from proalto.formats.puntaje import leer_puntaje


@pytest.mark.parametrize(("dicho", "numero"), [
    ("9", 9), ("0", 0), ("10", 10), ("diez", 10), ("un nueve", 9), ("Le pongo un 8.", 8), ("9/10", 9), ("7 de 10", 7),
    ("10/10 excelente", 10), ("cero", 0), ("  5 😀", 5), ("uno", 1), ("seis sobre 10", None), ("11", None),
    ("-3", None),
    ("8,5", None), ("8 o 9", None), ("muy bien", None), ("", None), ("300", None), ("99999999999999", None),
    ("una maravilla", None), ("9/20", None),
])  # fmt: skip
def test_se_lee_un_solo_numero_del_cero_al_diez(dicho, numero):
    assert leer_puntaje(dicho, 10) == numero
