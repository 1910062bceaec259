from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.terminos import Pedido, aplaza, leer_terminos


@pytest.mark.parametrize(
    ("texto", "plazo", "monto"),
    [
        ("y a 48 meses?", 48, None),
        ("¿y si fueran 5 años?", 60, None),
        ("y por 8 millones", None, 8_000_000),
        ("48", 48, None),
        ("a 48", 48, None),
        ("el de 60", 60, None),
        ("no, mejor 36", 36, None),
        ("claro que sí, a 60 meses", 60, None),
        ("cuarenta y ocho meses", 48, None),
        ("año y medio", 18, None),
        ("un año", 12, None),
        ("-48 meses", 48, None),
        ("y si lo saco a 72 cuanto me queda la cuota", 72, None),
        ("y si solo pido 10 millones a 48 meses", 48, 10_000_000),
        ("a 4 años y 8 millones", 48, 8_000_000),
        ("15 palos", None, 15_000_000),
        ("y con quince palos?", None, 15_000_000),
        ("15 palos a 24", 24, 15_000_000),
        ("20 millones a 48", 48, 20_000_000),
        ("8'000.000", None, 8_000_000),
        ("$ 12.500.000 a 36 meses", 36, 12_500_000),
        ("500 mil", None, 500_000),
        ("1.500.000,50", None, 1_500_000),
    ],
)
def test_lee_el_plazo_y_el_monto(texto: str, plazo: int | None, monto: int | None) -> None:
    assert leer_terminos(texto) == Pedido(plazo, None if monto is None else Decimal(monto))


@pytest.mark.parametrize(
    "texto", ["500 meses", "y a 500 meses?", "12 o 24 meses", "0 meses", "5", "cinco", "400 cuotas", "tengo 65 años"]
)
def test_un_plazo_que_no_se_puede_leer_se_nota(texto: str) -> None:
    assert leer_terminos(texto) == Pedido(None, None, ilegible=True)


@pytest.mark.parametrize(
    "texto",
    ["", "sí", "me interesa", "otro plazo", "qué tasa es esa", "hola", "a cuántos meses se puede", "$ 15",
     "la cuota es muy alta", "llámenme al 3001234567", "quiero más plata"],
)  # fmt: skip
def test_lo_que_no_habla_de_plazo_ni_de_monto(texto: str) -> None:
    assert leer_terminos(texto) is None


@pytest.mark.parametrize(
    "texto", ["No, gracias.", "déjeme pensarlo", "Después te aviso", "por ahora no", "LO VOY A PENSAR"]
)
def test_aplazar_no_es_decir_que_no_ni_que_si(texto: str) -> None:
    assert aplaza(texto)


@pytest.mark.parametrize("texto", ["", "no", "sí", "me interesa", "gracias", "déjeme pensarlo a 48 meses"])
def test_lo_que_no_aplaza(texto: str) -> None:
    assert not aplaza(texto)


@given(st.text() | st.text("0123456789., $anosmecuti", max_size=30))
def test_ningun_texto_lo_hace_fallar(texto: str) -> None:
    pedido = leer_terminos(texto)
    assert pedido is None or pedido.ilegible == (pedido.plazo is None and pedido.monto is None)
    assert not pedido or pedido.monto is None or pedido.monto >= 100_000
