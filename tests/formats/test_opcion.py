import pytest
from hypothesis import given
from hypothesis import strategies as st

from proalto.formats.opcion import elegir, leer_ordinal


@pytest.mark.parametrize(
    ("texto", "posicion"),
    [
        ("1", 1),
        ("1.", 1),
        ("1)", 1),
        ("(2)", 2),
        ("#3", 3),
        (" 4 ", 4),
        ("01", 1),
        ("１", 1),
        ("٢", 2),
        ("1️⃣", 1),
        ("5⃣", 5),
        ("uno", 1),
        ("UNA", 1),
        ("tres", 3),
        ("la primera", 1),
        ("primero", 1),
        ("el primer", 1),
        ("el segundo", 2),
        ("la 3", 3),
        ("la tres por favor", 3),
        ("opcion 2", 2),
        ("Opción número dos", 2),
        ("opsion 2", 2),
        ("1ra", 1),
        ("uno por fa", 1),
        ("me gusta la 2", 2),
        ("el 2do", 2),
        ("3a", 3),
        ("quiero la 4 gracias", 4),
        ("la última", 5),
        ("el ultimo", 5),
        ("quinta", 5),
    ],
)
def test_lee_la_posicion(texto: str, posicion: int) -> None:
    assert leer_ordinal(texto, 5) == posicion


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "hola",
        "0",
        "6",
        "🔟",
        "sexto",
        "la 3 y la 2",
        "1 2",
        "2 años",
        "1.5",
        "quiero mi saldo",
        "no",
        "la",
        "1️⃣2️⃣",
    ],
)
def test_no_hay_una_posicion_clara_o_posible(texto: str) -> None:
    assert leer_ordinal(texto, 5) is None


def test_la_tecla_diez_es_la_decima() -> None:
    assert leer_ordinal("🔟", 10) == 10
    assert leer_ordinal("décima", 10) == 10


_TITULOS = ["💰 Mi saldo", "📄 Paz y salvo", "Hablar con asesor", "1️⃣ Renovación"]
_SINONIMOS = [["saldo", "cuanto debo"], ["certificado"], ["asesor", "humano"], ["renovar"]]


@pytest.mark.parametrize(
    ("texto", "indice"),
    [
        ("1", 0),
        ("la segunda", 1),
        ("la última", 3),
        ("mi saldo", 0),
        ("Mi Saldo!", 0),
        ("💰 Mi saldo", 0),
        ("💰", None),
        ("¿Cuánto debo?", 0),
        ("PAZ Y SALVO", 1),
        ("asesor", 2),
        ("renovacion", 3),
        ("renovar 👍", 3),
        ("paz", None),
        ("5", None),
        ("", None),
        ("!!!", None),
    ],
)
def test_elige_por_posicion_titulo_o_sinonimo(texto: str, indice: int | None) -> None:
    assert elegir(texto, _TITULOS, _SINONIMOS) == indice


def test_un_titulo_que_es_un_numero_gana_a_la_posicion() -> None:
    assert elegir("2", ["3", "1", "2"], []) == 2


def test_un_titulo_repetido_no_elige() -> None:
    assert elegir("si", ["Sí", "SI"], []) is None


def test_un_sinonimo_de_dos_opciones_no_elige() -> None:
    assert elegir("credito", ["Nuevo", "Renovación"], [["credito"], ["credito"]]) is None


def test_sin_opciones_no_hay_eleccion() -> None:
    assert elegir("la ultima", [], []) is None
    assert elegir("1", [], [["1"]]) is None


def test_un_titulo_de_solo_emoji_se_elige_con_el_mismo() -> None:
    assert elegir("👎", ["👍", "👎"], []) == 1


@given(st.text() | st.text("0123456789 lapriment.)", max_size=20), st.integers(0, 10))
def test_ningun_texto_la_hace_fallar(texto: str, cuantas: int) -> None:
    posicion = leer_ordinal(texto, cuantas)
    assert posicion is None or 1 <= posicion <= cuantas


@given(st.text(), st.lists(st.text(), max_size=4))
def test_elegir_da_un_titulo_o_ninguno(texto: str, titulos: list[str]) -> None:
    indice = elegir(texto, titulos, [[texto]])
    assert indice is None or 0 <= indice < len(titulos)
