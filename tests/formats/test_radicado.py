import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.radicado import leer_radicado


@pytest.mark.parametrize(
    "texto",
    [
        "R-2026-000123",
        "r-2026-123",
        "R 2026 123",
        "r 2026 123",
        "r2026 123",
        "R2026000123",
        "2026000123",
        "2026-000123",
        "2026/123",
        "2026 123",
        "r.2026.000123",
        "r-2026-000 123",
        "R–2026–000123",
        "radicado 2026-000123",
        "mi radicado es el R-2026-000123, gracias",
        "rad. no. 2026-123",
        "radicado numero 2026 guion 123",
        "erre guion 2026 guion 000123",
        "el 123 no, el r 2026 123",
        "R-2026-000123 y repito r 2026 123",
        "dos mil veintiseis ciento veintitres",
        "erre dos mil veintiséis cero cero cero uno dos tres",
        "２０２６-000123",
    ],
)
def test_lee_el_radicado(texto: str) -> None:
    assert leer_radicado(texto) == "R-2026-000123"


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "hola",
        "2026",
        "123",
        "R-1998-000123",
        "R-2026-1234567",
        "2026-05-03",
        "79876543",
        "R-2026-000123 o R-2026-000124",
        "3001234567",
    ],
)
def test_no_hay_un_radicado_claro(texto: str) -> None:
    assert leer_radicado(texto) is None


@given(st.integers(2000, 2099), st.integers(0, 999_999))
def test_lee_todo_radicado_bien_y_mal_escrito(ano: int, numero: int) -> None:
    completo = f"R-{ano}-{numero:06d}"
    assert leer_radicado(completo) == leer_radicado(f"r {ano} {numero}") == completo


@given(st.text() | st.text("0123456789 r-2", max_size=25))
def test_ningun_texto_lo_hace_fallar(texto: str) -> None:
    radicado = leer_radicado(texto)
    assert radicado is None or len(radicado) == len("R-2026-000123")
