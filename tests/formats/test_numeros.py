import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.numeros import cardinal, juntar, leer_cifras

_UNIDADES = ["", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]
_ESPECIALES = [
    "diez", "once", "doce", "trece", "catorce", "quince", "dieciseis", "diecisiete", "dieciocho",
    "diecinueve", "veinte", "veintiuno", "veintidos", "veintitres", "veinticuatro", "veinticinco",
    "veintiseis", "veintisiete", "veintiocho", "veintinueve",
]  # fmt: skip
_DECENAS = ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_CENTENAS = [
    "", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos",
    "ochocientos", "novecientos",
]  # fmt: skip


def _en_palabras(n: int) -> str:
    """Say `n` in words, written apart from the code under test."""
    if n >= 10**6:
        millones = "un millon" if n < 2 * 10**6 else f"{_en_palabras(n // 10**6)} millones"
        return f"{millones} {_en_palabras(n % 10**6) if n % 10**6 else ''}".strip()
    if n >= 1000:
        miles = "mil" if n < 2000 else f"{_en_palabras(n // 1000)} mil"
        return f"{miles} {_en_palabras(n % 1000) if n % 1000 else ''}".strip()
    if n == 100:
        return "cien"
    if n > 100:
        return f"{_CENTENAS[n // 100]} {_en_palabras(n % 100) if n % 100 else ''}".strip()
    if n >= 30:
        return _DECENAS[n // 10] + (f" y {_UNIDADES[n % 10]}" if n % 10 else "")
    return _ESPECIALES[n - 10] if n >= 10 else _UNIDADES[n]


@given(st.integers(1, 999_999_999))
def test_entiende_todo_numero_dicho_en_palabras(n: int) -> None:
    assert cardinal(_en_palabras(n).split()) == n


@pytest.mark.parametrize(
    ("dicho", "numero"),
    [
        ("cero", 0),
        ("treintaicinco", 35),
        ("treintaycinco", 35),
        ("diez y seis", 16),
        ("dos mil 26", 2026),
        ("2 millones 500 mil", 2_500_000),
        ("mil nueve cientos ochenta", 1980),
        ("trecientos", 300),
        ("sincuenta y sinco", 55),
        ("quinientas", 500),
        ("dos mil millones", 2_000_000_000),
        ("novesientos", 900),
        ("uno dos", None),
        ("veinte cinco", None),
        ("cero uno", None),
        ("mil mil", None),
        ("lo siento", None),
        ("novena", None),
        ("y", None),
        ("", None),
    ],
)
def test_entiende_formas_mezcladas_y_rechaza_lo_que_no_es_un_numero(dicho: str, numero: int | None) -> None:
    assert cardinal(dicho.split()) == numero


@pytest.mark.parametrize(
    ("dicho", "juntado"),
    [
        ("tres de mayo de mil novecientos noventa y ocho", "3 de mayo de 1998"),
        ("tres cinco dos mil uno", "3 5 2001"),
        ("treinta y uno de diciembre", "31 de diciembre"),
        ("pan y dos huevos y medio", "pan y 2 huevos y medio"),
        ("12 34", "12 34"),
        ("0012", "0012"),
    ],
)
def test_junta_cada_numero_en_cifras(dicho: str, juntado: str) -> None:
    assert juntar(dicho.split()) == juntado.split()


def test_lee_cifras_dictadas_con_sus_ceros() -> None:
    assert leer_cifras(["cero", "cero", "treinta", "y", "cuatro", "5"]) == "00345"
    assert leer_cifras(["tres", "gatos"]) is None
    assert leer_cifras([]) is None
